import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { generate } from 'selfsigned';

export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

/** Whom a process trusts that was started with `NODE_EXTRA_CA_CERTS=<file>`. Nothing of it is kept. */
export interface TestAuthority {
  readonly file: string;
  issue(name: string, validity?: { until?: Date; by?: TestCertificate | null }): Promise<TestCertificate>;
}

const HOUR = 3_600_000;
const KEY = { keyType: 'ec', algorithm: 'sha256' } as const;

export async function openTestAuthority(): Promise<TestAuthority> {
  const folder = mkdtempSync(join(tmpdir(), 'wm-authority-'));
  after(() => rmSync(folder, { recursive: true }));
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Test authority' }], {
    ...KEY,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const file = join(folder, 'authority.crt');
  writeFileSync(file, cert);
  return {
    file,
    /** @param by null: by itself, which nobody trusts. */
    issue: (name, { until = new Date(Date.now() + HOUR), by = { key, cert } } = {}) => issue(name, until, by),
  };
}

/** A server's certificate for one name, of DNS or an IP address. */
async function issue(name: string, until: Date, by: TestCertificate | null): Promise<TestCertificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    ...KEY,
    ...(by && { ca: by }),
    notBeforeDate: new Date(until.getTime() - 24 * HOUR),
    notAfterDate: until,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
    ],
  });
  return { key, cert };
}
