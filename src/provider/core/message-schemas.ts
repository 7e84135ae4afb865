import { type Static, type TSchema, type TUnsafe, Type } from 'typebox';
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
import type { RelayTrace } from '../../protocol/trace.js';
import type { WalletAddressDetails } from '../../protocol/wallet-address-details.js';

// The relay's messages as JSON Schema. They validate requests and serialise responses.

const CLOSED_OBJECT = { additionalProperties: false };
const Url = Type.String({ minLength: 1, maxLength: 2048 });
const Id = Type.String({ minLength: 1, maxLength: 64 });
const AmountSchema = Type.Object(
  { value: Type.String(), assetCode: Type.String(), assetScale: Type.Integer({ minimum: 0, maximum: 255 }) },
  CLOSED_OBJECT,
);

export const WalletAddressRequestSchema: TUnsafe<WalletAddressRequest> = schemaOf(
  Type.Object({ walletAddress: Url }, CLOSED_OBJECT),
);
export const SessionRequestSchema: TUnsafe<SessionRequest> = schemaOf(
  Type.Object({ connection: Id, walletAddress: Url }, CLOSED_OBJECT),
);
export const BindRequestSchema: TUnsafe<BindRequest> = schemaOf(
  Type.Object({ challenge: Id }, CLOSED_OBJECT),
);
export const EmptyRequestSchema: TSchema = Type.Object({}, CLOSED_OBJECT);
export const IdParamsSchema: TUnsafe<{ id: string }> = schemaOf(Type.Object({ id: Id }));

export const WalletAddressDetailsSchema: TUnsafe<WalletAddressDetails> = schemaOf(
  Type.Object({
    id: Type.String(),
    publicName: Type.Optional(Type.String()),
    assetCode: Type.String(),
    assetScale: Type.Integer(),
    authServer: Type.String(),
    resourceServer: Type.String(),
  }),
);

export const RelayDescriptionSchema: TUnsafe<RelayDescription> = schemaOf(
  Type.Object({
    relay: Type.Literal(1),
    sandbox: Type.Boolean(),
    connectPage: Type.String(),
    limits: Type.Object({ sessions: Type.Integer() }),
  }),
);

export const ConnectionSchema: TUnsafe<Connection> = schemaOf(
  Type.Object({
    id: Type.String(),
    state: Type.Enum(['new', 'bound', 'active', 'paused', 'out-of-funds', 'revoked', 'reconnect']),
    budget: Type.Optional(AmountSchema),
    spent: Type.Optional(AmountSchema),
    rate: Type.Optional(AmountSchema),
    renewsAt: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  }),
);

export const SessionSchema: TUnsafe<Session> = schemaOf(
  Type.Object({
    id: Type.String(),
    walletAddress: WalletAddressDetailsSchema,
    incomingPayment: Type.String(),
    expiresAt: Type.String(),
  }),
);

export const PaymentSchema: TUnsafe<Payment> = schemaOf(
  Type.Object({
    id: Type.String(),
    debitAmount: AmountSchema,
    sentAmount: Type.Optional(AmountSchema),
    receiveAmount: AmountSchema,
    spent: Type.Optional(AmountSchema),
    incomingPayment: Type.String(),
    walletAddress: Type.String(),
    next: Type.Integer(),
    dueIn: Type.Optional(Type.Integer()),
  }),
);

export const NothingDueSchema: TUnsafe<NothingDue> = schemaOf(
  Type.Object({ next: Type.Integer(), dueIn: Type.Optional(Type.Integer()) }),
);

// https://www.rfc-editor.org/rfc/rfc9457.html#section-3
export const ProblemSchema: TUnsafe<Problem> = schemaOf(
  Type.Object(
    {
      type: Type.String({ format: 'uri' }),
      title: Type.String(),
      status: Type.Integer({ minimum: 400, maximum: 599 }),
      code: Type.String(),
      detail: Type.Optional(Type.String()),
      fix: Type.Optional(Type.String()),
    },
    CLOSED_OBJECT,
  ),
);

export const TraceParamsSchema: TUnsafe<{ after: number }> = schemaOf(
  Type.Object({ after: Type.Integer({ minimum: 0 }) }),
);
const TracePartySchema = Type.Enum(['page', 'agent', 'provider', 'receiver', 'visitor']);
const TraceEntrySchema = Type.Object({
  id: Type.String(),
  at: Type.Number(),
  took: Type.Union([Type.Number(), Type.Null()]),
  from: TracePartySchema,
  to: TracePartySchema,
  name: Type.String(),
  href: Type.Optional(Type.String()),
  status: Type.Optional(Type.Integer()),
  request: Type.Optional(Type.Unknown()),
  response: Type.Optional(Type.Unknown()),
  error: Type.Optional(
    Type.Object({ code: Type.String(), message: Type.String(), fix: Type.String() }, CLOSED_OBJECT),
  ),
});
export const RelayTraceSchema: TUnsafe<RelayTrace> = schemaOf(
  Type.Object({ entries: Type.Array(TraceEntrySchema), last: Type.Integer(), now: Type.Number() }),
);

/** Whether both types have the same members, apart from `readonly`. An optional member counts. */
type IsSame<A, B> =
  (<T>() => T extends Mutable<A> ? 1 : 2) extends <T>() => T extends Mutable<B> ? 1 : 2 ? true : false;
type Mutable<T> = T extends object ? { -readonly [Member in keyof T]: Mutable<T[Member]> } : T;

/** Compiles only if the schema has exactly the members of `Message`. The serializer drops all others. */
export function schemaOf<Message, Schema extends TSchema>(
  schema: Schema & (IsSame<Static<Schema>, Message> extends true ? unknown : never),
): TUnsafe<Message> {
  // Only its type changes.
  return schema as TSchema as TUnsafe<Message>;
}
