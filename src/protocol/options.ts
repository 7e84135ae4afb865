/** Settings of which a caller may leave out any, or pass undefined instead. */
export type Options<Settings> = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

/** Options without members that are undefined. */
export type Defined<Given> = { [Name in keyof Given]: Exclude<Given[Name], undefined> };

/** The options that are set, to be spread over defaults: an option that is undefined has its default. */
export function withoutUndefined<Given extends object>(options: Given): Defined<Given> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<Given>;
}
