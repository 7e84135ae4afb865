import { type Static, Type } from 'typebox';
import type { Assert, IsSame } from '../core/message-schemas.js';
import type { ConsentAnswer } from './browser/connect-messages.js';

const Token = Type.String({ minLength: 1, maxLength: 64 });
const Decimal = Type.String({ minLength: 1, maxLength: 64 });

/** The token is optional here so that a missing token gets the same error as a wrong one. */
export const ConsentAnswerSchema = Type.Object(
  { token: Type.Optional(Token), budget: Decimal, ratePerHour: Decimal },
  { additionalProperties: false },
);

/** Compiles only if the schema has exactly the members of its type. */
export type SchemaMatchesMessage = Assert<IsSame<Static<typeof ConsentAnswerSchema>, ConsentAnswer>>;
