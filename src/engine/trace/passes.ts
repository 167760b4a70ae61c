/** Which copy came back from connection tracking after which action, and what is said of it. */
import { CT_STATE_FLAGS, formatIpv4, formatIpv6, getField, getNumber, hasPrerequisites, type Flow } from '../openflow';
import type { Execution, Pass, Step, StepPart, TableVisit } from '../vswitch';

/**
 * By the action that handed a copy to the tracker. Copies come back in the order in which they went, those of a copy
 * that came back after all that were there before.
 */
export function passesOf({ root, passes }: Pick<Execution, 'root' | 'passes'>): ReadonlyMap<Step, Pass> {
  const found = new Map<Step, Pass>();
  const queue = Array.from(forks(root.table));
  for (const [at, pass] of passes.entries()) {
    const step = queue[at];
    if (step === undefined) break;
    found.set(step, pass);
    queue.push(...forks(pass.root.table));
  }
  return found;
}

function* forks(visit: TableVisit): Iterable<Step> {
  for (const step of visit.steps) yield* forksOfStep(step);
}

function* forksOfStep(step: Step): Iterable<Step> {
  for (const part of step.parts) yield* forksOfPart(part);
  if (step.action.type === 'ct' && step.action.table !== undefined) yield step;
}

function* forksOfPart(part: StepPart): Iterable<Step> {
  if (part.part === 'table') yield* forks(part.visit);
  else if (part.part === 'bridge') yield* forks(part.visit.table);
  else if (part.part === 'actions') for (const step of part.steps) yield* forksOfStep(step);
}

/** E.g. `Connection tracking, zone 5 (lr0, snat): a new connection; 10.0.0.11:4242 becomes 172.16.1.1:4242.` */
export function trackedSentence(
  before: Flow,
  { flow, ctState }: Pass,
  zoneName: (zone: number) => string | undefined,
): string {
  const zone = getNumber(flow, 'ct_zone');
  const user = zoneName(zone);
  const where = `Connection tracking, zone ${zone}${user === undefined ? '' : ` (${user})`}`;
  const changed = [
    becomes(addressOf(before, 'src'), addressOf(flow, 'src')),
    becomes(addressOf(before, 'dst'), addressOf(flow, 'dst')),
  ].filter((text) => text !== '');
  return `${where}: ${[stateWords(ctState), ...changed].join('; ')}.`;
}

function becomes(before: string, after: string): string {
  return before === after ? '' : `${before} becomes ${after}`;
}

/** An address with its port where the packet has one. */
export function addressOf(flow: Flow, end: 'src' | 'dst'): string {
  const six = getNumber(flow, 'eth_type') === 0x86dd;
  const address = six ? formatIpv6(getField(flow, `ipv6_${end}`)) : formatIpv4(getField(flow, `ip_${end}`));
  const hasPorts = (['tcp', 'udp', 'sctp'] as const).some((protocol) => hasPrerequisites(flow, protocol));
  if (!hasPorts) return address;
  const port = getNumber(flow, `tcp_${end}`);
  return six ? `[${address}]:${port}` : `${address}:${port}`;
}

const WORDS: Readonly<Record<(typeof CT_STATE_FLAGS)[number], string>> = {
  new: 'a new connection',
  est: 'an established connection',
  rel: 'related to a connection',
  rpl: 'in the direction of replies',
  inv: 'it can be no part of a connection',
  trk: '',
  snat: 'the source is translated',
  dnat: 'the destination is translated',
};

/** E.g. `an established connection, in the direction of replies`. */
export function stateWords(state: number): string {
  const words = CT_STATE_FLAGS.flatMap((flag, bit) =>
    (state & (1 << bit)) !== 0 && WORDS[flag] !== '' ? [WORDS[flag]] : [],
  );
  return words.length === 0 ? 'no connection' : words.join(', ');
}
