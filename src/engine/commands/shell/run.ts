/**
 * Runs what was parsed. A run pauses after every program and every line, so that whoever runs it may tell how
 * far it is and end it there. Loops, output and depth have budgets: a script that never ends is ended, and says so.
 */
import type { ProgramResult } from '../host';
import { BUILTINS } from './builtins';
import type { Environment } from './environment';
import { Ended, expandText, expandWords, numberOf, type Scope, type Steps } from './expand';
import { parseShell } from './parser';
import { planned, plannedIn } from './planned';
import { pointAt } from './point-at';
import { putBack, restore, ShellState, type Input } from './state';
import type { AndOr, Command, CompleteCommand, Pipeline, Redirect, Script } from './syntax';

/** Rounds of loops and programs of one script. */
export const MOST_ROUNDS = 10_000;
/** Characters that one script may print. */
export const MOST_OUTPUT = 2_000_000;
const DEEPEST_CALL = 60;

export interface ShellHost {
  /** Runs a program as if typed on `machine`. `piped` is what is in front of its `|`. */
  readonly run: (
    machine: string | undefined,
    argv: readonly [string, ...string[]],
    input: { readonly text: string; readonly piped: boolean } | undefined,
  ) => ProgramResult;
  /** What is set from the start and cannot be kept, e.g. `sandbox`. */
  readonly preset: Readonly<Record<string, string>>;
}

/** What came of a line, or of a loop over several lines. */
export interface LineOutcome extends ProgramResult {
  /** The line as it was typed. */
  readonly line: string;
  /** Where it ran. */
  readonly on: string | undefined;
}

/** What a line has printed so far; what goes to stderr is known when it ends, since a redirection may still take it. */
export interface LineUnderWay {
  readonly line: string;
  readonly on: string | undefined;
  readonly stdout: string;
}

interface Streams {
  /** Undefined: nothing stands before it. */
  readonly input: Input | undefined;
  readonly piped: boolean;
  readonly out: { text: string };
}

export class ShellRun extends ShellState {
  readonly lines: LineOutcome[] = [];
  /** Programs that were run, and how many there will be as far as is known. */
  done = 0;
  total: number;
  private readonly bodies = new Map<string, Command>();
  private rounds = 0;
  private printed = 0;
  private calls = 0;
  private errors = '';
  private notes: string[] = [];
  private follow: ProgramResult['follow'];
  private sent: ProgramResult['sent'];
  private current: LineUnderWay | undefined;

  constructor(
    private readonly text: string,
    private readonly script: Script,
    private readonly host: ShellHost,
    machine: string | undefined,
    environment: Environment,
  ) {
    super(machine, environment, host.preset);
    this.total = plannedIn(script);
  }

  /** Between two pauses: the line that has not ended yet, with what it has printed for good. */
  get underWay(): LineUnderWay | undefined {
    return this.current;
  }

  /** Runs line after line; whoever stops in the middle finds in `lines` what was printed until then. */
  *run(): Steps<void> {
    for (const command of this.script) {
      const over = yield* this.line(command);
      yield;
      if (over) return;
    }
  }

  private *line({ list, range }: CompleteCommand): Steps<boolean> {
    const on = this.machine;
    const out = { text: '' };
    const text = this.text.slice(range.start, range.end).trimEnd();
    let [ended, finished] = [false, false];
    this.current = {
      line: text,
      on,
      get stdout() {
        return out.text;
      },
    };
    this.errors = '';
    this.notes = [];
    this.follow = undefined;
    this.sent = undefined;
    try {
      yield* this.list(list, { input: undefined, piped: false, out });
      finished = true;
    } catch (thrown) {
      if (!(thrown instanceof Ended)) throw thrown;
      finished = true;
      ended = thrown.all;
      this.status = 2;
      this.errors += pointAt(this.text, thrown.range ?? range, thrown.message);
      if (thrown.hint !== undefined) this.notes.push(thrown.hint);
    } finally {
      const moved = this.machine !== on && this.machine !== undefined;
      this.current = undefined;
      this.lines.push({
        line: text,
        on,
        status: finished ? this.status : 130,
        stdout: out.text,
        stderr: this.errors,
        ...(this.notes.length > 0 ? { notes: [...new Set(this.notes)] } : {}),
        ...(moved && this.machine !== undefined ? { machine: this.machine } : {}),
        ...(this.follow ? { follow: this.follow } : {}),
        ...(this.sent ? { sent: this.sent } : {}),
      });
    }
    const exits = this.jump?.kind === 'exit';
    this.jump = undefined;
    return ended || exits;
  }

  private *list(list: readonly AndOr[], streams: Streams): Steps<void> {
    for (const { first, rest } of list) {
      yield* this.pipeline(first, streams);
      for (const { operator, pipeline } of rest) {
        if (this.jump) return;
        if ((operator === '&&') === (this.status === 0)) yield* this.pipeline(pipeline, streams);
      }
      if (this.jump) return;
    }
  }

  private *pipeline({ negated, commands }: Pipeline, streams: Streams): Steps<void> {
    let { input, piped } = streams;
    for (const [index, command] of commands.entries()) {
      const last = index === commands.length - 1;
      const out = last ? streams.out : { text: '' };
      yield* this.command(command, { input, piped, out });
      if (last) break;
      if (this.follow) this.notes.push('A filtered monitor shows only what is there now.');
      this.follow = undefined;
      input = { text: out.text };
      piped = true;
    }
    if (negated) this.status = this.status === 0 ? 1 : 0;
  }

  private *command(command: Command, streams: Streams): Steps<void> {
    if (command.redirects.length === 0) {
      yield* this.body(command, streams);
      return;
    }
    const { out } = streams;
    const errorsBefore = this.errors;
    this.errors = '';
    let { input } = streams;
    for (const redirect of command.redirects) {
      const text = yield* this.inputOf(redirect);
      if (text === undefined) continue;
      input = { text };
    }
    const inner = { text: '' };
    try {
      yield* this.body(command, { input, piped: streams.piped && input === streams.input, out: inner });
    } finally {
      let [stdout, stderr] = [inner.text, this.errors];
      // From right to left, as `>/dev/null 2>&1` throws both away.
      for (const redirect of command.redirects.toReversed()) {
        if (redirect.kind === 'merge' && redirect.to === 'stdout') [stdout, stderr] = [stdout + stderr, ''];
        else if (redirect.kind === 'merge') [stdout, stderr] = ['', stderr + stdout];
        else if (redirect.kind === 'discard') {
          if (redirect.stdout) stdout = '';
          if (redirect.stderr) stderr = '';
        }
      }
      out.text += stdout;
      this.errors = errorsBefore + stderr;
    }
  }

  private *inputOf(redirect: Redirect): Steps<string | undefined> {
    if (redirect.kind === 'here') return yield* expandText(redirect.body, this.scope);
    if (redirect.kind === 'here-string') return `${yield* expandText(redirect.word.parts, this.scope)}\n`;
    return redirect.kind === 'no-input' ? '' : undefined;
  }

  private *body(command: Command, given: Streams): Steps<void> {
    const { body, range } = command;
    // Behind a pipe stands the loop, not the programs in it.
    const streams = { ...given, piped: false };
    switch (body.kind) {
      case 'simple': {
        yield* this.simple(command, given);
        return;
      }
      case 'if': {
        for (const branch of body.branches) {
          yield* this.list(branch.condition, streams);
          if (this.jump) return;
          if (this.status !== 0) continue;
          yield* this.list(branch.body, streams);
          return;
        }
        this.status = 0;
        yield* this.list(body.otherwise, streams);
        return;
      }
      case 'for': {
        const words = body.words === undefined ? this.args : yield* expandWords(body.words, this.scope);
        this.total += (words.length - 1) * planned(body.body);
        this.status = 0;
        for (const word of words) {
          this.round(command);
          this.variables.set(body.name, word);
          yield* this.list(body.body, streams);
          if (this.leavesLoop()) return;
        }
        return;
      }
      case 'count': {
        yield* numberOf(body.start, range, this.scope);
        this.status = 0;
        for (let first = true; ; first = false) {
          const empty = body.condition.every((part) => part.kind === 'text' && part.text.trim() === '');
          if (!empty && (yield* numberOf(body.condition, range, this.scope)) === 0n) return;
          this.round(command);
          if (!first) this.total += planned(body.body);
          yield* this.list(body.body, streams);
          if (this.leavesLoop()) return;
          yield* numberOf(body.step, range, this.scope);
        }
      }
      case 'while': {
        let status = 0;
        for (let first = true; ; first = false) {
          this.round(command);
          yield* this.list(body.condition, streams);
          if (this.jump) {
            if (this.leavesLoop()) return;
            continue;
          }
          if ((this.status === 0) === body.until) break;
          if (!first) this.total += planned(body.body) + planned(body.condition);
          yield* this.list(body.body, streams);
          status = this.status;
          if (this.leavesLoop()) return;
        }
        this.status = status;
        return;
      }
      case 'group': {
        if (body.subshell) yield* this.apart(() => this.list(body.body, streams));
        else yield* this.list(body.body, streams);
        return;
      }
      case 'arithmetic':
        this.status = (yield* numberOf(body.parts, range, this.scope)) === 0n ? 1 : 0;
        return;
      case 'function':
        this.functions.set(body.name, body.source);
        this.bodies.set(body.name, body.body);
        this.status = 0;
    }
  }

  /** A round of a loop, or a program: they are counted together. */
  private round(command: Command): void {
    this.rounds += 1;
    if (this.rounds > MOST_ROUNDS)
      throw new Ended(`ended after ${MOST_ROUNDS} rounds and programs`, firstLine(this.text, command), true);
  }

  /** After a loop's body: whether the loop ends. */
  private leavesLoop(): boolean {
    const { jump } = this;
    if (!jump) return false;
    if (jump.kind === 'return' || jump.kind === 'exit') return true;
    if (jump.levels > 1) {
      jump.levels -= 1;
      return true;
    }
    this.jump = undefined;
    return jump.kind === 'break';
  }

  /** A subshell: what is set in it is forgotten after it. */
  private *apart(work: () => Steps<void>): Steps<void> {
    const { machine, args } = this;
    const [variables, functions] = [new Map(this.variables), new Map(this.functions)];
    yield* work();
    if (this.jump?.kind === 'exit') this.jump = undefined;
    this.machine = machine;
    this.args = args;
    restore(this.variables, variables);
    restore(this.functions, functions);
    this.bodies.clear();
  }

  private *simple(command: Command, streams: Streams): Steps<void> {
    const { body } = command;
    if (body.kind !== 'simple') return;
    this.round(command);
    if (body.words.length === 0) this.status = 0;
    const assigned: [string, string][] = [];
    const before = new Map(this.variables);
    for (const { name, value } of body.assignments) {
      const text = yield* expandText(value.parts, this.scope);
      assigned.push([name, text]);
      this.variables.set(name, text);
    }
    const [name, ...args] = yield* expandWords(body.words, this.scope);
    if (name === undefined) {
      yield* this.ran();
      return;
    }
    yield* this.invoke(command, name, args, streams);
    if (assigned.length > 0) for (const [variable] of assigned) putBack(this.variables, variable, before);
    yield* this.ran();
  }

  private *ran(): Steps<void> {
    this.done += 1;
    this.total = Math.max(this.total, this.done);
    yield;
  }

  private *invoke(command: Command, name: string, args: readonly string[], streams: Streams): Steps<void> {
    if (this.functions.has(name)) {
      yield* this.call(command, name, args, streams);
      return;
    }
    const own = this.ownWord(name, args, streams.input);
    if (own !== undefined) {
      this.status = own;
      return;
    }
    const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
    if (builtin) {
      this.take(builtin.run(args), streams);
      return;
    }
    const { input, piped } = streams;
    this.take(this.host.run(this.machine, [name, ...args], input && { text: input.text, piped }), streams);
  }

  /** Prints what a program printed, within the budget. */
  private take(result: ProgramResult, { out }: Streams): void {
    this.status = result.status;
    this.machine = result.machine ?? this.machine;
    this.follow = result.follow;
    this.sent = result.sent ?? this.sent;
    if (result.notes) this.notes.push(...result.notes);
    this.printed += result.stdout.length + result.stderr.length;
    if (this.printed > MOST_OUTPUT)
      throw new Ended(`ended because it printed more than ${MOST_OUTPUT} characters`, undefined, true);
    out.text += result.stdout;
    this.errors += result.stderr;
  }

  private *call(command: Command, name: string, args: readonly string[], streams: Streams): Steps<void> {
    const body = this.bodyOf(name);
    if (!body) throw new Ended(`the function ${name} cannot be read`, command.range, false);
    this.calls += 1;
    if (this.calls > DEEPEST_CALL)
      throw new Ended(`functions call each other more than ${DEEPEST_CALL} deep`, command.range, true);
    const outer = this.args;
    this.args = args;
    yield* this.command(body, { ...streams, piped: false });
    this.args = outer;
    this.calls -= 1;
    if (this.jump?.kind === 'return') this.jump = undefined;
  }

  private bodyOf(name: string): Command | undefined {
    const known = this.bodies.get(name);
    if (known) return known;
    const parsed = parseShell(this.functions.get(name) ?? '');
    const body = parsed.ok ? parsed.value[0]?.list[0]?.first.commands[0] : undefined;
    if (body) this.bodies.set(name, body);
    return body;
  }

  private readonly scope: Scope = {
    get: (name) => this.get(name),
    set: (name, value) => void this.variables.set(name, value),
    names: () => [...new Set([...Object.keys(this.host.preset), ...this.variables.keys()])],
    arguments: () => this.args,
    output: (body) => this.output(body),
  };

  private *output(body: readonly AndOr[]): Steps<string> {
    const out = { text: '' };
    this.total += planned(body);
    yield* this.apart(() => this.list(body, { input: undefined, piped: false, out }));
    this.follow = undefined;
    return out.text;
  }
}

/** The first line of a command, as the place of an error that concerns all of it. */
function firstLine(text: string, { range }: Command) {
  const end = text.indexOf('\n', range.start);
  return { start: range.start, end: end < 0 ? range.end : Math.min(end, range.end) };
}
