/** What a northbound database says of switches, ports and ACLs, as a scenario of August 2015. */
import { isUuid } from '../base';
import type { Row } from '../ovsdb';
import { numberIn, pairsIn, textIn, textsIn } from './columns';
import { rowsOf, type FileDatabase } from './file-database';
import { SetsWritten } from './written-out';

export interface LeftOut {
  /** `Logical_Router`, or what of a table: `ACL with direction from-lport`. */
  readonly what: string;
  readonly count: number;
}

export interface FileNetwork {
  /** The document of a scenario (`../scenario`). */
  readonly document: string;
  readonly switches: number;
  readonly ports: number;
  readonly acls: number;
  /** ACLs in which sets or groups were written out, because 2015 knows none. */
  readonly writtenOut: number;
  /** The largest first. */
  readonly leftOut: readonly LeftOut[];
}

type SavedRow = readonly [string, Readonly<Record<string, unknown>>];

const ACTIONS: ReadonlySet<string> = new Set(['allow', 'allow-related', 'drop', 'reject']);
/** Tables that are read for what others say. */
const USED: ReadonlySet<string> = new Set([
  'Logical_Switch',
  'Logical_Switch_Port',
  'Logical_Port',
  'ACL',
  'Address_Set',
  'Port_Group',
]);

export function networkOf(file: FileDatabase, name: string): FileNetwork {
  return new Import(file).network(name);
}

class Import {
  private readonly left = new Map<string, number>();
  private readonly ports: SavedRow[] = [];
  private readonly acls: SavedRow[] = [];
  private readonly portRows: ReadonlyMap<string, Row>;
  private readonly names = new Set<string>();
  /** The switch of a port. */
  private readonly homes = new Map<string, string>();
  private readonly used = new Set<string>();
  private readonly sets: SetsWritten;

  constructor(private readonly file: FileDatabase) {
    this.portRows = rowsOf(file, file.tables.has('Logical_Switch_Port') ? 'Logical_Switch_Port' : 'Logical_Port');
    this.sets = new SetsWritten(this.namedRows('Address_Set', 'addresses'), this.groups());
  }

  network(name: string): FileNetwork {
    const switches = [...this.rows('Logical_Switch')].filter(([uuid]) => isUuid(uuid));
    const saved = switches.map(([uuid, row]): [string, Record<string, unknown>] => {
      const ports = textsIn(row, 'ports').filter((port) => this.addPort(port, uuid));
      return [uuid, { name: textIn(row, 'name'), ports }];
    });
    const groupAcls = this.aclsOfGroups();
    for (const [index, [uuid, row]] of switches.entries()) {
      const own = [...textsIn(row, 'acls'), ...(groupAcls.get(uuid) ?? [])];
      const acls = own.flatMap((acl) => this.addAcl(acl));
      if (acls.length > 0) Object.assign(saved[index]?.[1] ?? {}, { acls });
    }
    for (const [table, { rows }] of this.file.tables)
      if (!USED.has(table) && rows.size > 0) this.leave(table, rows.size);
    const document = {
      v: 2,
      name,
      release: '2015-08',
      seed: 1,
      chance: 1,
      northbound: { Logical_Port: this.ports, ACL: this.acls, Logical_Switch: saved },
      southbound: {},
      machines: [],
      daemons: [],
      cuts: [],
      packets: [],
      positions: {},
    };
    return {
      document: JSON.stringify(document),
      switches: saved.length,
      ports: this.ports.length,
      acls: this.acls.length,
      writtenOut: this.sets.written,
      leftOut: [...this.left].map(([what, count]) => ({ what, count })).sort((a, b) => b.count - a.count),
    };
  }

  private rows(table: string): ReadonlyMap<string, Row> {
    return rowsOf(this.file, table);
  }

  private namedRows(table: string, column: string): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.rows(table).values()].map((row) => [textIn(row, 'name'), textsIn(row, column)]));
  }

  /** Groups by name, with the names of their ports. */
  private groups(): ReadonlyMap<string, readonly string[]> {
    const namesOf = (uuid: string) => textsIn(this.portRows.get(uuid), 'name');
    return new Map([...this.namedRows('Port_Group', 'ports')].map(([name, ports]) => [name, ports.flatMap(namesOf)]));
  }

  private leave(what: string, count = 1): void {
    this.left.set(what, (this.left.get(what) ?? 0) + count);
  }

  private addPort(uuid: string, home: string): boolean {
    const row = this.portRows.get(uuid);
    const name = textIn(row, 'name');
    if (row === undefined || !isUuid(uuid) || name === '' || this.names.has(name)) return false;
    const type = textIn(row, 'type');
    if (type !== '' && type !== 'localnet') {
      this.leave(`Logical_Switch_Port of type ${type.slice(0, 30)}`);
      return false;
    }
    this.names.add(name);
    this.homes.set(uuid, home);
    const [macs, dynamic] = macsOf([...textsIn(row, 'addresses'), ...textsIn(row, 'macs')]);
    if (dynamic > 0) this.leave('dynamic address', dynamic);
    const tag = numberIn(row, 'tag');
    const parent = textIn(row, 'parent_name');
    const enabled = textIn(row, 'enabled');
    this.ports.push([
      uuid,
      {
        name,
        ...(type === '' ? {} : { type, options: pairsIn(row, 'options') }),
        ...(macs.length === 0 ? {} : { macs }),
        ...some('port_security', macsOf(textsIn(row, 'port_security'))[0]),
        ...(parent === '' ? {} : { parent_name: [parent] }),
        ...(Number.isInteger(tag) && tag >= 0 && tag <= 4095 ? { tag: [tag] } : {}),
        ...(enabled === 'false' ? { enabled: [false] } : {}),
      },
    ]);
    return true;
  }

  /** By switch: a group's ACLs are asked on every switch that has a port of it. */
  private aclsOfGroups(): ReadonlyMap<string, readonly string[]> {
    const acls = new Map<string, string[]>();
    for (const row of this.rows('Port_Group').values()) {
      const homes = new Set(textsIn(row, 'ports').flatMap((port) => this.homes.get(port) ?? []));
      for (const home of homes) {
        const known = acls.get(home) ?? [];
        acls.set(home, known);
        for (const acl of textsIn(row, 'acls')) known.push(acl);
      }
    }
    return acls;
  }

  private addAcl(uuid: string): readonly string[] {
    const row = this.rows('ACL').get(uuid);
    if (row === undefined || !isUuid(uuid)) return [];
    const wrong = wrongAcl2015(aclOf(row));
    const written = wrong === undefined ? this.sets.write(textIn(row, 'match')) : undefined;
    if (wrong !== undefined || written?.ok === false) {
      this.leave(`ACL ${wrong ?? (written?.ok === false ? written.error.message : '')}`);
      return [];
    }
    // In 2015 a row belongs to one switch: of a group's there is one for each.
    const own = this.used.has(uuid) ? `${uuid.slice(0, 24)}${this.acls.length.toString(16).padStart(12, '0')}` : uuid;
    if (this.used.has(own)) return [];
    this.used.add(own);
    this.acls.push([
      own,
      {
        priority: numberIn(row, 'priority'),
        match: written?.value ?? '',
        action: textIn(row, 'action') || 'drop',
        ...(textIn(row, 'log') === 'true' ? { log: true } : {}),
      },
    ]);
    return [own];
  }
}

function aclOf(row: Row): AclFacts {
  return {
    action: textIn(row, 'action'),
    priority: numberIn(row, 'priority'),
    direction: textIn(row, 'direction') || 'to-lport',
    tier: numberIn(row, 'tier') || 0,
  };
}

interface AclFacts {
  readonly action: string;
  readonly priority: number;
  readonly direction: string;
  readonly tier: number;
}

/** What of an ACL 2015 does not know: `with direction from-lport`; undefined for one that it knows. */
export function wrongAcl2015({ action, priority, direction, tier }: AclFacts): string | undefined {
  if (direction !== 'to-lport') return `with direction ${direction.slice(0, 20)}`;
  if (tier > 0) return 'of a tier above 0';
  if (!ACTIONS.has(action)) return `with action ${action.slice(0, 20)}`;
  return Number.isInteger(priority) && priority >= 1 && priority <= 65535 ? undefined : 'with priority 0';
}

/** MAC addresses and `unknown`; of `dynamic` only how many there are. IP addresses beside a MAC were not known in 2015. */
function macsOf(addresses: readonly string[]): readonly [readonly string[], number] {
  const first = addresses.map((address) => address.trim().split(/\s+/)[0] ?? '');
  const macs = first.filter((word) => word === 'unknown' || /^(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$/.test(word));
  return [[...new Set(macs)], first.filter((word) => word === 'dynamic').length];
}

function some(column: string, values: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return values.length === 0 ? {} : { [column]: values };
}
