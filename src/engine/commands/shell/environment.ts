/** What a shell remembers from one line to the next, as data. */
export interface Environment {
  readonly variables: Readonly<Record<string, string>>;
  /** The bodies of functions, as they were typed. */
  readonly functions: Readonly<Record<string, string>>;
}

export const NOTHING_SET: Environment = { variables: {}, functions: {} };
