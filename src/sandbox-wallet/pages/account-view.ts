import { sql } from 'kysely';
import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import type { WalletAddress } from '../ledger/accounts.js';
import type { SandboxWallet } from '../wallet/wallet.js';

/** An account, formatted for display. */
export interface AccountView {
  readonly balance: string;
  readonly payments: readonly { readonly at: string; readonly what: string; readonly amount: string }[];
}

interface AccountTransfer {
  readonly created_at: bigint;
  readonly amount: bigint;
  readonly payer: string | null;
  readonly receiver: string | null;
}

const MAX_TRANSFERS = 20;

export async function readAccountView(
  wallet: SandboxWallet,
  walletAddress: WalletAddress,
): Promise<AccountView> {
  const format = (value: bigint) =>
    `${convertScaledAmountToDecimal(value, walletAddress.asset.scale)} ${walletAddress.asset.code}`;
  const transfers = await readLatestTransfers(wallet, walletAddress);
  return {
    balance: format(walletAddress.balance),
    payments: transfers.map(({ created_at, amount, payer, receiver }) => ({
      at: new Date(Number(created_at)).toISOString(),
      what: describe(amount, payer, receiver),
      amount: amount < 0n ? `\u2212${format(-amount)}` : `+${format(amount)}`,
    })),
  };
}

function describe(amount: bigint, payer: string | null, receiver: string | null): string {
  if (payer === null || receiver === null) return 'Opening balance';
  return amount < 0n ? `to ${receiver}` : `from ${payer}`;
}

async function readLatestTransfers(
  { database }: SandboxWallet,
  { account }: WalletAddress,
): Promise<AccountTransfer[]> {
  // Two index scans with a limit each. With OR, SQLite would sort all transfers of the account.
  const latest = (side: 'debit_account' | 'credit_account') =>
    sql`SELECT * FROM (SELECT * FROM transfers WHERE ${sql.ref(side)} = ${account} ORDER BY id DESC LIMIT ${MAX_TRANSFERS})`;
  const { rows } = await sql<AccountTransfer>`
    SELECT moved.created_at, CASE debit_account WHEN ${account} THEN -amount ELSE amount END AS amount,
      outgoing.wallet_address AS payer, incoming.wallet_address AS receiver
    FROM (${latest('debit_account')} UNION ALL ${latest('credit_account')}) AS moved
    LEFT JOIN outgoing_payments AS outgoing ON outgoing.id = outgoing_payment
    LEFT JOIN quotes ON quotes.id = outgoing.quote
    LEFT JOIN incoming_payments AS incoming ON incoming.id = quotes.receiver
    ORDER BY moved.id DESC LIMIT ${MAX_TRANSFERS}`.execute(database.reader);
  return rows;
}
