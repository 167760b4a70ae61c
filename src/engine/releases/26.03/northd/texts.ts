/** Texts of matches and actions, put together from their parts. */

/** All of these tests; those that are absent are left out. */
export function match(...tests: readonly (string | false | undefined)[]): string {
  return tests.filter(Boolean).join(' && ');
}

/** These statements one after the other, each ended; those that are absent are left out. */
export function actions(...statements: readonly (string | false | undefined)[]): string {
  return statements
    .filter(Boolean)
    .map((statement) => `${statement || ''};`)
    .join(' ');
}
