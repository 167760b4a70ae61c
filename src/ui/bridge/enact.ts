/**
 * What each logged action does, as work in pieces: the same code for a person's act
 * and for its replay. What an action does depends on the deployment and the action alone.
 */
import { exhaustive } from '../../engine/base';
import type { Work } from '../../engine/base';
import { performEdits, runCommand } from '../../engine/commands';
import { sensiblePositions } from '../../engine/scenario';
import type { LoggedAction } from './action-log';
import type { Open } from './open-scenario';
import type { CommandResult, EditOutcome, ScriptResult } from './protocol';
import type { SessionCore } from './session-core';

type Of<Kind extends LoggedAction['kind']> = Extract<LoggedAction, { readonly kind: Kind }>;

export function runLine(open: Open, line: string, machine: string): CommandResult {
  const { deployment } = open;
  const on = deployment.machines.has(machine) ? machine : deployment.machines.keys().next().value;
  const result = runCommand(deployment, on, line);
  open.following = result.follow ?? open.following;
  return {
    status: result.status,
    stdout: result.stdout,
    stderr: result.stderr,
    notes: result.notes ?? [],
    machine: result.machine ?? on ?? machine,
    following: result.follow !== undefined,
  };
}

/** All lines as one user action, one after the other as a shell does, also after one that fails. */
export function* runLines(core: SessionCore, open: Open, { lines, machine }: Of<'script'>): Work<ScriptResult> {
  const { deployment } = open;
  const results: CommandResult[] = [];
  let on = machine;
  deployment.beginAction();
  try {
    for (const line of lines) {
      if (core.stopped()) break;
      const result = runLine(open, line, on);
      on = result.machine;
      results.push(result);
      yield { what: 'commands', done: results.length, total: lines.length };
    }
  } finally {
    deployment.endAction();
  }
  return { results, total: lines.length, stopped: results.length < lines.length, machine: on, problem: null };
}

export function edit({ deployment }: Open, { edits }: Of<'perform'>): EditOutcome {
  return performEdits(deployment, edits);
}

/** Settles until nothing is left to happen, until it is stopped, or for `limit` events. */
export function* settle(core: SessionCore, { deployment }: Open, limit?: number): Work<number> {
  const work = deployment.settling(limit);
  let events = 0;
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return events;
    events = piece.value.done;
    if (core.stopped()) return events;
    yield piece.value;
  }
}

/** Any action, as `replay` and the calls without an answer do it. */
export function* enact(core: SessionCore, open: Open, action: LoggedAction): Work<unknown> {
  const { deployment } = open;
  switch (action.kind) {
    case 'run':
      return runLine(open, action.line, action.machine);
    case 'script':
      return yield* runLines(core, open, action);
    case 'perform':
      return edit(open, action);
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
      return yield* settle(core, open, action.events);
    case 'setStepping':
      core.stepping = action.manual;
      deployment.automatic = !action.manual;
      return action.manual ? 0 : yield* settle(core, open);
    case 'setDaemon':
      deployment.setDaemon(action.name, action.change);
      return core.stepping ? 0 : yield* settle(core, open);
    case 'setCutOff':
      deployment.setCutOff(action.machine, action.what, action.cut);
      return core.stepping ? 0 : yield* settle(core, open);
    case 'rename':
      return (open.scenario = { ...open.scenario, name: action.name });
    case 'setPackets':
      return (open.scenario = { ...open.scenario, packets: action.packets });
    case 'setPositions':
      return (open.scenario = { ...open.scenario, positions: sensiblePositions(Object.entries(action.positions)) });
    default:
      return exhaustive(action);
  }
}
