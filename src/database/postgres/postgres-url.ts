/** The possible locations of a database: one URL per host, as node-postgres expects it. */
export interface PostgresHostUrls {
  readonly urls: readonly string[];
  /** True if read-only standby hosts are skipped. */
  readonly skipStandby: boolean;
}

const URL_PATTERN = /^(postgres(?:ql)?:\/\/)(?:([^/?#]*)@)?([^/?#@]*)(\/[^/?#@]*)?(?:\?([^#@]*))?$/;
const HOST_PATTERN = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/;
const ESCAPE_HINT = 'in a password, write %40 for @, %2F for /, %3F for ?, and so on';

// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
/**
 * Supports the same URLs as libpq: without a host, with a Unix socket as `?host=/path` or `%2Fpath`, and with
 * several hosts. node-postgres itself supports one host.
 * @throws TypeError with a message that continues a sentence that starts with the URL. The message itself has
 * no part of the URL, which may be secret.
 */
export function parsePostgresUrl(text: string): PostgresHostUrls {
  if (!isPostgresUrl(text)) throw new TypeError('is not the URL of a PostgreSQL database');
  const [, scheme = '', user, authority = '', path = '', query = ''] = URL_PATTERN.exec(text) ?? [];
  if (!scheme || !isDecodable(user ?? '')) throw new TypeError(`is not a URL; ${ESCAPE_HINT}`);
  const parameters = new URLSearchParams(query);
  const skipStandby = requiresWritableHost(parameters);
  const credentials = user === undefined ? '' : `${user}@`;
  const urls = parseHosts(authority, parameters).map(({ host, port }) => {
    const hostParameters = withVerifiedTls(new URLSearchParams(parameters));
    hostParameters.set('host', host);
    if (port) hostParameters.set('port', port);
    else hostParameters.delete('port');
    // Parameters in the query have precedence.
    return `${scheme}${credentials}localhost${path}?${hostParameters}`;
  });
  if (!urls.every((url) => URL.canParse(url))) throw new TypeError(`is not a URL; ${ESCAPE_HINT}`);
  return { urls, skipStandby: skipStandby || urls.length > 1 };
}

export function isPostgresUrl(location: string): boolean {
  return /^postgres(ql)?:\/\//.test(location);
}

function parseHosts(authority: string, parameters: URLSearchParams): { host: string; port: string }[] {
  const named = parameters.get('host');
  const entries = authority.split(',').map((entry) => {
    const [, address, name = '', port = ''] = HOST_PATTERN.exec(entry) ?? [];
    if (!HOST_PATTERN.test(entry) || !isDecodable(name))
      throw new TypeError(`has an invalid host or port; ${ESCAPE_HINT}`);
    return { host: address ?? decodeURIComponent(name), port };
  });
  const hosts = named ? named.split(',') : entries.map(({ host }) => host);
  const ports = (parameters.get('port') ?? entries.map(({ port }) => port).join()).split(',');
  if (!ports.every((port) => port === '' || isPort(port))) throw new TypeError('has an invalid port');
  if (ports.length > 1 && ports.length !== hosts.length)
    throw new TypeError('must have one port, or one for each host');
  return hosts.map((host, index) => ({
    host: host || process.env['PGHOST'] || 'localhost',
    port: (ports.length > 1 ? ports[index] : ports[0]) ?? '',
  }));
}

/** The provider writes, so only a writable host is useful. */
function requiresWritableHost(parameters: URLSearchParams): boolean {
  const attribute = parameters.get('target_session_attrs') ?? 'any';
  if (!['any', 'read-write', 'primary'].includes(attribute))
    throw new TypeError('requests a read-only host (target_session_attrs), but the provider must write');
  return attribute !== 'any';
}

/**
 * node-postgres already treats the weaker modes as verify-full, and prints a warning each time.
 * uselibpqcompat=true selects libpq's meaning.
 */
function withVerifiedTls(parameters: URLSearchParams): URLSearchParams {
  const mode = parameters.get('sslmode') ?? '';
  if (parameters.get('uselibpqcompat') === 'true') return parameters;
  if (['prefer', 'require', 'verify-ca'].includes(mode)) parameters.set('sslmode', 'verify-full');
  // In libpq, `system` means the system's authorities. node-postgres would read it as a file name.
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
    // node-postgres accepts a lone % as a literal, but no other invalid escape.
    return !/%[\da-f]{2}/i.test(text);
  }
}
