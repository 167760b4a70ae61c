/** When a scenario was changed, how large it is and where it came from, in words. */
import type { KeptAbout, KeptEntry } from '../../bridge';
import { counted } from '../../kit';

/** "today 14:02", "yesterday 9:10", "3 Nov 2026, 14:02"; `time` and `now` in milliseconds since 1970. */
export function when(time: number, now: number): string {
  const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(time);
  const days = dayOf(now) - dayOf(time);
  if (days === 0) return `today ${clock}`;
  if (days === 1) return `yesterday ${clock}`;
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(time);
}

/** Days since 1970 where the person is. */
function dayOf(time: number): number {
  const date = new Date(time);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

export function sizeWords({ switches, ports, machines }: KeptAbout): string {
  return [counted(switches, 'switch', 'switches'), counted(ports, 'port'), counted(machines, 'hypervisor')].join(', ');
}

/** Null where that says nothing. */
export function originWords({ origin }: Pick<KeptEntry, 'origin'>): string | null {
  const [kind = '', ...rest] = origin.split(':');
  const name = rest.join(':');
  switch (kind) {
    case 'link':
      return 'from a link';
    case 'file':
      return name === '' ? 'from a file' : `from ${name}`;
    case 'lesson':
      return 'from a lesson';
    case 'gallery':
      return name === 'empty' ? null : 'from the gallery';
    case 'copy':
      return 'a copy';
    case 'state':
      return 'from an earlier state';
    default:
      return null;
  }
}

export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function titleOf({ name }: Pick<KeptEntry, 'name'>): string {
  return name === '' ? 'without a name' : name;
}

export type Order = 'changed' | 'name' | 'size';

/** Those in whose name, release or origin every word of the filter is, in order. */
export function shownEntries(entries: readonly KeptEntry[], filter: string, order: Order): readonly KeptEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return entries
    .filter((entry) => {
      const text = `${entry.name} ${entry.release} ${originWords(entry) ?? ''}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted(ORDERS[order]);
}

const names = new Intl.Collator(undefined, { numeric: true });

const ORDERS: Readonly<Record<Order, (a: KeptEntry, b: KeptEntry) => number>> = {
  changed: (a, b) => b.changed - a.changed,
  name: (a, b) => names.compare(a.name, b.name),
  size: (a, b) => sizeOf(b) - sizeOf(a),
};

function sizeOf({ about }: KeptEntry): number {
  return about === null ? -1 : about.switches + about.ports + about.machines;
}
