/** What is in these members the provider does not read. What stands there may be newer than the documents: another method to pay, another right. */
const NOT_READ = ['access', 'methods'];

/** In the documents: with a line break at the end it looks at each `/incoming-payments/` again and again. */
const BACKTRACKING = '^(https|http)://(.+)/incoming-payments/(.+)$';
const LINEAR = '^https?://.+?/incoming-payments/.';

type Schema = Record<string, unknown>;

// https://www.rfc-editor.org/rfc/rfc9635.html#section-3
/**
 * The schema of an answer, for wallets that are newer than it: they may add members, and say null for an optional one that they leave out. What the
 * documents require stays required, and of its type.
 */
export function allowMore(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(allowMore);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { additionalProperties: _closed, oneOf, properties, ...others } = schema as Schema;
  const allowed = mapValues(others, allowMore);
  if (allowed['pattern'] === BACKTRACKING) allowed['pattern'] = LINEAR;
  // With members more, an answer may be of two kinds at once.
  if (oneOf !== undefined) allowed['anyOf'] = allowMore(oneOf);
  if (properties !== undefined) allowed['properties'] = allowNull(properties as Schema, others['required']);
  return allowed;
}

function allowNull(properties: Schema, required: unknown): Schema {
  const names = Array.isArray(required) ? (required as string[]) : [];
  const read = Object.entries(properties).filter(([name]) => !NOT_READ.includes(name));
  return mapValues(Object.fromEntries(read), (schema, name) =>
    names.includes(name) ? allowMore(schema) : orNull(allowMore(schema) as Schema),
  );
}

function orNull(schema: Schema): Schema {
  const { type, enum: values } = schema;
  if (typeof type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  return { ...schema, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...values, null] }) };
}

/** Without the members that are null: they are absent. Not by recursion, for who answers may nest as deep as it likes. @param answer changed in place. */
export function withoutNulls<Answer>(answer: Answer): Answer {
  const waiting: unknown[] = [answer];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const members = value as Record<string, unknown>;
    for (const [name, member] of Object.entries(members)) {
      if (member === null && !Array.isArray(value)) delete members[name];
      else waiting.push(member);
    }
  }
  return answer;
}

/** Whether any text in the answer has NUL in it, which no URL, code or token has, and which PostgreSQL does not store. */
export function hasNul(answer: unknown): boolean {
  const waiting: unknown[] = [answer];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string' && value.includes('\0')) return true;
    if (typeof value === 'object' && value !== null)
      for (const member of Object.values(value)) waiting.push(member);
  }
  return false;
}

function mapValues(schema: Schema, map: (value: unknown, name: string) => unknown): Schema {
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, map(value, name)]));
}
