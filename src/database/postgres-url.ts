/** A database and where it may be: one URL for each of its hosts, each as node-postgres reads it. */
export interface PostgresPlace {
  readonly urls: readonly string[];
  /** Whether a host that only reads, a standby, is to be passed over. */
  readonly passOverStandby: boolean;
}

const FORM = /^(postgres(?:ql)?:\/\/)(?:([^/?#]*)@)?([^/?#@]*)(\/[^/?#@]*)?(?:\?([^#@]*))?$/;
const HOST = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/;
const ESCAPES = 'in a password, write %40 for @, %2F for /, %3F for ? and so on';

// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
/**
 * Reads what libpq reads: no host, a Unix socket as `?host=/path` or `%2Fpath`, several hosts. node-postgres itself knows one host.
 * @throws TypeError whose words read on from the URL and hold nothing of it: it may be a secret.
 */
export function readPostgresUrl(text: string): PostgresPlace {
  if (!isPostgresUrl(text)) throw new TypeError('is not the URL of a PostgreSQL database');
  const [, scheme = '', user, authority = '', path = '', query = ''] = FORM.exec(text) ?? [];
  if (!scheme || !isDecodable(user ?? '')) throw new TypeError(`is not a URL; ${ESCAPES}`);
  const parameters = new URLSearchParams(query);
  const passOverStandby = readSessionAttributes(parameters);
  const credentials = user === undefined ? '' : `${user}@`;
  const urls = readHosts(authority, parameters).map(({ host, port }) => {
    const own = verified(new URLSearchParams(parameters));
    own.set('host', host);
    if (port) own.set('port', port);
    else own.delete('port');
    // What is in the query counts.
    return `${scheme}${credentials}localhost${path}?${own}`;
  });
  if (!urls.every((url) => URL.canParse(url))) throw new TypeError(`is not a URL; ${ESCAPES}`);
  return { urls, passOverStandby: passOverStandby || urls.length > 1 };
}

export function isPostgresUrl(location: string): boolean {
  return /^postgres(ql)?:\/\//.test(location);
}

function readHosts(authority: string, parameters: URLSearchParams): { host: string; port: string }[] {
  const named = parameters.get('host');
  const entries = authority.split(',').map((entry) => {
    const [, address, name = '', port = ''] = HOST.exec(entry) ?? [];
    if (!HOST.test(entry) || !isDecodable(name))
      throw new TypeError(`has what is no host or port; ${ESCAPES}`);
    return { host: address ?? decodeURIComponent(name), port };
  });
  const hosts = named ? named.split(',') : entries.map(({ host }) => host);
  const ports = (parameters.get('port') ?? entries.map(({ port }) => port).join()).split(',');
  if (!ports.every((port) => port === '' || isPort(port))) throw new TypeError('has what is no port');
  if (ports.length > 1 && ports.length !== hosts.length)
    throw new TypeError('has more ports than hosts, or fewer');
  return hosts.map((host, index) => ({
    host: host || process.env['PGHOST'] || 'localhost',
    port: (ports.length > 1 ? ports[index] : ports[0]) ?? '',
  }));
}

/** The provider writes: of its hosts only one that may be written to is of use. */
function readSessionAttributes(parameters: URLSearchParams): boolean {
  const wanted = parameters.get('target_session_attrs') ?? 'any';
  if (!['any', 'read-write', 'primary'].includes(wanted))
    throw new TypeError('asks for a host that only reads (target_session_attrs), and a provider writes');
  return wanted !== 'any';
}

/**
 * node-postgres takes the weaker modes for verify-full already, and prints a warning of its own each time. Who wants libpq's meaning says so with
 * uselibpqcompat=true.
 */
function verified(parameters: URLSearchParams): URLSearchParams {
  const mode = parameters.get('sslmode') ?? '';
  if (parameters.get('uselibpqcompat') === 'true') return parameters;
  if (['prefer', 'require', 'verify-ca'].includes(mode)) parameters.set('sslmode', 'verify-full');
  // libpq's word for the authorities that the system knows; to node-postgres it would be a file.
  if (parameters.get('sslrootcert') === 'system') {
    parameters.delete('sslrootcert');
    parameters.set('sslmode', 'verify-full');
  }
  return parameters;
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    // node-postgres takes a lone % for itself, and nothing else that cannot be decoded.
    return !/%[\da-f]{2}/i.test(text);
  }
}
