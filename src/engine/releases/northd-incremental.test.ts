/** Whatever is done to the databases and in whichever pieces ovn-northd sees it, it asks for what a fresh one would, and ends where that one would. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, type Uuid } from '../base';
import { Northd } from '../northd';
import { Database, getString, squashChanges, type ChangeSet, type Row, type RowEdit, type RowValues } from '../ovsdb';
import { RELEASES, type Release } from '.';
import { pipelineText } from './testing';

const NAMES = ['a', 'b', 'vm "3"', 'p\\1', 'é'];
const MACS = ['00:00:00:00:00:01', '0:0:0:0:0:1', '00:00:00:00:00:02', 'unknown', 'garbage'];

/** One random thing to do: what, and numbers to choose with. */
const step = fc.record({
  what: fc.nat(),
  a: fc.nat(1000),
  b: fc.nat(1000),
  some: fc.subarray([0, 1, 2, 3, 4]),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Lab {
  readonly nb: Database;
  readonly sb: Database;
  northd: Northd;
  #pending: { nb: ChangeSet; sb: ChangeSet } = { nb: [], sb: [] };

  constructor(readonly release: Release) {
    this.nb = new Database(release.schemas.nb, createRandom(1));
    this.sb = new Database(release.schemas.sb, createRandom(2));
    this.northd = new Northd(release.northd);
    this.nb.onCommit((changes) => (this.#pending.nb = [...this.#pending.nb, ...changes]));
    this.sb.onCommit((changes) => (this.#pending.sb = [...this.#pending.sb, ...changes]));
  }

  /** Runs once; what it asks for may get lost. Returns whether it asked for anything. */
  run(lose: { readonly nb?: boolean; readonly sb?: boolean } = {}): boolean {
    const seen = this.#pending;
    this.#pending = { nb: [], sb: [] };
    const asked = this.northd.run(this, seen);
    // Down to the order, which is the order of new rows and decides who gets which key.
    const fresh = new Northd(this.release.northd).run(this, 'all');
    expect([asked.nb, asked.sb]).toEqual([fresh.nb, fresh.sb]);
    if (lose.sb !== true) expect(this.sb.commit(asked.sb)).toMatchObject({ ok: true });
    if (lose.nb !== true) expect(this.nb.commit(asked.nb)).toMatchObject({ ok: true });
    return asked.nb.length + asked.sb.length > 0;
  }

  squash(): void {
    this.#pending = { nb: squashChanges([this.#pending.nb]), sb: squashChanges([this.#pending.sb]) };
  }

  /** Runs until there is nothing to ask for. */
  settle(): void {
    let runs = 0;
    while (this.run()) expect(runs++).toBeLessThan(6);
  }

  restart(): void {
    this.northd.restart();
  }
}

/** Two switches with three ports, one of which takes what nobody knows, and an ACL; all in the southbound database. */
function smallNetwork(release: Release): Lab {
  const lab = new Lab(release);
  const { nb } = lab;
  const { northbound } = release;
  const switches = ['sw0', 'sw1'].map((name) => {
    const uuid = nb.newUuid();
    expect(nb.commit(northbound.addSwitch(uuid, name))).toMatchObject({ ok: true });
    return uuid;
  });
  const ports = [
    { on: 0, name: 'a', macs: ['00:00:00:00:00:01'] },
    { on: 0, name: 'b', macs: ['00:00:00:00:00:02', 'unknown'] },
    { on: 1, name: 'é', macs: [] },
  ];
  for (const { on, ...port } of ports) {
    const edits = northbound.addPorts(nb, switches[on]!, [{ uuid: nb.newUuid(), ...port }]);
    expect(nb.commit(edits)).toMatchObject({ ok: true });
  }
  const acl = { uuid: nb.newUuid(), priority: 2, match: 'ip4', action: 'allow', log: false };
  expect(nb.commit(northbound.addAcls(nb, switches[0]!, [acl]))).toMatchObject({ ok: true });
  lab.settle();
  return lab;
}

function pick(db: Database, table: string, n: number): Uuid | undefined {
  const keys = [...db.rows(table).keys()];
  return keys[n % Math.max(1, keys.length)];
}

type Action = (lab: Lab, step: Step) => readonly RowEdit[] | undefined;

const northbound: readonly Action[] = [
  ({ nb, release: { northbound } }, { a }) => northbound.addSwitch(nb.newUuid(), `sw${a % 3}`),
  addPort,
  addPort,
  addPort,
  withPort(({ nb, release: { northbound } }, port) => northbound.delPort(nb, port)),
  withPort(({ release: { northbound } }, port, { b }) => northbound.renamePort(port, NAMES[b % NAMES.length]!)),
  // Two ports swap names in one commit.
  withPort(({ nb, release: { northbound } }, port, { b }) => {
    const other = pick(nb, 'Logical_Port', b);
    if (other === undefined || other === port) return [];
    const name = (uuid: Uuid) => getString(nb.row('Logical_Port', uuid)!, 'name');
    return [...northbound.renamePort(port, name(other)), ...northbound.renamePort(other, name(port))];
  }),
  // A port goes and its equal comes, in one commit.
  withPort(({ nb, release: { northbound } }, port, { a }) => {
    const known = northbound.ports(nb).find(({ uuid }) => uuid === port);
    const sw = pick(nb, 'Logical_Switch', a);
    if (known === undefined || sw === undefined) return [];
    return [
      ...northbound.delPort(nb, port),
      ...northbound.addPorts(nb, sw, [{ uuid: nb.newUuid(), name: known.name, macs: known.macs }]),
    ];
  }),
  withPort(({ nb, release: { northbound } }, port, { b }) => {
    const sw = pick(nb, 'Logical_Switch', b);
    return sw === undefined ? [] : northbound.movePort(nb, port, sw);
  }),
  withPort(({ release: { northbound } }, port, { some }) =>
    northbound.setMacs(
      port,
      some.map((i) => MACS[i]!),
    ),
  ),
  withPort(({ release: { northbound } }, port, { some }) =>
    northbound.setPortSecurity(
      port,
      some.map((i) => MACS[i]!),
    ),
  ),
  withPort(({ release: { northbound } }, port, { b }) => {
    const edits = northbound.setEnabled(port, [true, false, undefined][b % 3]);
    return edits.ok ? edits.value : [];
  }),
  withPort(({ release: { northbound } }, port, { b }) =>
    northbound.setContainer(port, b % 2 === 0 ? undefined : { parent: 'a', tag: b }),
  ),
  ({ nb, release: { northbound } }, { a, b }) => {
    const sw = pick(nb, 'Logical_Switch', a);
    const acl = { uuid: nb.newUuid(), priority: 1 + (b % 3), match: 'ip4', action: 'allow', log: false };
    return sw === undefined ? [] : northbound.addAcls(nb, sw, [acl]);
  },
  ({ nb, release: { northbound } }, { a, b }) => {
    const acl = pick(nb, 'ACL', a);
    return acl === undefined ? [] : northbound.setAcl(acl, { action: ['drop', 'reject', 'allow-related'][b % 3]! });
  },
  ({ nb, release: { northbound } }, { a }) => {
    const acl = pick(nb, 'ACL', a);
    return acl === undefined ? [] : northbound.delAcl(nb, acl);
  },
  ({ nb, release: { northbound } }, { a }) => {
    const sw = pick(nb, 'Logical_Switch', a);
    return sw === undefined ? [] : northbound.delSwitchAndContents(nb, sw);
  },
  ({ nb, release: { northbound } }, { a, b }) => {
    const sw = pick(nb, 'Logical_Switch', a);
    return sw === undefined ? [] : northbound.renameSwitch(sw, `renamed${b}`);
  },
];

const southbound: readonly Action[] = [
  withPipeline(({ _uuid: uuid }) => [{ op: 'delete', table: 'Pipeline', uuid }]),
  withPipeline(({ _uuid: uuid }) => [{ op: 'update', table: 'Pipeline', uuid, row: { actions: 'next;' } }]),
  withPipeline((row) => [{ op: 'insert', table: 'Pipeline', row: contents(row) }]),
  withPipeline((row) => [
    { op: 'delete', table: 'Pipeline', uuid: row._uuid },
    { op: 'insert', table: 'Pipeline', row: contents(row) },
  ]),
  // One row takes the contents of another.
  ({ sb }, { a, b }) => {
    const [from, to] = [pick(sb, 'Pipeline', a), pick(sb, 'Pipeline', b)];
    if (from === undefined || to === undefined) return [];
    return [{ op: 'update', table: 'Pipeline', uuid: to, row: contents(sb.row('Pipeline', from)!) }];
  },
  withBinding(({ release }, table, uuid, { b }) => {
    if (release.id === '2015-04') return [{ op: 'update', table, uuid, row: { chassis: b % 2 === 0 ? 'hv1' : '' } }];
    return [];
  }),
  withBinding((_, table, uuid) => [{ op: 'delete', table, uuid }]),
  // Two bindings swap keys, or names, in one commit.
  withBinding(swapWith('tunnel_key')),
  withBinding(swapWith('logical_port')),
  // One takes the key that another gives up.
  withBinding(({ sb }, table, uuid, { b }) => {
    const other = pick(sb, table, b);
    if (other === undefined || other === uuid) return [];
    const { tunnel_key } = sb.row(table, other)!;
    return [
      { op: 'delete', table, uuid: other },
      { op: 'update', table, uuid, row: { tunnel_key: tunnel_key! } },
    ];
  }),
  withBinding((_, table, uuid, { b }) => [
    { op: 'update', table, uuid, row: { logical_port: NAMES[b % NAMES.length]! } },
  ]),
  withBinding((_, table, uuid, { b }) => [{ op: 'update', table, uuid, row: { tunnel_key: 1 + (b % 8), mac: ['x'] } }]),
  ({ release: { tables } }, { a, b }) => [
    {
      op: 'insert',
      table: tables.binding.table,
      row: { logical_port: NAMES[a % NAMES.length]!, tunnel_key: 1 + (b % 8) },
    },
  ],
];

/** Each of two bindings gets what the other had in a column. */
function swapWith(column: string) {
  return ({ sb }: Lab, table: string, uuid: Uuid, { b }: Step): readonly RowEdit[] => {
    const other = pick(sb, table, b);
    if (other === undefined || other === uuid) return [];
    const value = (of: Uuid) => sb.row(table, of)![column]!;
    return [
      { op: 'update', table, uuid, row: { [column]: value(other) } },
      { op: 'update', table, uuid: other, row: { [column]: value(uuid) } },
    ];
  };
}

function contents(row: Row): RowValues {
  return Object.fromEntries(Object.entries(row).filter(([column]) => column !== '_uuid'));
}

function addPort({ nb, release }: Lab, { a, b, some }: Step): readonly RowEdit[] {
  const sw = pick(nb, 'Logical_Switch', a);
  if (sw === undefined) return [];
  const port = { uuid: nb.newUuid(), name: NAMES[b % NAMES.length]!, macs: some.map((i) => MACS[i]!) };
  return release.northbound.addPorts(nb, sw, [port]);
}

function withPort(edit: (lab: Lab, port: Uuid, step: Step) => readonly RowEdit[]): Action {
  return (lab, step) => {
    const port = pick(lab.nb, 'Logical_Port', step.a);
    return port === undefined ? [] : edit(lab, port, step);
  };
}

function withPipeline(edit: (row: Row) => readonly RowEdit[]): Action {
  return ({ sb }, { a }) => {
    const uuid = pick(sb, 'Pipeline', a);
    return uuid === undefined ? [] : edit(sb.row('Pipeline', uuid)!);
  };
}

function withBinding(edit: (lab: Lab, table: string, uuid: Uuid, step: Step) => readonly RowEdit[]): Action {
  return (lab, step) => {
    const { table } = lab.release.tables.binding;
    const uuid = pick(lab.sb, table, step.a);
    return uuid === undefined ? [] : edit(lab, table, uuid, step);
  };
}

function perform(lab: Lab, step: Step): void {
  const n = step.what % (northbound.length + southbound.length + 8);
  const nbAction = northbound[n];
  const sbAction = southbound[n - northbound.length];
  // A commit that the database refuses is part of life.
  if (nbAction !== undefined) lab.nb.commit(nbAction(lab, step) ?? []);
  else if (sbAction !== undefined) lab.sb.commit(sbAction(lab, step) ?? []);
  else if (step.a % 8 === 0) lab.restart();
  else if (step.a % 8 === 1) lab.squash();
  // Before later steps cover what went wrong.
  else if (step.a % 8 === 2) expectFresh(lab);
  else lab.run({ nb: step.a % 8 === 3, sb: step.a % 8 === 4 });
}

describe.each(RELEASES)('$id', (release) => {
  it('follows changes to where a fresh start ends', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const lab = smallNetwork(release);
        for (const each of steps) perform(lab, each);
        expectFresh(lab);
      }),
      { numRuns: 150 },
    );
  });
});

/** The southbound database is settled, and holds what a new ovn-northd would put into an empty one. */
function expectFresh(lab: Lab): void {
  const { release } = lab;
  lab.settle();
  const again = new Northd(release.northd);
  expect(again.run(lab, 'all')).toMatchObject({ nb: [], sb: [] });

  const fresh = new Database(release.schemas.sb, createRandom(3));
  expect(fresh.commit(new Northd(release.northd).run({ nb: lab.nb, sb: fresh }, 'all').sb)).toMatchObject({ ok: true });
  expect(pipelineText(lab.sb).toSorted()).toEqual(pipelineText(fresh).toSorted());
  for (const uuid of lab.sb.rows('Pipeline').keys()) {
    expect(lab.northd.provenance(uuid)).toEqual(again.provenance(uuid));
  }
  const names = (sb: Database) =>
    release.southbound.bindings(sb).map(({ logicalPort, mac }) => `${logicalPort} ${mac.join()}`);
  expect(names(lab.sb).toSorted()).toEqual(names(fresh).toSorted());
}
