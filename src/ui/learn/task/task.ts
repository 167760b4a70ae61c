/**
 * A task that a teacher wrote: a text, a scenario to start from, and steps whose checks
 * are data. It comes in a file, from anybody, so it holds no code and no HTML.
 */

export const TASK_VERSION = 1;

export interface Task {
  readonly 'ovn-lesson': typeof TASK_VERSION;
  readonly title: string;
  readonly summary: string;
  /** A scenario document; the engine reads it with the care that it has for every file. */
  readonly start: object;
  readonly steps: readonly TaskStep[];
}

export interface TaskStep {
  readonly title: string;
  /** Paragraphs, lists that begin with -, `code` and **bold**. */
  readonly text: string;
  /** Shown with the text. */
  readonly commands: readonly string[];
  /** Run by "Show me" only; without them that runs `commands`. */
  readonly solution: readonly string[];
  readonly hints: readonly string[];
  readonly learned: string;
  /** All of them must hold. */
  readonly checks: readonly Check[];
}

export type Check =
  | { readonly is: 'switch'; readonly name: string }
  | {
      readonly is: 'port';
      readonly name: string;
      readonly switch?: string;
      readonly mac?: string;
      /** The hypervisor that has claimed it. */
      readonly on?: string;
    }
  /** A packet that was sent since the step is open reached this logical port. */
  | { readonly is: 'delivered'; readonly to: string }
  /** It reached nobody; `table` is the OpenFlow table in which it ended. */
  | { readonly is: 'dropped'; readonly table?: number }
  /** A command was run whose line and output contain these texts. */
  | { readonly is: 'printed'; readonly command: string; readonly output: string };

/** What a check asks for, as a teacher reads it. */
export function wordsOfCheck(check: Check): string {
  switch (check.is) {
    case 'switch':
      return `there is a switch ${check.name}`;
    case 'port':
      return [
        `there is a port ${check.name}`,
        check.switch === undefined ? '' : ` on ${check.switch}`,
        check.mac === undefined ? '' : ` with the address ${check.mac}`,
        check.on === undefined ? '' : `, claimed by ${check.on}`,
      ].join('');
    case 'delivered':
      return `a packet was delivered to ${check.to}`;
    case 'dropped':
      return `a packet was dropped${check.table === undefined ? '' : ` in OpenFlow table ${check.table}`}`;
    case 'printed':
      return `a command with “${check.command}” printed “${check.output}”`;
  }
}
