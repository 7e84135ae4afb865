import { type Static, Type } from 'typebox';
import type {
  BindRequest,
  Connection,
  NothingDue,
  Payment,
  Problem,
  RelayDescription,
  Session,
  SessionRequest,
  WalletAddressRequest,
} from '../../protocol/relay-messages.js';
import type { ConsentAnswer } from '../connect/browser/connect-messages.js';
import type { WalletAddressDetails } from '../../protocol/wallet-address-details.js';

// The relay's messages as JSON Schema. They validate requests and serialise responses.

const CLOSED_OBJECT = { additionalProperties: false };
const Url = Type.String({ minLength: 1, maxLength: 2048 });
const Id = Type.String({ minLength: 1, maxLength: 64 });
const AmountSchema = Type.Object(
  { value: Type.String(), assetCode: Type.String(), assetScale: Type.Integer({ minimum: 0, maximum: 255 }) },
  CLOSED_OBJECT,
);

export const WalletAddressRequestSchema = Type.Object({ walletAddress: Url }, CLOSED_OBJECT);
export const SessionRequestSchema = Type.Object({ connection: Id, walletAddress: Url }, CLOSED_OBJECT);
export const BindRequestSchema = Type.Object({ challenge: Id }, CLOSED_OBJECT);
const Decimal = Type.String({ minLength: 1, maxLength: 64 });
/** The token is optional here so that a missing token gets the same error as a wrong one. */
export const ConsentAnswerSchema = Type.Object(
  { token: Type.Optional(Id), budget: Decimal, ratePerHour: Decimal },
  CLOSED_OBJECT,
);
export const EmptyRequestSchema = Type.Object({}, CLOSED_OBJECT);
export const IdParamsSchema = Type.Object({ id: Id });

export const WalletAddressDetailsSchema = Type.Object({
  id: Type.String(),
  publicName: Type.Optional(Type.String()),
  assetCode: Type.String(),
  assetScale: Type.Integer(),
  authServer: Type.String(),
  resourceServer: Type.String(),
});

export const RelayDescriptionSchema = Type.Object({
  relay: Type.Literal(1),
  sandbox: Type.Boolean(),
  connectPage: Type.String(),
  limits: Type.Object({ sessions: Type.Integer() }),
});

export const ConnectionSchema = Type.Object({
  id: Type.String(),
  state: Type.Union(
    (['new', 'bound', 'active', 'paused', 'out-of-funds', 'revoked', 'reconnect'] as const).map((state) =>
      Type.Literal(state),
    ),
  ),
  budget: Type.Optional(AmountSchema),
  spent: Type.Optional(AmountSchema),
  rate: Type.Optional(AmountSchema),
  renewsAt: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});

export const SessionSchema = Type.Object({
  id: Type.String(),
  walletAddress: WalletAddressDetailsSchema,
  incomingPayment: Type.String(),
  expiresAt: Type.String(),
});

export const PaymentSchema = Type.Object({
  id: Type.String(),
  debitAmount: AmountSchema,
  sentAmount: Type.Optional(AmountSchema),
  receiveAmount: AmountSchema,
  spent: Type.Optional(AmountSchema),
  incomingPayment: Type.String(),
  walletAddress: Type.String(),
  next: Type.Integer(),
  dueIn: Type.Optional(Type.Integer()),
});

export const NothingDueSchema = Type.Object({
  next: Type.Integer(),
  dueIn: Type.Optional(Type.Integer()),
});

// https://www.rfc-editor.org/rfc/rfc9457.html#section-3
export const ProblemSchema = Type.Object(
  {
    type: Type.String({ format: 'uri' }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: Type.String(),
    detail: Type.Optional(Type.String()),
    fix: Type.Optional(Type.String()),
  },
  CLOSED_OBJECT,
);

export const TraceParamsSchema = Type.Object({ after: Type.Integer({ minimum: 0 }) });
export const RelayTraceSchema = Type.Object({
  entries: Type.Array(Type.Unknown()),
  last: Type.Integer(),
  now: Type.Number(),
});

/** Compiles only if the schemas above match the protocol's types. */
type AssertAssignable<A extends B, B> = A;
export type SchemasMatchProtocol = [
  AssertAssignable<Static<typeof WalletAddressRequestSchema>, WalletAddressRequest>,
  AssertAssignable<Static<typeof BindRequestSchema>, BindRequest>,
  AssertAssignable<Static<typeof SessionRequestSchema>, SessionRequest>,
  AssertAssignable<Static<typeof ConsentAnswerSchema>, ConsentAnswer>,
  AssertAssignable<Static<typeof WalletAddressDetailsSchema>, WalletAddressDetails>,
  AssertAssignable<Static<typeof RelayDescriptionSchema>, RelayDescription>,
  AssertAssignable<Static<typeof ConnectionSchema>, Connection>,
  AssertAssignable<Static<typeof SessionSchema>, Session>,
  AssertAssignable<Static<typeof PaymentSchema>, Payment>,
  AssertAssignable<Static<typeof NothingDueSchema>, NothingDue>,
  AssertAssignable<Static<typeof ProblemSchema>, Problem>,
];
