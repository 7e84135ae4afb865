import { DatabaseError } from 'pg';
import { DatabaseBusyError } from '../core/database-busy-error.js';

const UNTRUSTED_CA_CODES =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/;
const CA_FILE_HINT =
  'Set a file with the certificate of the authority: sslrootcert=/path/ca.pem in the URL, or NODE_EXTRA_CA_CERTS=/path/ca.pem in the environment';
const TLS_HINT = 'Add sslmode=verify-full to the URL';

/** Explains to the operator why PostgreSQL could not be opened, with a fix if it is known. */
export function explainPostgresError(error: unknown): string {
  if (error instanceof DatabaseBusyError) return explainPostgresError(error.cause);
  if (error instanceof AggregateError) return [...new Set(error.errors.map(explainPostgresError))].join('; ');
  if (!(error instanceof Error)) return String(error);
  const message = error.message || error.name;
  const fix = suggestFix(error, message);
  return fix ? `${message}. ${fix}` : message;
}

function suggestFix(error: Error, message: string): string | undefined {
  const { code = '' } = error as { code?: string };
  if (UNTRUSTED_CA_CODES.test(code))
    return `This machine does not trust the authority of the server's certificate. ${CA_FILE_HINT}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'Use the name in its certificate as the host';
  if (/does not support SSL/.test(message))
    return 'The URL requires TLS. If the network to the server is private, use sslmode=disable';
  if (/no pg_hba\.conf entry.*(no encryption|SSL off)|(SSL|TLS).*required/i.test(message)) return TLS_HINT;
  if (/unsupported startup parameter/.test(message))
    return 'The pooler in front of PostgreSQL rejects a parameter. Remove it from the URL and from PGOPTIONS';
  if (!(error instanceof DatabaseError)) return undefined;
  if (code === '42501' && /for database/.test(message))
    return 'The database owner must run: CREATE SCHEMA wm_provider AUTHORIZATION the_user';
  return undefined;
}
