/** A script of packets as lines that a person reads, adds, moves and removes. Pure. */
import type { ReachabilityPort, TrafficKind, TrafficLine } from '../../bridge';

export interface ScriptLine extends TrafficLine {
  readonly id: number;
}

/** What can be added: one packet, or the four of a ping. */
export type AddedKind = TrafficKind | 'ping-exchange';

export const KIND_LABELS: Readonly<Record<AddedKind, string>> = {
  'ping-exchange': 'ARP and ping, there and back (4 lines)',
  'arp-request': 'ARP request',
  'arp-reply': 'ARP reply',
  ping: 'Ping',
  'ping-reply': 'Ping reply',
  'tcp-syn': 'TCP SYN',
  udp: 'UDP',
};

const TRAFFIC_KINDS: readonly TrafficKind[] = ['arp-request', 'arp-reply', 'ping', 'ping-reply', 'tcp-syn', 'udp'];
export const ADDED_KINDS: readonly AddedKind[] = ['ping-exchange', ...TRAFFIC_KINDS];

/** Stands for every port; no port can have this name, as names have no line breaks here. */
export const EVERYONE = '\n';

/** More would be a matrix. */
export const MOST_LINES = 400;

export function hasPort(kind: AddedKind): boolean {
  return kind === 'tcp-syn' || kind === 'udp';
}

export function kindText({ kind, port }: TrafficLine): string {
  return hasPort(kind) ? `${KIND_LABELS[kind]} to port ${port ?? 80}` : KIND_LABELS[kind];
}

/** What is wrong with a port number that was typed. */
export function portProblem(kind: AddedKind, text: string): string | null {
  if (!hasPort(kind)) return null;
  return /^\d{1,5}$/.test(text) && Number(text) <= 65535 ? null : 'A port is 0 to 65535.';
}

interface Wanted {
  readonly from: string;
  readonly to: string;
  readonly kind: AddedKind;
  readonly port: string;
}

/** The lines that are meant: everyone is each port of the same logical switch as the other end. */
export function linesOf(ports: readonly ReachabilityPort[], { from, to, kind, port }: Wanted): readonly TrafficLine[] {
  const named = (name: string) => (name === EVERYONE ? ports : ports.filter((candidate) => candidate.name === name));
  const pairs = named(from).flatMap((sender) =>
    named(to).flatMap((receiver) => {
      const meant = from !== EVERYONE && to !== EVERYONE;
      return sender !== receiver && (meant || sender.switch === receiver.switch) ? [[sender.name, receiver.name]] : [];
    }),
  );
  return pairs.flatMap(([sender = '', receiver = '']): readonly TrafficLine[] => {
    if (kind !== 'ping-exchange') {
      return [{ from: sender, to: receiver, kind, ...(hasPort(kind) ? { port: Number(port) } : {}) }];
    }
    return [
      { from: sender, to: receiver, kind: 'arp-request' },
      { from: receiver, to: sender, kind: 'arp-reply' },
      { from: sender, to: receiver, kind: 'ping' },
      { from: receiver, to: sender, kind: 'ping-reply' },
    ];
  });
}

/** With the line at `index` moved up (-1) or down (1). */
export function moved<T>(lines: readonly T[], index: number, by: -1 | 1): readonly T[] {
  const [line, other] = [lines[index], lines[index + by]];
  return line === undefined || other === undefined ? lines : lines.with(index, other).with(index + by, line);
}
