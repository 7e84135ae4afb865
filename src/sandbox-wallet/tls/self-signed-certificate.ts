import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SelfSignedCertificate {
  readonly key: string;
  readonly cert: string;
  /** Path of the certificate, for clients that must trust it: `NODE_EXTRA_CA_CERTS=<file>`. */
  readonly file: string;
}

const YEAR_MS = 365 * 86_400_000;

/**
 * A certificate for `localhost`, stored in `directory` (the key with mode 0600) and renewed before it
 * expires.
 */
export async function createSelfSignedCertificate(directory: string): Promise<SelfSignedCertificate> {
  const [file, keyFile] = [join(directory, 'localhost.crt'), join(directory, 'localhost.key')];
  if (existsSync(file) && existsSync(keyFile)) {
    const stored = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(file, 'utf8'), file };
    if (Date.parse(new X509Certificate(stored.cert).validTo) > Date.now() + YEAR_MS / 12) return stored;
  }
  // Imported on demand: the library takes memory that a wallet without --tls does not need.
  const { generate } = await import('selfsigned');
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'wm-polyfill sandbox' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + YEAR_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(keyFile, key, { mode: 0o600 });
  writeFileSync(file, cert);
  return { key, cert, file };
}
