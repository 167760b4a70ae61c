/**
 * `ovn conformance commands`: sessions of commands against what the real tools
 * printed, with which status. A session starts on one machine, hv1, whose chassis
 * is called hv1 and which has br-int.
 *
 * `<uuidN>` stands for any UUID, each for another one throughout a session, and
 * `<time>` for a time stamp. Where the real tools print rows in the order of a hash
 * of their random UUIDs, lines may come in any order.
 */
import { runCommand, runOnHost, type CommandResult } from '../../engine/commands';
import { Deployment, releaseById, toolHostOf } from '../../engine/releases';

interface RecordedStep {
  readonly command: string;
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RecordedSession {
  readonly release: string;
  readonly session: string;
  readonly steps: readonly RecordedStep[];
}

/** Compares each session, and prints the steps that differ. */
export function conformCommands(
  lines: readonly string[],
  print: (line: string) => void,
): { passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const session = readSession(line);
    const differences = replay(session);
    if (differences.length === 0) passed++;
    else {
      failed++;
      print(`${session.release} ${session.session}:\n${differences.join('\n')}`);
    }
  }
  return { passed, failed };
}

/** Runs commands one after the other. */
type Terminal = (command: string) => CommandResult;

/** Where only the tools were recorded, databases and ovn-northd behind them; else a deployment. */
function terminal(name: string): Terminal {
  const host = toolHostOf(name);
  if (host !== undefined) return (command) => runOnHost(host, undefined, command);
  const release = releaseById(name);
  if (release === undefined) throw new Error(`There is no release ${name}.`);
  const deployment = new Deployment({ release, seed: 1 });
  deployment.addMachine('hv1', { systemId: 'hv1', encapType: 'geneve', encapIp: '127.0.0.1', bridge: true });
  deployment.settle();
  return (command) => runCommand(deployment, 'hv1', command);
}

function replay(session: RecordedSession): string[] {
  const run = terminal(session.release);
  let bindings: readonly Bindings[] = [NO_BINDINGS];
  const differences: string[] = [];
  for (const step of session.steps) {
    const result = run(step.command);
    const stderr = result.stderr.replaceAll(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\|/gm, '<time>|');
    const said = compareTexts(step.command, step.stdout, result.stdout, bindings);
    const next = compareTexts('', step.stderr, stderr, said);
    if (result.status === step.status && next.length > 0) {
      bindings = next;
      continue;
    }
    differences.push(`  $ ${step.command}\n${say('recorded', step)}${say('ours', { ...result, stderr })}`);
  }
  return differences;
}

function say(whose: string, { status, stdout, stderr }: Omit<RecordedStep, 'command'>): string {
  const text = (stream: string) => stream.replaceAll(/^/gm, '      ').trimEnd();
  return `    ${whose}: status ${status}\n${stdout === '' ? '' : `${text(stdout)}\n`}${stderr === '' ? '' : `${text(stderr)}\n`}`;
}

/** Which UUID of ours each recorded one is. */
type Bindings = ReadonlyMap<string, string>;

const NO_BINDINGS: Bindings = new Map();

/** By program: its commands whose lines, or blocks of lines, come in the order of hashed UUIDs, at least where names are the same. */
const HASHED: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'ovn-nbctl',
    [
      'lswitch-list',
      'lport-list',
      'show',
      'list',
      'find',
      'ls-list',
      'lr-list',
      'lb-list',
      'ls-lb-list',
      'lr-lb-list',
      'lr-nat-list',
      'fwd-group-list',
      'ha-chassis-group-list',
      'dhcp-options-list',
    ],
  ],
  ['ovn-sbctl', ['show', 'list', 'find', 'lflow-list', 'dump-flows']],
  ['ovs-vsctl', ['show', 'list', 'find']],
  ['ovsdb-client', ['dump', 'monitor']],
]);

function printsByHash(call: string): boolean {
  const [program = '', ...words] = call.split(' ');
  const names = HASHED.get(program) ?? [];
  const commands = words
    .join(' ')
    .split(/(?:^| )-- /)
    .map((command) => command.split(' ').find((word) => !word.startsWith('-')));
  return commands.some((name) => name !== undefined && names.includes(name));
}

/** At most so many ways of pairing UUIDs are followed; sessions are short, so this is never met. */
const MOST_WAYS = 5000;

/** The ways in which UUIDs can be paired so that our text is the recorded one; none when it is not. */
function compareTexts(command: string, theirs: string, ours: string, ways: readonly Bindings[]): readonly Bindings[] {
  const recorded = theirs.split('\n');
  const lines = ours.split('\n');
  if (recorded.length !== lines.length) return [];
  const found: Bindings[] = [];
  for (const bindings of ways) {
    if (printsByHash(command)) matchUnordered(recorded, lines, bindings, found);
    else matchOrdered(recorded, lines, bindings, found);
  }
  const distinct = new Map(
    found.map((bindings) => [JSON.stringify([...bindings].sort(([a], [b]) => (a < b ? -1 : 1))), bindings]),
  );
  return [...distinct.values()];
}

function matchOrdered(
  recorded: readonly string[],
  ours: readonly string[],
  bindings: Bindings,
  found: Bindings[],
): void {
  let current: Bindings | undefined = bindings;
  recorded.forEach((line, at) => {
    current &&= matchLine(line, ours[at] ?? '', current);
  });
  if (current) found.push(current);
}

/** Takes the recorded lines in turn and tries each of ours that is left. */
function matchUnordered(
  recorded: readonly string[],
  ours: readonly string[],
  bindings: Bindings,
  found: Bindings[],
): void {
  const [line, ...rest] = recorded;
  if (line === undefined) {
    found.push(bindings);
    return;
  }
  const tried = new Set<string>();
  for (const [at, candidate] of ours.entries()) {
    if (tried.has(candidate) || found.length > MOST_WAYS) continue;
    tried.add(candidate);
    const next = matchLine(line, candidate, bindings);
    if (next) matchUnordered(rest, [...ours.slice(0, at), ...ours.slice(at + 1)], next, found);
  }
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The bindings with those that make `ours` the recorded line; undefined when nothing does. */
function matchLine(recorded: string, ours: string, bindings: Bindings): Bindings | undefined {
  const names = recorded.match(/<uuid\d+>/g) ?? [];
  const uuids = ours.match(UUID) ?? [];
  if (names.length !== uuids.length || recorded.replaceAll(/<uuid\d+>/g, '<>') !== ours.replaceAll(UUID, '<>'))
    return undefined;
  const next = new Map(bindings);
  for (const [at, name] of names.entries()) {
    const uuid = uuids[at] ?? '';
    const known = next.get(name);
    if (known === undefined && ![...next.values()].includes(uuid)) next.set(name, uuid);
    else if (known !== uuid) return undefined;
  }
  return next;
}

function readSession(line: string): RecordedSession {
  const json: unknown = JSON.parse(line);
  const steps = member(json, 'steps');
  if (!Array.isArray(steps)) throw new Error('A session has no steps.');
  return {
    release: text(json, 'release'),
    session: text(json, 'session'),
    steps: steps.map((step: unknown) => ({
      command: text(step, 'command'),
      status: Number(member(step, 'status')),
      stdout: text(step, 'stdout'),
      stderr: text(step, 'stderr'),
    })),
  };
}

function text(json: unknown, name: string): string {
  const value = member(json, name);
  if (typeof value !== 'string') throw new Error(`A recorded case has no ${name}.`);
  return value;
}

function member(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null
    ? Object.entries(json).find(([key]) => key === name)?.[1]
    : undefined;
}
