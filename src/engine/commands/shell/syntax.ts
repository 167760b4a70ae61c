/** What a text means to the shell, as data. Ranges are UTF-16 offsets into the text that was parsed. */
import type { TextRange } from '../../base';

/** A piece of a word. What is quoted is neither split at blanks nor expanded for braces. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  /** `$name`, `${#name}`, `${name:-fallback}`; the name may be a digit, `?`, `#`, `@` or `*`. */
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly quoted: boolean;
      readonly range: TextRange;
      readonly length?: true;
      /** Stands in where the variable is not set; with `orEmpty` also where it is empty. */
      readonly fallback?: { readonly word: Word; readonly orEmpty: boolean };
    }
  /** `$(…)` or back quotes. */
  | { readonly kind: 'command'; readonly body: readonly AndOr[]; readonly quoted: boolean; readonly range: TextRange }
  /** `$((…))`. */
  | {
      readonly kind: 'arithmetic';
      readonly parts: readonly Part[];
      readonly quoted: boolean;
      readonly range: TextRange;
    };

export interface Word {
  readonly parts: readonly Part[];
  readonly range: TextRange;
}

/** There are no files, so output is either thrown away or goes to the other stream. */
export type Redirect =
  | { readonly kind: 'here'; readonly body: readonly Part[] }
  | { readonly kind: 'here-string'; readonly word: Word }
  | { readonly kind: 'no-input' }
  | { readonly kind: 'discard'; readonly stdout: boolean; readonly stderr: boolean }
  | { readonly kind: 'merge'; readonly to: 'stdout' | 'stderr' };

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

export type CommandBody =
  | { readonly kind: 'simple'; readonly assignments: readonly Assignment[]; readonly words: readonly Word[] }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: readonly AndOr[]; readonly body: readonly AndOr[] }[];
      readonly otherwise: readonly AndOr[];
    }
  | {
      readonly kind: 'for';
      readonly name: string;
      /** Undefined: the arguments of the function around it. */
      readonly words: readonly Word[] | undefined;
      readonly body: readonly AndOr[];
    }
  /** `for ((start; condition; step))`. */
  | {
      readonly kind: 'count';
      readonly start: readonly Part[];
      readonly condition: readonly Part[];
      readonly step: readonly Part[];
      readonly body: readonly AndOr[];
    }
  | {
      readonly kind: 'while';
      readonly until: boolean;
      readonly condition: readonly AndOr[];
      readonly body: readonly AndOr[];
    }
  | { readonly kind: 'group'; readonly subshell: boolean; readonly body: readonly AndOr[] }
  | { readonly kind: 'arithmetic'; readonly parts: readonly Part[] }
  | { readonly kind: 'function'; readonly name: string; readonly source: string; readonly body: Command };

export interface Command {
  readonly body: CommandBody;
  readonly redirects: readonly Redirect[];
  readonly range: TextRange;
}

/** Commands joined by `|`. */
export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly Command[];
}

export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
}

/** What was typed up to the end of a line, or of the line that ends a loop. */
export interface CompleteCommand {
  readonly list: readonly AndOr[];
  readonly range: TextRange;
}

export type Script = readonly CompleteCommand[];
