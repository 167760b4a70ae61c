/**
 * What each logged action does, as work in pieces: the same code for a person's act
 * and for its replay. What an action does depends on the deployment and the action alone.
 */
import { exhaustive } from '../../engine/base';
import type { Work } from '../../engine/base';
import { deploymentHost, NOTHING_SET, performEdits, runCommand, startScript } from '../../engine/commands';
import type { Around, ProgramResult } from '../../engine/commands';
import { sensiblePositions } from '../../engine/scenario';
import type { LoggedAction } from './action-log';
import type { Open } from './open-scenario';
import type { Printing } from './printing';
import type { CommandResult, EditOutcome, ScriptResult } from './protocol';

/** Answers for a program, by its number in the script, that met a mistake of ours. */
type ProgramFailed = (index: number, argv: readonly string[], thrown: unknown) => ProgramResult;

/** Asked between the pieces of what may end before its end. */
export type Stopped = () => boolean;

type Of<Kind extends LoggedAction['kind']> = Extract<LoggedAction, { readonly kind: Kind }>;

export function runLine(open: Open, line: string, machine: string): CommandResult {
  const { deployment } = open;
  const on = deployment.machines.has(machine) ? machine : deployment.machines.keys().next().value;
  const result = runCommand(deployment, on, line);
  open.following = result.follow ?? open.following;
  if (result.sent) open.builder.noteTrace(result.sent);
  return {
    status: result.status,
    stdout: result.stdout,
    stderr: result.stderr,
    notes: result.notes ?? [],
    machine: result.machine ?? on ?? machine,
    following: result.follow !== undefined,
  };
}

/**
 * All lines as one user action, one after the other as a shell does, also after one
 * that fails. `failed` answers for a program that met a mistake of ours; it alone is taken
 * back. Without it the exception goes on.
 */
export function* runLines(
  open: Open,
  { lines, machine, environment = NOTHING_SET, programs = Infinity, mistaken = [] }: Of<'script'>,
  stopped: Stopped,
  failed?: ProgramFailed,
  printed: (run: Printing) => void = () => undefined,
): Work<ScriptResult> {
  const { deployment } = open;
  const exists = (name: string | undefined) => name !== undefined && deployment.machines.has(name);
  const first = () => deployment.machines.keys().next().value;
  let number = 0;
  const around: Around = (program, argv) => {
    const index = number;
    number += 1;
    if (mistaken.includes(index)) return FAILED;
    return failed === undefined ? program() : guarded(open, program, (thrown) => failed(index, argv, thrown));
  };
  const started = startScript(
    deploymentHost(deployment),
    exists(machine) ? machine : first(),
    lines.join('\n'),
    environment,
    around,
  );
  const result = (outcome: ProgramResult, on: string | undefined): CommandResult => ({
    status: outcome.status,
    stdout: outcome.stdout,
    stderr: outcome.stderr,
    notes: outcome.notes ?? [],
    machine: outcome.machine ?? on ?? machine,
    following: outcome.follow !== undefined,
  });
  if (!started.ok) {
    const results = [result(started.error, machine)];
    return {
      lines: [lines.join('\n')],
      results,
      done: 0,
      total: 0,
      stopped: false,
      machine,
      environment,
      sent: null,
      problem: null,
    };
  }
  const shell = started.value;
  const work = shell.run();
  let ended = false;
  deployment.beginAction();
  try {
    for (;;) {
      if (stopped() || shell.done >= programs) break;
      ended = work.next().done === true;
      if (ended) break;
      printed(shell);
      yield { what: 'commands', done: shell.done, total: shell.total };
    }
  } finally {
    deployment.endAction();
  }
  if (!ended) work.return();
  const sent = shell.lines.findLast((line) => line.sent !== undefined)?.sent ?? null;
  if (sent !== null) open.builder.noteTrace(sent);
  open.following = shell.lines.at(-1)?.follow ?? open.following;
  return {
    lines: shell.lines.map(({ line }) => line),
    results: shell.lines.map((line) => result(line, line.on)),
    done: shell.done,
    total: shell.total,
    stopped: !ended,
    machine: (exists(shell.here) ? shell.here : first()) ?? machine,
    environment: shell.environment,
    sent,
    problem: null,
  };
}

const FAILED: ProgramResult = { status: 1, stdout: '', stderr: '' };

function guarded(open: Open, program: () => ProgramResult, failed: (thrown: unknown) => ProgramResult): ProgramResult {
  const mark = open.deployment.mark();
  const { scenario, following, printed } = open;
  try {
    return program();
  } catch (thrown) {
    open.deployment.takeBack(mark);
    Object.assign(open, { scenario, following, printed });
    return failed(thrown);
  }
}

export function edit({ deployment }: Open, { edits }: Of<'perform'>): EditOutcome {
  return performEdits(deployment, edits);
}

/** Settles until nothing is left to happen, until it is stopped, or for `limit` events. */
export function* settle({ deployment }: Open, stopped: Stopped, limit?: number): Work<number> {
  const work = deployment.settling(limit);
  let events = 0;
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return events;
    // In the middle of a daemon's run is no place to stop: what it has read would be lost.
    const between = piece.value.done > events;
    events = piece.value.done;
    if (between && stopped()) return events;
    yield piece.value;
  }
}

/** Any action, as `replay` and the calls without an answer do it. */
export function* enact(open: Open, action: LoggedAction, stopped: Stopped): Work<unknown> {
  const { deployment } = open;
  switch (action.kind) {
    case 'run':
      return runLine(open, action.line, action.machine);
    case 'script':
      return yield* runLines(open, action, stopped);
    case 'perform':
      return edit(open, action);
    case 'takeBack':
      open.trail.takeBack(open);
      return undefined;
    case 'doAgain':
      open.trail.doAgain(open);
      return undefined;
    case 'undo':
      return deployment.undo();
    case 'redo':
      return deployment.redo();
    case 'goTo':
      return deployment.goTo(action.position);
    case 'switchBranch':
      return deployment.switchBranch(action.branch);
    case 'step':
      return deployment.step();
    case 'settle':
      return yield* settle(open, stopped, action.events);
    case 'setStepping':
      deployment.automatic = !action.manual;
      return action.manual ? 0 : yield* settle(open, stopped, action.events);
    case 'setDaemon':
      deployment.setDaemon(action.name, action.change);
      return deployment.automatic ? yield* settle(open, stopped, action.events) : 0;
    case 'setCutOff':
      deployment.setCutOff(action.machine, action.what, action.cut);
      return deployment.automatic ? yield* settle(open, stopped, action.events) : 0;
    case 'rename':
      return (open.scenario = { ...open.scenario, name: action.name });
    case 'setPackets':
      return (open.scenario = { ...open.scenario, packets: action.packets });
    case 'setChecks':
      return (open.scenario = { ...open.scenario, checks: action.text });
    case 'setPositions':
      return (open.scenario = { ...open.scenario, positions: sensiblePositions(Object.entries(action.positions)) });
    default:
      return exhaustive(action);
  }
}
