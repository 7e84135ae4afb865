import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A GNAP client with its own wallet address, served over HTTP, because wallets fetch its keys to verify
 * signatures.
 */
export interface WalletClient {
  readonly walletAddress: string;
  readonly keyId: string;
  readonly privateKey: KeyObject;
  /** The number of requests that its server has received, by path. */
  readonly requestedPaths: string[];
  publicName: string | undefined;
  /** The content of `/jwks.json`. */
  keys: object[];
  close(): Promise<void>;
}

export async function startWalletClient(publicName = 'Test client'): Promise<WalletClient> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const keyId = 'key-1';
  const requestedPaths: string[] = [];
  const server = createServer((request, response) => {
    requestedPaths.push(request.url ?? '');
    response.setHeader('content-type', 'application/json');
    const body = request.url === '/client/jwks.json' ? { keys: client.keys } : walletAddressOf(client);
    response.end(JSON.stringify(body));
  });
  const client: WalletClient = {
    walletAddress: `${await listen(server)}/client`,
    keyId,
    privateKey,
    requestedPaths,
    publicName,
    keys: [jwkOf(publicKey, keyId)],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return client;
}

export function jwkOf(publicKey: KeyObject, kid: string): object {
  return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' };
}

/** The values that a request is signed with; a test can replace each of them. */
export interface SigningOptions {
  readonly components?: readonly string[];
  readonly parameters?: string;
  readonly label?: string;
  readonly key?: KeyObject;
  readonly digest?: string;
}

/** A request as it is sent, signed like the official client signs. */
export interface SignedRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
}

export function signRequest(
  client: Pick<WalletClient, 'privateKey' | 'keyId'>,
  { url, method = 'GET', token, body }: { url: string; method?: string; token?: string; body?: unknown },
  { components, parameters, label = 'sig1', key = client.privateKey, digest }: SigningOptions = {},
): SignedRequest {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers['authorization'] = `GNAP ${token}`;
  if (text !== undefined) {
    headers['content-type'] = 'application/json';
    headers['content-length'] = String(Buffer.byteLength(text));
    headers['content-digest'] = digest ?? `sha-512=:${createHash('sha512').update(text).digest('base64')}:`;
  }
  const covered = components ?? [
    '@method',
    '@target-uri',
    ...['authorization', 'content-digest', 'content-length', 'content-type'].filter(
      (name) => name in headers,
    ),
  ];
  const quoted = covered.map((name) => `"${name}"`).join(' ');
  const created = Math.floor(Date.now() / 1000);
  const input = `(${quoted})${parameters ?? `;keyid="${client.keyId}";created=${created}`}`;
  const lines = covered.map((name) => `"${name}": ${componentValue(name, { url, method, headers })}`);
  const base = [...lines, `"@signature-params": ${input}`].join('\n');
  headers['signature-input'] = `${label}=${input}`;
  headers['signature'] = `${label}=:${sign(null, Buffer.from(base), key).toString('base64')}:`;
  return { url, method, headers, body: text };
}

export async function sendSigned({
  url,
  method,
  headers,
  body,
}: SignedRequest): Promise<{ status: number; headers: Headers; body: WalletResponseBody }> {
  const response = await fetch(url, {
    method,
    headers,
    ...(body !== undefined && { body }),
    redirect: 'manual',
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text ? JSON.parse(text) : {}) as WalletResponseBody,
  };
}

/** Any response of a wallet; the test knows the members that it expects. */
export interface WalletResponseBody {
  readonly [member: string]: unknown;
  readonly error?: { code?: string; description?: string; details?: Record<string, unknown> };
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

function componentValue(
  name: string,
  request: { url: string; method: string; headers: Record<string, string> },
): string {
  if (name === '@method') return request.method;
  if (name === '@target-uri') return request.url;
  return request.headers[name.toLowerCase()] ?? '';
}

function walletAddressOf({ walletAddress, publicName }: WalletClient): object {
  return {
    id: walletAddress,
    ...(publicName !== undefined && { publicName }),
    assetCode: 'USD',
    assetScale: 2,
    authServer: `${new URL(walletAddress).origin}/auth`,
    resourceServer: new URL(walletAddress).origin,
  };
}
