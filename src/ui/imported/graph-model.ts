/**
 * The graph of a real network: which cards there are, what is folded into them, and
 * where they stand. Ports are lines or a count on their card. Cards that hang on one
 * other card only are folded into it when there are many of them, again and again
 * from the outside in, so that hundreds of switches become a few cards that open.
 */
import { counted, countedList } from '../kit';
import type { DatapathView, ImportedNetwork } from '../bridge/imported';
import { inOrder } from './in-order';
import type { Card, Chip, Line, PlacedCard } from './graph-cards';
import { placeCards } from './graph-layout';

export interface Graph {
  readonly cards: readonly PlacedCard[];
  readonly lines: readonly Line[];
  /** Of each card that is folded away: the chips to open, the outermost first. */
  readonly hidden: ReadonlyMap<string, readonly string[]>;
}

/** So many cards are shown as they are. */
const FEW_CARDS = 24;
/** So many alike beside each other are shown as they are. */
const FEW_ALIKE = 4;
/** So many chassis have cards; more of them are one. */
const FEW_CHASSIS = 12;

/** `open`: keys of chips that were opened. */
export function graphOf(network: ImportedNetwork, open: ReadonlySet<string>): Graph {
  const all = new Map(network.datapaths.map((datapath) => [datapath.id, datapath]));
  const neighbours = neighboursOf(network.datapaths);
  const folding = new Folding(all, neighbours, open);
  if (all.size > FEW_CARDS) folding.fold();
  const shown = [...all.values()].filter(({ id }) => !folding.inside.has(id));
  const cards: Card[] = shown.map((datapath) => ({
    id: datapath.id,
    kind: datapath.kind ?? 'switch',
    title: datapath.title,
    note: noteOf(datapath),
    chips: folding.chips.get(datapath.id) ?? [],
  }));
  if (folding.alone !== undefined) cards.push(folding.alone);
  const lines = patchLines(shown, neighbours);
  addNetworks(shown, cards, lines);
  addChassis(network, shown, cards, lines, open);
  return { cards: placeCards(cards, lines), lines, hidden: folding.inside };
}

function neighboursOf(datapaths: readonly DatapathView[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map(datapaths.map(({ id }) => [id, new Set<string>()]));
  for (const { id, ports } of datapaths)
    for (const { peer } of ports) {
      if (peer === null || peer.datapath === id) continue;
      found.get(id)?.add(peer.datapath);
      found.get(peer.datapath)?.add(id);
    }
  return found;
}

class Folding {
  readonly chips = new Map<string, Chip[]>();
  readonly inside = new Map<string, readonly string[]>();
  /** Switches and routers that are connected to nothing. */
  alone: Card | undefined;

  constructor(
    private readonly all: ReadonlyMap<string, DatapathView>,
    private readonly neighbours: ReadonlyMap<string, ReadonlySet<string>>,
    private readonly open: ReadonlySet<string>,
  ) {}

  fold(): void {
    const left = new Map([...this.neighbours].map(([id, others]) => [id, new Set(others)]));
    this.foldAlone(left);
    for (let changed = true; changed;) {
      changed = false;
      for (const [key, { anchor, kind, members }] of groupsOf(this.all, left)) {
        if (
          members.length <= FEW_ALIKE ||
          !left.has(anchor) ||
          this.chips.get(anchor)?.some((chip) => chip.key === key)
        )
          continue;
        // A card that is folded itself by now holds nothing.
        const own = members.filter((id) => left.has(id));
        const isOpen = this.open.has(key);
        const chip: Chip = {
          key,
          label: wordFor(kind, own.length),
          isOpen,
          members: own.flatMap((id) => [id, ...this.within(id)]),
        };
        this.chips.set(anchor, [...(this.chips.get(anchor) ?? []), chip]);
        if (isOpen) continue;
        changed = true;
        for (const id of own) {
          left.delete(id);
          left.get(anchor)?.delete(id);
          for (const each of [id, ...this.within(id)]) this.inside.set(each, [key, ...(this.inside.get(each) ?? [])]);
        }
      }
    }
  }

  /** What is folded into a card. */
  private within(id: string): readonly string[] {
    return (this.chips.get(id) ?? []).filter(({ isOpen }) => !isOpen).flatMap(({ members }) => members);
  }

  private foldAlone(left: Map<string, Set<string>>): void {
    const alone = [...left].filter(([, others]) => others.size === 0).map(([id]) => id);
    if (alone.length <= FEW_ALIKE) return;
    const key = 'alone';
    const isOpen = this.open.has(key);
    const chip: Chip = { key, label: isOpen ? 'fold' : 'show', isOpen, members: alone };
    const title = counted(alone.length, 'datapath');
    this.alone = { id: key, kind: 'fold', title, note: 'connected to no other', chips: [chip] };
    if (isOpen) return;
    for (const id of alone) {
      left.delete(id);
      this.inside.set(id, [key]);
    }
  }
}

interface Group {
  readonly anchor: string;
  readonly kind: 'switch' | 'router';
  readonly members: string[];
}

/** Cards with one neighbour only, by that neighbour and their kind. */
function groupsOf(
  all: ReadonlyMap<string, DatapathView>,
  left: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const [id, others] of left) {
    if (others.size !== 1) continue;
    const [anchor = ''] = others;
    const kind = all.get(id)?.kind ?? 'switch';
    const key = `${anchor} ${kind}`;
    const group = groups.get(key) ?? { anchor, kind, members: [] };
    group.members.push(id);
    groups.set(key, group);
  }
  return groups;
}

function wordFor(kind: 'switch' | 'router', count: number): string {
  return kind === 'router' ? counted(count, 'router') : counted(count, 'switch', 'switches');
}

function noteOf({ ports }: DatapathView): string {
  const of = (...types: readonly string[]) => ports.filter(({ type }) => types.includes(type)).length;
  const known = of('', 'localport', 'virtual', 'external');
  const gateways = of('chassisredirect');
  return (
    countedList([
      [known, 'port'],
      [gateways, 'gateway port'],
      [of('l2gateway', 'vtep'), 'L2 gateway'],
      [of('remote'), 'remote port'],
    ]) || firstNetwork(ports)
  );
}

/** Of a router: the networks that it is in. */
function firstNetwork(ports: DatapathView['ports']): string {
  const networks = ports.flatMap(({ addresses }) =>
    addresses.flatMap((text) => text.split(/\s+/).filter((part) => /^\d+(?:\.\d+){3}\/\d+$/.test(part))),
  );
  return networks.length === 0
    ? ''
    : `${networks[0] ?? ''}${networks.length > 1 ? ` and ${networks.length - 1} more` : ''}`;
}

function patchLines(shown: readonly DatapathView[], neighbours: ReadonlyMap<string, ReadonlySet<string>>): Line[] {
  const ids = new Set(shown.map(({ id }) => id));
  return shown.flatMap(({ id }) =>
    [...(neighbours.get(id) ?? [])]
      .filter((other) => ids.has(other) && id < other)
      .map((other): Line => ({ id: `${id} ${other}`, from: id, to: other, kind: 'patch' })),
  );
}

/** A physical network is one card, whatever switches lead to it. */
function addNetworks(shown: readonly DatapathView[], cards: Card[], lines: Line[]): void {
  const seen = new Set<string>();
  for (const { id, ports } of shown)
    for (const { network, type } of ports) {
      if (network === null || type !== 'localnet') continue;
      const card = `network:${network}`;
      if (!seen.has(card)) {
        seen.add(card);
        cards.push({ id: card, kind: 'network', title: network, note: 'physical network', chips: [] });
      }
      const line = `${id} ${card}`;
      if (!lines.some((each) => each.id === line)) lines.push({ id: line, from: id, to: card, kind: 'localnet' });
    }
}

function addChassis(
  { chassis }: ImportedNetwork,
  shown: readonly DatapathView[],
  cards: Card[],
  lines: Line[],
  open: ReadonlySet<string>,
): void {
  const isMany = chassis.length > FEW_CHASSIS;
  const chip: Chip = {
    key: 'chassis',
    label: open.has('chassis') ? 'fold' : 'show',
    isOpen: open.has('chassis'),
    members: [],
  };
  if (isMany)
    cards.push({
      id: 'chassis',
      kind: 'fold',
      title: `${chassis.length} chassis`,
      note: 'hypervisors and gateways',
      chips: [chip],
    });
  if (isMany && !chip.isOpen) return;
  const titles = new Map(chassis.map(({ title, row }) => [title, `chassis:${row.uuid}`]));
  for (const { title, encaps, ports, row } of inOrder(chassis, (each) => each.title))
    cards.push({
      id: `chassis:${row.uuid}`,
      kind: 'chassis',
      title,
      note: [encaps[0] ?? '', counted(ports, 'port')].filter(Boolean).join(' · '),
      chips: [],
    });
  // Between many cards these lines would hide all others.
  if (shown.length > FEW_CARDS) return;
  for (const { id, ports } of shown)
    for (const place of new Set(ports.flatMap(({ chassis: at }) => at ?? []))) {
      const card = titles.get(place);
      if (card !== undefined) lines.push({ id: `${id} ${card}`, from: id, to: card, kind: 'chassis' });
    }
}
