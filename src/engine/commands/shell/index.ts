/**
 * The language of the terminal: words with quotes and escapes, variables, braces,
 * arithmetic, substitution, pipes, lists, `if`, `for`, `while`, functions and
 * here-documents. A text is parsed whole before any of it runs.
 *
 * Otherwise than in a real shell: a variable that is not set is an error; there are
 * no files, so names are not matched against any and output goes nowhere else
 * than to /dev/null; programs run one after the other, also those of a pipe.
 */
export { BUILTINS } from './builtins';
export { NOTHING_SET } from './environment';
export type { Environment } from './environment';
export { isUnfinished, parseShell } from './parser';
export { pointAt } from './point-at';
export { ShellRun } from './run';
export { SHELL_WORDS } from './state';
export type { LineOutcome, LineUnderWay, ShellHost } from './run';
export type { CompleteCommand, Script } from './syntax';
