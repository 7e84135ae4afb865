import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { generate } from 'selfsigned';

export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

/**
 * A certificate authority that a process trusts if it was started with `NODE_EXTRA_CA_CERTS=<file>`. Deleted
 * after the tests.
 */
export interface TestAuthority {
  readonly file: string;
  issue(name: string, validity?: { until?: Date; by?: TestCertificate | null }): Promise<TestCertificate>;
}

const HOUR_MS = 3_600_000;
const KEY_OPTIONS = { keyType: 'ec', algorithm: 'sha256' } as const;

export async function openTestAuthority(): Promise<TestAuthority> {
  const folder = mkdtempSync(join(tmpdir(), 'wm-authority-'));
  after(() => rmSync(folder, { recursive: true }));
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Test authority' }], {
    ...KEY_OPTIONS,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const file = join(folder, 'authority.crt');
  writeFileSync(file, cert);
  return {
    file,
    /** @param by null: self-signed, which no client trusts. */
    issue: (name, { until = new Date(Date.now() + HOUR_MS), by = { key, cert } } = {}) =>
      issue(name, until, by),
  };
}

/** A server certificate for one DNS name or IP address. */
async function issue(name: string, until: Date, by: TestCertificate | null): Promise<TestCertificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    ...KEY_OPTIONS,
    ...(by && { ca: by }),
    notBeforeDate: new Date(until.getTime() - 24 * HOUR_MS),
    notAfterDate: until,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
    ],
  });
  return { key, cert };
}
