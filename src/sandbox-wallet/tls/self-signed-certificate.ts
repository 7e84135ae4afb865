import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Path of the certificate, for clients that are to trust it: `NODE_EXTRA_CA_CERTS=<file>`. */
  readonly file: string;
}

const YEAR = 365 * 86_400_000;

/** A certificate for `localhost`, kept in `directory` (the key with mode 0600) and made anew when it is about to expire. */
export async function createSelfSignedCertificate(directory: string): Promise<Certificate> {
  const [file, keyFile] = [join(directory, 'localhost.crt'), join(directory, 'localhost.key')];
  if (existsSync(file) && existsSync(keyFile)) {
    const kept = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(file, 'utf8'), file };
    if (Date.parse(new X509Certificate(kept.cert).validTo) > Date.now() + YEAR / 12) return kept;
  }
  // Only here: a library for certificates takes memory that a wallet without --tls need not spend.
  const { generate } = await import('selfsigned');
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'wm-polyfill sandbox' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + YEAR),
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
