import assert from 'node:assert/strict';

const STRING = /"(?:[^"\\]|\\.)*"/gs;

/** Checks the guarantees of the provider's JSON reader with an independent implementation. */
export function checkJson(value: unknown, text: string): void {
  const sent = Buffer.from(text).toString();
  assert.deepEqual(value, JSON.parse(sent));
  assert.ok(depthOf(value) <= 16, 'nested too deeply');
  const strings = sent.match(STRING) ?? [];
  for (const string of strings) {
    const read = JSON.parse(string) as string;
    assert.ok(!read.includes('\0') && Buffer.from(read).toString() === read, `${string} is not valid text`);
  }
  const members = (sent.replace(STRING, '').match(/:/g) ?? []).length;
  assert.equal(membersOf(value), members, 'duplicate member');
  assert.ok(!hasProto(value), '__proto__');
}

function depthOf(value: unknown): number {
  return isObject(value) ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
}

function membersOf(value: unknown): number {
  if (!isObject(value)) return 0;
  const values = Object.values(value);
  const own = Array.isArray(value) ? 0 : values.length;
  return values.reduce((sum: number, member) => sum + membersOf(member), own);
}

function hasProto(value: unknown): boolean {
  return isObject(value) && (Object.hasOwn(value, '__proto__') || Object.values(value).some(hasProto));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
