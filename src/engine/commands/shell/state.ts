/** What a running shell remembers, and its own words that change it: `read`, `export`, `break` and the like. */
import { BUILTINS } from './builtins';
import type { Environment } from './environment';

/** What begins a command besides programs. */
export const SHELL_WORDS: readonly string[] = [
  ...['if', 'for', 'while', 'until', 'function', '{', '(', '((', '!'],
  ...['break', 'continue', 'return', 'exit', 'export', 'local', 'declare', 'readonly', 'unset', 'set', 'shift', 'read'],
  ...Object.keys(BUILTINS),
];

/** What stands before a command: each `read` takes a line of it. */
export interface Input {
  text: string;
}

export type Jump =
  { readonly kind: 'break' | 'continue'; levels: number } | { readonly kind: 'return' } | { readonly kind: 'exit' };

export abstract class ShellState {
  protected machine: string | undefined;
  protected readonly variables: Map<string, string>;
  protected readonly functions: Map<string, string>;
  protected args: readonly string[] = [];
  protected status = 0;
  protected jump: Jump | undefined;

  constructor(
    machine: string | undefined,
    environment: Environment,
    private readonly preset: Readonly<Record<string, string>>,
  ) {
    this.machine = machine;
    this.variables = new Map(Object.entries(environment.variables));
    this.functions = new Map(Object.entries(environment.functions));
  }

  /** Where programs run from now on, and what is set. */
  get here(): string | undefined {
    return this.machine;
  }

  get environment(): Environment {
    return { variables: Object.fromEntries(this.variables), functions: Object.fromEntries(this.functions) };
  }

  protected get(name: string): string | undefined {
    if (name === '?') return String(this.status);
    if (name === '#') return String(this.args.length);
    if (name === '0') return 'sh';
    if (/^[1-9]$/.test(name)) return this.args[Number(name) - 1];
    return this.variables.get(name) ?? (Object.hasOwn(this.preset, name) ? this.preset[name] : undefined);
  }

  /** Words that change the shell itself; undefined where `name` is none of them. */
  protected ownWord(name: string, args: readonly string[], input: Input | undefined): number | undefined {
    const levels = Number(args[0] ?? 1) || 1;
    switch (name) {
      case 'break':
      case 'continue':
        this.jump = { kind: name, levels };
        return 0;
      case 'return':
      case 'exit':
        this.jump = { kind: name };
        return args[0] === undefined ? this.status : Number(args[0]) & 0xff;
      case 'export':
      case 'local':
      case 'declare':
      case 'readonly':
        for (const arg of args) {
          const found = /^([A-Za-z_]\w*)=(.*)$/s.exec(arg);
          if (found) this.variables.set(found[1] ?? '', found[2] ?? '');
        }
        return 0;
      case 'unset':
        for (const arg of args) {
          this.variables.delete(arg);
          this.functions.delete(arg);
        }
        return 0;
      case 'set':
        return 0;
      case 'shift':
        this.args = this.args.slice(levels);
        return 0;
      case 'read':
        return this.read(
          args.filter((arg) => !arg.startsWith('-')),
          input,
        );
      default:
        return undefined;
    }
  }

  private read(names: readonly string[], input: Input | undefined): number {
    const wanted = names.length > 0 ? names : ['REPLY'];
    const text = input?.text ?? '';
    if (!input || text === '') {
      for (const name of wanted) this.variables.set(name, '');
      return 1;
    }
    const end = text.indexOf('\n');
    input.text = end < 0 ? '' : text.slice(end + 1);
    let rest = (end < 0 ? text : text.slice(0, end)).trim();
    for (const [index, name] of wanted.entries()) {
      const last = index === wanted.length - 1;
      const [, first = '', others = ''] = last ? [rest, rest, ''] : (/^(\S*)\s*(.*)$/s.exec(rest) ?? []);
      this.variables.set(name, first);
      rest = others;
    }
    return 0;
  }
}

export function restore<T>(map: Map<string, T>, before: ReadonlyMap<string, T>): void {
  map.clear();
  for (const [key, value] of before) map.set(key, value);
}

export function putBack(map: Map<string, string>, key: string, before: ReadonlyMap<string, string>): void {
  const value = before.get(key);
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
