/**
 * How two scenarios differ, in a person's terms. They were made apart, so that their
 * UUIDs say nothing: things are the same that have the same name, ACLs those of the
 * same switch, priority and match, and rows without a name those with the same contents.
 */
import type { Row } from '../../engine/ovsdb';
import type { ComparedGroup, ComparedThing, KeptComparison } from './kept-protocol';
import { ModelKeeper } from './model-keeper';
import { applyModelPatch } from './model-patch';
import type { Open } from './open-scenario';
import type { NetworkModel } from './shown';

/** What is compared of one thing, by the word for it. */
type Facts = Readonly<Record<string, string>>;
type Things = ReadonlyMap<string, Facts>;

export function compareScenarios(left: Open, right: Open): KeptComparison {
  const [one, other] = [modelOf(left), modelOf(right)];
  const groups = [
    compared('Scenario', scenarioOf(left), scenarioOf(right)),
    compared('Switches', switchesOf(one), switchesOf(other)),
    compared('Ports', portsOf(one), portsOf(other)),
    compared('ACLs', aclsOf(one), aclsOf(other)),
    compared('Hypervisors', machinesOf(one), machinesOf(other)),
    compared('Packets', packetsOf(left), packetsOf(right)),
    compared('Checks', checksOf(left), checksOf(right)),
  ];
  const tables = new Set([left, right].flatMap(({ deployment: { nb } }) => Array.from(nb.schema.tables.keys())));
  const rows = Array.from(tables, (table) => compared(table, rowsOf(left, table), rowsOf(right, table)));
  return { groups: groups.filter(hasThings), rows: rows.filter(hasThings) };
}

function hasThings({ things }: ComparedGroup): boolean {
  return things.length > 0;
}

function compared(title: string, left: Things, right: Things): ComparedGroup {
  const things: ComparedThing[] = [];
  for (const [name, facts] of left) {
    const other = right.get(name);
    if (other === undefined) things.push({ name, how: 'removed', details: [] });
    else {
      const details = Object.keys({ ...facts, ...other }).flatMap((fact) =>
        differenceOf(fact, facts[fact], other[fact]),
      );
      if (details.length > 0) things.push({ name, how: 'changed', details });
    }
  }
  for (const name of right.keys()) if (!left.has(name)) things.push({ name, how: 'added', details: [] });
  return { title, things };
}

function differenceOf(fact: string, left = '', right = ''): readonly string[] {
  const said = (value: string) => (value === '' ? 'nothing' : value);
  return left === right ? [] : [`${fact}: ${said(left)}, then ${said(right)}`];
}

function modelOf({ deployment }: Open): NetworkModel {
  return applyModelPatch({ switches: [], machines: [] }, new ModelKeeper(deployment).take());
}

/** Of several with one name, the second is called so. */
function named<T>(all: readonly T[], nameOf: (one: T) => string, factsOf: (one: T) => Facts): Things {
  const things = new Map<string, Facts>();
  for (const one of all) {
    const name = nameOf(one) || 'without a name';
    let free = name;
    for (let n = 2; things.has(free); n += 1) free = `${name} (${n})`;
    things.set(free, factsOf(one));
  }
  return things;
}

function scenarioOf({ deployment: { release, seed, daemons }, scenario: { name } }: Open): Things {
  const unwell = daemons
    .filter(({ status }) => status !== 'running')
    .map((daemon) => `${daemon.name} ${daemon.status}`);
  return new Map([['this scenario', { name, release: release.id, seed: String(seed), daemons: unwell.join(', ') }]]);
}

function switchesOf({ switches }: NetworkModel): Things {
  return named(
    switches,
    ({ name }) => name,
    ({ ports, acls }) => ({ ports: String(ports.length), ACLs: String(acls.length) }),
  );
}

function portsOf({ switches }: NetworkModel): Things {
  return named(
    switches.flatMap(({ name, ports }) => ports.map((port) => ({ ...port, on: name }))),
    ({ name }) => name,
    ({ on, macs, portSecurity, enabled, parent, tag, machine }) => ({
      switch: on,
      addresses: macs.join(', '),
      'port security': portSecurity.join(', '),
      enabled: enabled === false ? 'no' : 'yes',
      parent: parent ?? '',
      tag: tag === null ? '' : String(tag),
      hypervisor: machine ?? '',
    }),
  );
}

function aclsOf({ switches }: NetworkModel): Things {
  return named(
    switches.flatMap(({ name, acls }) => acls.map((acl) => ({ ...acl, on: name }))),
    ({ on, priority, match }) => `${on}: ${priority} ${match}`,
    ({ action, log }) => ({ action, log: log ? 'yes' : 'no' }),
  );
}

function machinesOf({ machines }: NetworkModel): Things {
  return named(
    machines,
    ({ name }) => name,
    ({ systemId, encapTypes, encapIp, vifs, cutOff }) => ({
      'system-id': systemId ?? '',
      encapsulation: encapTypes.join(', '),
      address: encapIp ?? '',
      interfaces: vifs.map(({ name, ifaceId }) => (ifaceId === null ? name : `${name} for ${ifaceId}`)).join(', '),
      'cut off from': Object.entries(cutOff)
        .flatMap(([what, cut]) => (cut ? [what] : []))
        .join(', '),
    }),
  );
}

function packetsOf({ scenario: { packets } }: Open): Things {
  return named(
    packets,
    ({ name }) => name,
    ({ machine, iface, hex }) => ({ 'enters at': `${iface} on ${machine}`, bytes: hex }),
  );
}

/** Line by line: the order of a suite is not compared. */
function checksOf({ scenario: { checks = '' } }: Open): Things {
  const lines = checks.split('\n').filter((line) => line.trim() !== '');
  return named(
    lines,
    (line) => line,
    () => ({}),
  );
}

function rowsOf({ deployment: { nb } }: Open, table: string): Things {
  return named(
    Array.from(nb.rows(table).values()),
    (row) => (typeof row.name === 'string' ? row.name : JSON.stringify(cellsOf(row))),
    (row) => (typeof row.name === 'string' ? cellsOf(row) : {}),
  );
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** The columns that say something by themselves: references to other rows are compared there. */
function cellsOf(row: Row): Facts {
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(plain(value));
      return column.startsWith('_') || UUID.test(text) || column === 'name' ? [] : [[column, text]];
    }),
  );
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return Array.from(value);
  return value instanceof Set ? Array.from(value) : value;
}
