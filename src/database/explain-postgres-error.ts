import { DatabaseError } from 'pg';
import { DatabaseBusyError } from './database-busy-error.js';

const UNKNOWN_AUTHORITY =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/;
const NAME_AUTHORITY =
  'Name a file with the certificate of its authority: sslrootcert=/path/ca.pem in the URL, or NODE_EXTRA_CA_CERTS=/path/ca.pem in the environment';
const ENCRYPT = 'Write sslmode=verify-full into the URL';

/** Why PostgreSQL could not be opened, in words for its operator, with what to do where that is known. */
export function explainPostgresError(error: unknown): string {
  if (error instanceof DatabaseBusyError) return explainPostgresError(error.cause);
  if (error instanceof AggregateError) return [...new Set(error.errors.map(explainPostgresError))].join('; ');
  if (!(error instanceof Error)) return String(error);
  const words = error.message || error.name;
  const fix = fixOf(error, words);
  return fix ? `${words}. ${fix}` : words;
}

function fixOf(error: Error, words: string): string | undefined {
  const { code = '' } = error as { code?: string };
  if (UNKNOWN_AUTHORITY.test(code))
    return `Nobody whom this machine trusts vouches for the server's certificate. ${NAME_AUTHORITY}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'Write the name that is in its certificate as the host';
  if (/does not support SSL/.test(words))
    return 'The URL asks for TLS. Where nobody else is on the way to the server, write sslmode=disable';
  if (/no pg_hba\.conf entry.*(no encryption|SSL off)|(SSL|TLS).*required/i.test(words)) return ENCRYPT;
  if (/unsupported startup parameter/.test(words))
    return 'A pooler is in front of PostgreSQL. Take the parameter out of the URL, and out of PGOPTIONS';
  if (!(error instanceof DatabaseError)) return undefined;
  if (code === '42501' && /for database/.test(words))
    return 'Let its owner run: CREATE SCHEMA wm_provider AUTHORIZATION the_user';
  return undefined;
}
