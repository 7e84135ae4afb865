/** The provider does not read these members. Their values may be newer than the schema. */
const UNREAD_MEMBERS = ['access', 'methods'];

type Schema = Record<string, unknown>;

// https://www.rfc-editor.org/rfc/rfc9635.html#section-3
/**
 * Relaxes a response schema for newer wallets: additional members are allowed, and optional members may be
 * null. Required members stay required and keep their types.
 */
export function relaxSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(relaxSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { additionalProperties: _closed, oneOf, properties, ...others } = schema as Schema;
  const allowed = mapValues(others, relaxSchema);
  // With additional members, a response can match several alternatives.
  if (oneOf !== undefined) allowed['anyOf'] = relaxSchema(oneOf);
  if (properties !== undefined)
    allowed['properties'] = relaxProperties(properties as Schema, others['required']);
  return allowed;
}

function relaxProperties(properties: Schema, required: unknown): Schema {
  const names = Array.isArray(required) ? (required as string[]) : [];
  const read = Object.entries(properties).filter(([name]) => !UNREAD_MEMBERS.includes(name));
  return mapValues(Object.fromEntries(read), (schema, name) =>
    names.includes(name) ? relaxSchema(schema) : allowNullType(relaxSchema(schema) as Schema),
  );
}

function allowNullType(schema: Schema): Schema {
  const { type, enum: values } = schema;
  if (typeof type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  return { ...schema, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...values, null] }) };
}

/**
 * Removes the members that are null. Not recursive, because a response can be nested arbitrarily deep.
 * @param body changed in place.
 */
export function removeNulls<Body>(body: Body): Body {
  const queue: unknown[] = [body];
  while (queue.length > 0) {
    const value = queue.pop();
    if (typeof value !== 'object' || value === null) continue;
    const members = value as Record<string, unknown>;
    for (const [name, member] of Object.entries(members)) {
      if (member === null && !Array.isArray(value)) delete members[name];
      else queue.push(member);
    }
  }
  return body;
}

/** Whether any string contains NUL. No valid URL, code or token does, and PostgreSQL cannot store it. */
export function containsNul(body: unknown): boolean {
  const queue: unknown[] = [body];
  while (queue.length > 0) {
    const value = queue.pop();
    if (typeof value === 'string' && value.includes('\0')) return true;
    if (typeof value === 'object' && value !== null)
      for (const member of Object.values(value)) queue.push(member);
  }
  return false;
}

function mapValues(schema: Schema, map: (value: unknown, name: string) => unknown): Schema {
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, map(value, name)]));
}
