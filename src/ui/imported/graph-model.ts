/**
 * The graph of a real network: which cards there are, what is folded into them, and
 * where they stand. Ports are lines or a count on their card. Many cards that hang on the
 * same card, with all that hangs on them, are folded into it, so that hundreds of switches
 * become a few cards that open.
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
/** So many cards with many others on them stay in sight. */
const FEW_LARGE = 12;
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

/**
 * What hangs on what: cards with one neighbour only are taken away, again and again, and
 * each remembers that neighbour. What is left at last, one card or those in circles, is the core.
 */
function parentsOf(neighbours: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, string> {
  const left = new Map([...neighbours].map(([id, others]) => [id, new Set(others)]));
  const parents = new Map<string, string>();
  const ends = [...left].filter(([, others]) => others.size === 1).map(([id]) => id);
  for (const id of ends) {
    const [parent] = left.get(id) ?? [];
    if (parent === undefined) continue;
    parents.set(id, parent);
    left.delete(id);
    const others = left.get(parent);
    others?.delete(id);
    if (others?.size === 1) ends.push(parent);
  }
  return parents;
}

class Folding {
  readonly chips = new Map<string, Chip[]>();
  readonly inside = new Map<string, readonly string[]>();
  /** Switches and routers that are connected to nothing. */
  alone: Card | undefined;
  private readonly children = new Map<string, string[]>();

  constructor(
    private readonly all: ReadonlyMap<string, DatapathView>,
    private readonly neighbours: ReadonlyMap<string, ReadonlySet<string>>,
    private readonly open: ReadonlySet<string>,
  ) {}

  fold(): void {
    const parents = parentsOf(this.neighbours);
    for (const [id, parent] of parents) this.children.set(parent, [...(this.children.get(parent) ?? []), id]);
    this.foldAlone();
    for (const id of this.all.keys()) if (!parents.has(id)) this.foldBelow(id, []);
  }

  /** `path`: the chips in which the card itself is. */
  private foldBelow(id: string, path: readonly string[]): void {
    for (const kind of ['switch', 'router'] as const) {
      const alike = this.foldable(id, kind);
      const isFolding = alike.length > FEW_ALIKE;
      const key = `${id} ${kind}`;
      const isOpen = this.open.has(key);
      const within = isFolding && !isOpen ? [...path, key] : path;
      for (const child of alike) {
        if (within.length > 0) this.inside.set(child, within);
        this.foldBelow(child, within);
      }
      for (const child of this.children.get(id) ?? []) {
        if ((this.all.get(child)?.kind ?? 'switch') !== kind || alike.includes(child)) continue;
        if (path.length > 0) this.inside.set(child, path);
        this.foldBelow(child, path);
      }
      if (!isFolding) continue;
      const chip: Chip = {
        key,
        label: wordFor(kind, alike.length),
        isOpen,
        members: alike.flatMap((child) => this.tree(child)),
      };
      this.chips.set(id, [...(this.chips.get(id) ?? []), chip]);
    }
  }

  /** What hangs on a card and is of this kind; few that hold many others themselves stay in sight. */
  private foldable(id: string, kind: 'switch' | 'router'): readonly string[] {
    const alike = (this.children.get(id) ?? []).filter((child) => (this.all.get(child)?.kind ?? 'switch') === kind);
    const large = alike.filter((child) => (this.children.get(child)?.length ?? 0) > FEW_ALIKE);
    return large.length > FEW_LARGE ? alike : alike.filter((child) => !large.includes(child));
  }

  /** A card and all that hangs on it. */
  private tree(id: string): readonly string[] {
    return [id, ...(this.children.get(id) ?? []).flatMap((child) => this.tree(child))];
  }

  private foldAlone(): void {
    const alone = [...this.neighbours].filter(([, others]) => others.size === 0).map(([id]) => id);
    if (alone.length <= FEW_ALIKE) return;
    const key = 'alone';
    const isOpen = this.open.has(key);
    const chip: Chip = { key, label: isOpen ? 'fold' : 'show', isOpen, members: alone };
    const title = counted(alone.length, 'datapath');
    this.alone = { id: key, kind: 'fold', title, note: 'connected to no other', chips: [chip] };
    if (!isOpen) for (const id of alone) this.inside.set(id, [key]);
  }
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
