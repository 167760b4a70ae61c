/**
 * The acting calls of a session as plain data. The engine is deterministic, so that
 * a document and the actions after it are a state; with each action stands where it
 * led, so that a replay that goes otherwise is noticed.
 */
import type { Edit } from '../../engine/network';
import type { Environment } from '../../engine/commands';
import type { DaemonStatus, EngineApi, PacketSpec, ScenarioInfo } from './protocol';

/** `events` is how many events there were when settling was stopped before its end. */
export type LoggedAction =
  | { readonly kind: 'run'; readonly line: string; readonly machine: string }
  | {
      readonly kind: 'script';
      readonly lines: readonly string[];
      readonly machine: string;
      /** What was set before, where something was. */
      readonly environment?: Environment;
      /** How many programs were run, where it was stopped after them. */
      readonly programs?: number;
      /** The numbers of the programs that met a mistake of ours: they did nothing. */
      readonly mistaken?: readonly number[];
    }
  | { readonly kind: 'perform'; readonly edits: readonly Edit[] }
  /** Of the last act, whatever it was. */
  | { readonly kind: 'takeBack' }
  | { readonly kind: 'doAgain' }
  /** In logs of older programs: of the last command only. */
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'goTo'; readonly position: number }
  | { readonly kind: 'switchBranch'; readonly branch: string }
  | { readonly kind: 'step' }
  | { readonly kind: 'settle'; readonly events?: number }
  | { readonly kind: 'setStepping'; readonly manual: boolean; readonly events?: number }
  | {
      readonly kind: 'setDaemon';
      readonly name: string;
      readonly change: { readonly status?: DaemonStatus; readonly delay?: number };
      readonly events?: number;
    }
  | {
      readonly kind: 'setCutOff';
      readonly machine: string;
      readonly what: 'southbound' | 'underlay';
      readonly cut: boolean;
      readonly events?: number;
    }
  /** `copied`: it goes on as a copy under that name, which is nobody's act. */
  | { readonly kind: 'rename'; readonly name: string; readonly copied?: boolean }
  | { readonly kind: 'setPackets'; readonly packets: readonly PacketSpec[] }
  | { readonly kind: 'setChecks'; readonly text: string }
  | { readonly kind: 'setPositions'; readonly positions: ScenarioInfo['positions']; readonly words?: string };

/** What was really done, where settling was stopped after so many events. */
export function stoppedAfter(action: LoggedAction, events: number): LoggedAction {
  switch (action.kind) {
    case 'settle':
    case 'setStepping':
    case 'setDaemon':
    case 'setCutOff':
      return { ...action, events };
    default:
      return action;
  }
}

/** An action in words, for a person. */
export function wordsOf(action: LoggedAction): string {
  switch (action.kind) {
    case 'run':
      return action.line;
    case 'script':
      if (action.lines.length === 1) return action.lines[0] ?? '';
      return `${action.lines.length} lines, the first of them ${action.lines[0] ?? 'empty'}`;
    case 'perform':
      return action.edits.map(({ kind }) => kind).join(', ');
    case 'goTo':
      return `go to entry ${action.position}`;
    case 'switchBranch':
      return `switch to ${action.branch}`;
    case 'setStepping':
      return action.manual ? 'step the control plane' : 'let the control plane run';
    case 'setDaemon':
      return `set ${action.name}`;
    case 'setCutOff':
      return `${action.cut ? 'cut off' : 'reconnect'} ${action.machine}`;
    case 'rename':
      return `rename the scenario`;
    case 'setPackets':
      return 'change the packets';
    case 'setChecks':
      return 'change the checks';
    case 'setPositions':
      return 'move on the canvas';
    case 'takeBack':
      return 'undo';
    case 'doAgain':
      return 'redo';
    case 'undo':
    case 'redo':
    case 'step':
    case 'settle':
      return action.kind;
  }
}

/** The calls that do each kind of action. */
export const CALLS = {
  run: ['run'],
  script: ['runScript'],
  perform: ['perform', 'performAll'],
  takeBack: ['undo'],
  doAgain: ['redo'],
  undo: [],
  redo: [],
  goTo: ['goTo'],
  switchBranch: ['switchBranch'],
  step: ['step'],
  settle: ['settle'],
  setStepping: ['setStepping'],
  setDaemon: ['setDaemon'],
  setCutOff: ['setCutOff'],
  rename: ['rename'],
  setPackets: ['setPackets'],
  setChecks: ['setChecks'],
  setPositions: ['setPositions'],
} as const satisfies Record<LoggedAction['kind'], readonly (keyof EngineApi)[]>;

/** An action as it was logged; undefined for one of another program that this one does not know. */
export function readAction(text: string): LoggedAction | undefined {
  try {
    const action: unknown = JSON.parse(text);
    return isAction(action) ? action : undefined;
  } catch {
    return undefined;
  }
}

/** Logs are our own writing: what else is wrong with one shows when it is done. */
function isAction(value: unknown): value is LoggedAction {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    Object.hasOwn(CALLS, value.kind)
  );
}
