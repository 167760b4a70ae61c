/** The text that is being read, in lines, and what has been found in it so far. */
import { compareText, type TextRange } from '../base';
import type { Acl, Content, Direction, Item, Leftover, Recognised } from './items';

/** A line without its end. */
export interface Line extends TextRange {
  readonly text: string;
}

/** What a text says about its next lines. */
export interface Setting {
  /** The switch or port group whose list is printed. */
  entity: string | null;
  /** The table whose rows are printed. */
  table: string | null;
}

/** Characters of a leftover that are quoted. */
const QUOTED = 60;

export class Source {
  readonly lines: readonly Line[];
  readonly setting: Setting = { entity: null, table: null };
  /**
   * Characters that readers of many lines may still look at in vain. Each such
   * attempt pays from it, so that no text takes more than a few times its length.
   */
  patience: number;
  private readonly items: Item[] = [];
  private readonly left: Leftover[] = [];
  /** Rows by their UUID, for what is named by UUID elsewhere in the same text. */
  private readonly names = new Map<string, string>();
  private readonly owners = new Map<string, string>();
  private readonly uuids = new Map<Acl, string>();

  constructor(readonly text: string) {
    this.patience = 4 * text.length + 1000;
    this.lines = linesOf(text);
  }

  add(place: TextRange, content: Content): void {
    this.items.push({ ...content, place: { start: place.start, end: place.end } });
  }

  addAcl(place: TextRange, acl: Acl, uuid?: string): void {
    if (uuid !== undefined) this.uuids.set(acl, uuid);
    this.add(place, { kind: 'acl', acl });
  }

  leave(place: TextRange, reason: string): void {
    let { start, end } = place;
    while (start < end && isBlank(this.text.charCodeAt(start))) start++;
    while (end > start && isBlank(this.text.charCodeAt(end - 1))) end--;
    const whole = this.text.slice(start, Math.min(end, start + QUOTED * 2));
    const text = whole.length > QUOTED ? `${whole.slice(0, QUOTED - 1)}…` : whole;
    this.left.push({ place: { start, end }, text, reason });
  }

  /** A row with this UUID has a name. */
  learnName(uuid: string, name: string): void {
    this.names.set(uuid, name);
  }

  /** The ACL with this UUID belongs to a switch or a port group. */
  learnOwner(acl: string, owner: string): void {
    this.owners.set(acl, owner);
  }

  finish(): Recognised {
    const items = this.items.map((item) => this.resolved(item)).sort(byPlace);
    return { items, left: apart(this.left.sort(byPlace)) };
  }

  /** With names for UUIDs where the text has them. */
  private resolved(item: Item): Item {
    if (item.kind === 'acl' && item.acl.entity === null) {
      const entity = this.owners.get(this.uuids.get(item.acl) ?? '');
      return entity === undefined ? item : { ...item, acl: { ...item.acl, entity } };
    }
    if (item.kind !== 'port-group' || !item.ports.some(isUuidText)) return item;
    const ports = item.ports.flatMap((port) => (isUuidText(port) ? [this.names.get(port) ?? ''] : [port]));
    const unknown = ports.filter((port) => port === '').length;
    if (unknown > 0)
      this.leave(
        item.place,
        `${unknown} of the ports of ${item.name} ${unknown === 1 ? 'is' : 'are'} known by UUID only: paste the list of Logical_Switch_Port too, or Port_Group of the southbound database.`,
      );
    return { ...item, ports: ports.filter((port) => port !== '') };
  }
}

function isUuidText(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

/** As ovn-nbctl reads it: the beginning is enough. */
export function readDirection(text: string): Direction | undefined {
  if (text !== '' && 'from-lport'.startsWith(text)) return 'from-lport';
  return text !== '' && 'to-lport'.startsWith(text) ? 'to-lport' : undefined;
}

export const ACL_ACTIONS: ReadonlySet<string> = new Set([
  'allow',
  'allow-related',
  'allow-stateless',
  'drop',
  'reject',
  'pass',
]);

/** What is wrong with the parts of an ACL, in one sentence; undefined when nothing is. */
export function wrongAcl(direction: string, priority: string, action: string): string | undefined {
  if (readDirection(direction) === undefined)
    return `The direction is from-lport or to-lport, and not ${quote(direction)}.`;
  if (!/^\d{1,5}$/.test(priority) || Number(priority) > 32767)
    return `A priority is a number from 0 to 32767, and not ${quote(priority)}.`;
  return ACL_ACTIONS.has(action)
    ? undefined
    : `The action is ${[...ACL_ACTIONS].join(', ')}, and not ${quote(action)}.`;
}

export function quote(text: string): string {
  return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``;
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** Lines end with \n or \r\n; the last may have no end. */
function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const inner = end > start && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
    lines.push({ start, end: inner, text: text.slice(start, inner) });
    start = end + 1;
  }
  return lines;
}

function byPlace(a: { readonly place: TextRange }, b: { readonly place: TextRange }): number {
  return a.place.start - b.place.start || b.place.end - a.place.end;
}

/** What lies inside another leftover is said by it. */
function apart(sorted: readonly Leftover[]): readonly Leftover[] {
  const kept: Leftover[] = [];
  for (const next of sorted) {
    const last = kept.at(-1);
    if (last === undefined || next.place.start >= last.place.end) kept.push(next);
    else if (compareText(last.reason, next.reason) !== 0 && next.place.end > last.place.end)
      kept.push({ ...next, place: { start: last.place.end, end: next.place.end } });
  }
  return kept;
}
