/** What the place is made of, without a browser: addresses, packets from the form, the folded graph, the outline. */
import { describe, expect, it } from 'vitest';
import type { DatapathView, Found, FoundDatabase, ImportedNetwork, PortView, TraceView } from '../bridge/imported';
import { graphOf } from './graph-model';
import { addressesOf, microflowOf, sendingPlaces, type Protocol } from './microflow';
import { outlineLines } from './outline-rows';
import { onlyChoice } from './only-choice';
import { sectionTitle, traceLines } from './trace-lines';
import { addressOf, formatThing, parseThing, type Thing } from './things';

function port(name: string, more: Partial<PortView> = {}): PortView {
  return {
    name,
    title: name,
    type: '',
    key: 1,
    addresses: [],
    peer: null,
    chassis: null,
    network: null,
    up: true,
    rows: [],
    ...more,
  };
}

function datapath(id: string, kind: 'switch' | 'router', ports: readonly PortView[]): DatapathView {
  return { id, name: id, title: id, kind, key: 1, flows: 1, ports, rows: [] };
}

function networkOf(...datapaths: readonly DatapathView[]): ImportedNetwork {
  return { databases: [], datapaths, chassis: [], collections: [], flows: 1 };
}

/** A router with so many switches, each with one machine. */
function star(count: number): ImportedNetwork {
  const switches = Array.from({ length: count }, (_, i) =>
    datapath(`sw${i}`, 'switch', [
      port(`sw${i}-vm`, { addresses: [`50:54:00:00:00:0${i % 10} 10.0.${i}.5`] }),
      port(`sw${i}-lr`, { type: 'patch', peer: { datapath: 'lr', port: `lr-sw${i}` } }),
    ]),
  );
  const router = datapath(
    'lr',
    'router',
    switches.map(({ id }, i) =>
      port(`lr-${id}`, {
        type: 'patch',
        addresses: [`0a:00:00:00:00:0${i % 10} 10.0.${i}.1/24`],
        peer: { datapath: id, port: `${id}-lr` },
      }),
    ),
  );
  return networkOf(router, ...switches);
}

describe('addresses', () => {
  it.each<[Thing]>([
    [{ kind: 'datapath', id: '1-2' }],
    [{ kind: 'port', id: '1-2', port: 'ns:pod:1' }],
    [{ kind: 'row', side: 'northbound', table: 'ACL', uuid: '1-2' }],
    [{ kind: 'flow', uuid: '1-2' }],
  ])('%j is read as it was written', (thing) => {
    expect(parseThing(formatThing(thing))).toEqual(thing);
  });

  it('what nobody wrote is nothing', () => {
    expect([undefined, '', 'x', 'x:y'].map(parseThing)).toEqual([null, null, null, null]);
    expect(addressOf('nowhere', new Map()).view).toBe('graph');
  });
});

describe('packets from the form', () => {
  const network = star(2);
  const places = sendingPlaces(network);
  const [from, to] = places;

  it('starts where machines are', () => {
    expect(places.map(({ port: { name } }) => name)).toEqual(['sw0-vm', 'sw1-vm']);
  });

  it.each<[Protocol, string]>([
    ['icmp', 'ip.ttl == 64 && icmp4.type == 8'],
    ['tcp', 'ip.ttl == 64 && tcp.src == 40000 && tcp.dst == 80 && tcp.flags == 2'],
    ['udp', 'ip.ttl == 64 && udp.src == 40000 && udp.dst == 80'],
  ])('%s to another switch goes by the router', (protocol, end) => {
    if (from === undefined || to === undefined) throw new Error('There are no places.');
    expect(microflowOf(network, { from, to, protocol, service: 80 })).toBe(
      `inport == "sw0-vm" && eth.src == 50:54:00:00:00:00 && eth.dst == 0a:00:00:00:00:00 && ip4.src == 10.0.0.5 && ip4.dst == 10.0.1.5 && ${end}`,
    );
  });

  it('reads addresses as both databases have them', () => {
    expect(addressesOf(['router'])).toBeUndefined();
    expect(addressesOf(['unknown', '0a:00:00:00:00:01 10.0.0.1/24 fe80::1/64 fd00::1/64'])).toEqual({
      mac: '0a:00:00:00:00:01',
      ip4: '10.0.0.1',
      ip6: 'fd00::1',
    });
  });
});

describe('the graph', () => {
  it('shows few cards as they are, and folds many that hang on the same one', () => {
    expect(graphOf(star(4), new Set()).cards).toHaveLength(5);
    const folded = graphOf(star(600), new Set());
    expect(folded.cards.map(({ id, chips }) => [id, chips.map(({ label }) => label)])).toEqual([
      ['lr', ['600 switches']],
    ]);
    expect(folded.hidden.get('sw599')).toEqual(['lr switch']);
    expect(graphOf(star(600), new Set(['lr switch'])).cards).toHaveLength(601);
  });

  it('what hangs on what is folded is folded with it', () => {
    const branches = Array.from({ length: 30 }, (_, i) => [
      datapath(`gr${i}`, 'router', [
        port(`gr${i}-join`, { type: 'patch', peer: { datapath: 'join', port: `join-gr${i}` } }),
        port(`gr${i}-ext`, { type: 'patch', peer: { datapath: `ext${i}`, port: `ext${i}-gr` } }),
      ]),
      datapath(`ext${i}`, 'switch', [
        port(`ext${i}-gr`, { type: 'patch', peer: { datapath: `gr${i}`, port: `gr${i}-ext` } }),
        port(`ext${i}-ln`, { type: 'localnet', network: 'physnet' }),
      ]),
    ]).flat();
    const join = datapath('join', 'switch', []);
    const folded = graphOf(networkOf(join, ...branches), new Set());
    expect(folded.cards.map(({ id }) => id)).toEqual(['join']);
    expect(folded.cards[0]?.chips[0]?.members).toHaveLength(60);
    const open = graphOf(networkOf(join, ...branches), new Set(['join router']));
    expect(open.cards.map(({ kind }) => kind).sort()).toEqual(
      ['switch', ...branches.map(({ kind }) => kind ?? ''), 'network'].sort(),
    );
  });

  it('a card with many others on it stays in sight beside many that are folded', () => {
    const { datapaths } = star(40);
    const link = (from: string, to: string) =>
      port(`${from}-${to}`, { type: 'patch', peer: { datapath: to, port: `${to}-${from}` } });
    const gateways = Array.from({ length: 40 }, (_, i) => datapath(`gr${i}`, 'router', [link(`gr${i}`, 'join')]));
    const router = datapaths.map((each) =>
      each.id === 'lr' ? { ...each, ports: [...each.ports, link('lr', 'join')] } : each,
    );
    const { cards } = graphOf(
      networkOf(datapath('join', 'switch', [link('join', 'lr')]), ...gateways, ...router),
      new Set(),
    );
    expect(cards.map(({ id, chips }) => [id, chips.map(({ label }) => label)]).sort()).toEqual([
      ['join', ['40 routers']],
      ['lr', ['40 switches']],
    ]);
  });

  it.each([1, 3, 5, 40, 600])('no two of %d cards lie over each other', (count) => {
    const { cards } = graphOf(star(count), new Set(['lr switch']));
    for (const [i, a] of cards.entries())
      for (const b of cards.slice(i + 1))
        expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height).toBe(false);
  });

  it('a network in a circle has its place, too', () => {
    const link = (from: string, to: string) =>
      port(`${from}-${to}`, { type: 'patch', peer: { datapath: to, port: `${to}-${from}` } });
    const circle = networkOf(
      datapath('a', 'router', [link('a', 'b'), link('a', 'c')]),
      datapath('b', 'switch', [link('b', 'a'), link('b', 'c')]),
      datapath('c', 'switch', [link('c', 'a'), link('c', 'b')]),
    );
    const { cards, lines } = graphOf(circle, new Set());
    expect([cards.length, lines.length]).toEqual([3, 3]);
  });
});

describe('the outline', () => {
  const labels = (text: string, toggled: readonly string[] = []) =>
    outlineLines(star(3), new Set(toggled), text).map(({ level, label }) => `${level} ${label}`);

  it('lists switches and routers, and their ports when they are opened', () => {
    expect(labels('')).toEqual(['1 Switches', '2 sw0', '2 sw1', '2 sw2', '1 Routers', '2 lr']);
    expect(labels('', ['dp:sw1'])).toContain('3 sw1-vm');
    expect(labels('', ['group:Switches'])).toEqual(['1 Switches', '1 Routers', '2 lr']);
  });

  it('finds by address, and shows where it is', () => {
    expect(labels('10.0.1.5')).toEqual(['1 Switches', '2 sw1', '3 sw1-vm']);
    expect(labels('nobody')).toEqual([]);
  });
});

describe('which database is opened without a question', () => {
  const database = (
    index: number,
    side: 'northbound' | 'southbound',
    more: Partial<FoundDatabase> = {},
  ): FoundDatabase => ({
    index,
    path: `${index}`,
    side,
    form: 'A database file',
    release: null,
    changed: null,
    rows: 1,
    names: [],
    damage: [],
    notes: [],
    partner: null,
    agreement: null,
    ...more,
  });
  const found = (...databases: readonly FoundDatabase[]): Found => ({ databases, problems: [], others: [], notes: [] });
  const nb = database(1, 'northbound');
  const sb = database(0, 'southbound', { partner: 1 });

  it('one pair, or one alone', () => {
    expect(onlyChoice(found(sb, nb))).toEqual({ southbound: 0, northbound: 1 });
    expect(onlyChoice(found(database(0, 'southbound')))).toEqual({ southbound: 0, northbound: null });
    expect(onlyChoice(found(nb))).toEqual({ southbound: null, northbound: 1 });
  });

  it('never two that do not belong together, one of several, or a damaged one', () => {
    expect(onlyChoice(found(database(0, 'southbound'), nb))).toBeNull();
    expect(onlyChoice(found(sb, nb, database(2, 'southbound')))).toBeNull();
    expect(onlyChoice(found({ ...sb, damage: ['cut off'] }, nb))).toBeNull();
    expect(onlyChoice(found())).toBeNull();
  });
});

it('the list of a trace folds stages that only pass on, and sections that are closed', () => {
  const section = { kind: 'ingress', text: 'ingress(dp="sw0", inport="a")', ports: 'in by a', level: 0 } as const;
  const held = { ...section, datapath: { id: '1', title: 'sw0', kind: 'switch' }, tracked: null } as const;
  const step = { level: 0, table: 1, stage: 's', flow: null, outcomes: [], tone: null } as const;
  const view: TraceView = {
    question: { microflow: '', ct: [], lbDst: '', selectId: '' },
    sections: [
      { ...held, index: 0, first: 0 },
      { ...held, index: 1, first: 1, tracked: { asked: 0, state: 'new|trk', chosen: true } },
    ],
    steps: [
      { ...step, index: 0, section: 0, passed: ['0 x'] },
      { ...step, index: 1, section: 1, passed: [] },
    ],
    verdict: { tone: 'bad', title: '', text: '', because: [], step: 1 },
    texts: { detailed: '', summary: '', minimal: '' },
  };
  const kinds = (closed: readonly number[]) => traceLines(view, new Set(closed)).map(({ kind }) => kind);
  expect(kinds([])).toEqual(['section', 'passed', 'step', 'section', 'step']);
  expect(kinds([0])).toEqual(['section', 'section', 'step']);
  expect(view.sections.map(sectionTitle)).toEqual(['sw0 ingress', 'Connection tracking says new']);
});
