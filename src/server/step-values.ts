/** The key of a value that one step of a request sets for later steps. */
export interface ContextKey<Value> {
  readonly name: string;
  /** Never set. It only binds the type `Value` to the key. */
  readonly value?: Value;
}

/** The values that earlier steps have set, see {@link get}. */
export type StepValues = Map<ContextKey<unknown>, unknown>;

export function set<Value>({ values }: { values: StepValues }, key: ContextKey<Value>, value: Value): void {
  values.set(key, value);
}

/**
 * The value that an earlier step has set.
 * @throws Error if the list of steps lacks that step.
 */
export function get<Value>({ values }: { values: StepValues }, key: ContextKey<Value>): Value {
  if (!values.has(key)) throw new Error(`No step has set "${key.name}"`);
  return values.get(key) as Value;
}
