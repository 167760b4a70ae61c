/** The way back from words to a line: what a drawn edit shows as its command. */

/** Quotes `word` so that the terminal (and any POSIX shell) reads exactly `word` back. */
export function shellQuote(word: string): string {
  if (word === '') return "''";
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** One line out of an argument vector. */
export function formatCommand(argv: readonly string[]): string {
  return argv.map(shellQuote).join(' ');
}
