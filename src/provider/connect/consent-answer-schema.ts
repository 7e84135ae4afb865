import { type TUnsafe, Type } from 'typebox';
import { schemaOf } from '../core/message-schemas.js';
import type { ConsentAnswer } from './browser/connect-messages.js';

const Token = Type.String({ minLength: 1, maxLength: 64 });
const Decimal = Type.String({ minLength: 1, maxLength: 64 });

/** The token is optional here so that a missing token gets the same error as a wrong one. */
export const ConsentAnswerSchema: TUnsafe<ConsentAnswer> = schemaOf(
  Type.Object(
    { token: Type.Optional(Token), budget: Decimal, ratePerHour: Decimal },
    { additionalProperties: false },
  ),
);
