/** Calls of the engine in a person's words: for the notice that names a culprit, and for reports. */
import { CALLS } from './action-log';
import type { Call } from './wire';
import { isRecord } from './wire';

/** Calls that change something, though not all of it is logged; everything else only asks. */
const ACTING: ReadonlySet<string> = new Set([
  ...Object.values(CALLS).flat(),
  ...['open', 'openKept', 'openState', 'bringBack', 'trace', 'sendTraffic'],
]);

/** Words for calls whose arguments say nothing to a person. */
const PLAIN: Readonly<Record<string, string>> = {
  undo: 'Undo',
  redo: 'Redo',
  goTo: 'going to another moment',
  switchBranch: 'changing the branch',
  step: 'one step of the control plane',
  settle: 'settling',
  setStepping: 'stepping on or off',
  setDaemon: 'a change of a daemon',
  setCutOff: 'cutting a hypervisor off or connecting it',
  trace: 'sending a packet',
  explain: 'tracing a packet',
  sendTraffic: 'a script of packets',
  rename: 'a new name',
  setPackets: 'a change of the packets',
  setChecks: 'a change of the checks',
  runChecks: 'a suite of checks',
  makeTask: 'making a task',
  beginTask: 'the beginning of a task',
  gradeTask: 'grading a task',
  answerTask: 'an answer to a task',
  galleryPicture: 'a picture of the gallery',
  setPositions: 'moving something on the graph',
  document: 'writing the scenario as a file',
  link: 'making a link',
  openKept: 'opening what was kept',
  openState: 'opening what was kept',
  bringBack: 'bringing back an earlier state',
  keptDocument: 'writing a scenario as a file',
  compareKept: 'comparing two scenarios',
  complete: 'completing a command',
  namesHere: 'listing what things are called',
  reachabilityRows: 'the table of who reaches whom',
  whatIf: 'a supposition',
};

const LONGEST = 120;

export function isActing(name: string): boolean {
  return ACTING.has(name);
}

export function wordsOf({ name, args }: Call): string {
  const [first] = args;
  if (name === 'run' && typeof first === 'string') return shortened(first.trim());
  if (name === 'runScript' && Array.isArray(first)) return script(first);
  // What was typed is read before it is run: to a person that is one thing.
  if (name === 'readTyped' && typeof first === 'string') return script(first.split('\n'));
  if (name === 'perform' && isRecord(first)) return `a drawn change (${kindOf(first)})`;
  if (name === 'performAll' && Array.isArray(first)) return `a drawn change (${first.map(kindOf).join(', ')})`;
  if (name === 'open' && isRecord(first)) return `opening ${OPENED[kindOf(first)] ?? 'a scenario'}`;
  return PLAIN[name] ?? name;
}

const OPENED: Readonly<Record<string, string>> = { link: 'a link', document: 'a file', gallery: 'a scenario' };

function script(lines: readonly unknown[]): string {
  return lines.length === 1 && typeof lines[0] === 'string'
    ? shortened(lines[0].trim())
    : `a script of ${lines.length} lines`;
}

function kindOf(value: unknown): string {
  return isRecord(value) && typeof value.kind === 'string' ? value.kind : '?';
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
