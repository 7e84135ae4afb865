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
} from '../protocol/relay-messages.js';
import type { ConsentAnswer } from '../protocol/connect-messages.js';
import type { WalletAddressDetails } from '../protocol/dictionaries.js';

/** The relay's messages as JSON Schema: they check what comes in and serialise what goes out. */
const closed = { additionalProperties: false };
const Url = Type.String({ minLength: 1, maxLength: 2048 });
const Id = Type.String({ minLength: 1, maxLength: 64 });
const AmountSchema = Type.Object(
  { value: Type.String(), assetCode: Type.String(), assetScale: Type.Integer({ minimum: 0, maximum: 255 }) },
  closed,
);

export const WalletAddressRequestSchema = Type.Object({ walletAddress: Url }, closed);
export const SessionRequestSchema = Type.Object({ connection: Id, walletAddress: Url }, closed);
export const BindRequestSchema = Type.Object({ challenge: Id }, closed);
const Decimal = Type.String({ minLength: 1, maxLength: 64 });
/** A missing token is refused as a wrong one is. */
export const ConsentAnswerSchema = Type.Object(
  { token: Type.Optional(Id), budget: Decimal, ratePerHour: Decimal },
  closed,
);
export const EmptyRequestSchema = Type.Object({}, closed);
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
  closed,
);

export const TraceParamsSchema = Type.Object({ after: Type.Integer({ minimum: 0 }) });
export const RelayTraceSchema = Type.Object({
  entries: Type.Array(Type.Unknown()),
  last: Type.Integer(),
  now: Type.Number(),
});

/** Compiles only while the schemas above say what the protocol's types say. */
type Same<A extends B, B> = A;
export type SchemasMatchProtocol = [
  Same<Static<typeof WalletAddressRequestSchema>, WalletAddressRequest>,
  Same<Static<typeof BindRequestSchema>, BindRequest>,
  Same<Static<typeof SessionRequestSchema>, SessionRequest>,
  Same<Static<typeof ConsentAnswerSchema>, ConsentAnswer>,
  Same<Static<typeof WalletAddressDetailsSchema>, WalletAddressDetails>,
  Same<Static<typeof RelayDescriptionSchema>, RelayDescription>,
  Same<Static<typeof ConnectionSchema>, Connection>,
  Same<Static<typeof SessionSchema>, Session>,
  Same<Static<typeof PaymentSchema>, Payment>,
  Same<Static<typeof NothingDueSchema>, NothingDue>,
  Same<Static<typeof ProblemSchema>, Problem>,
];
