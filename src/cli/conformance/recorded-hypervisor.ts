/** The databases of a recorded hypervisor: the southbound one as it is, and an Open_vSwitch that says what was recorded of it. */
import { createRandom, isRecord, type Uuid } from '../../engine/base';
import { Database, getOptionalUuid, getString, getUuids, loadDatabase, type RowEdit } from '../../engine/ovsdb';
import { hypervisor26_03 } from '../../engine/releases';
import { asList, asText, field, list, NotACase } from './recorded-json';

/** A chassis of a case, with its interfaces. */
export interface RecordedHypervisor {
  readonly name: string;
  readonly ip: string;
  readonly mappings: string;
  readonly vifs: readonly { readonly iface: string; readonly logicalPort: string; readonly ofport: number }[];
  /** Name and number of every interface. */
  readonly ports: readonly (readonly [name: string, ofport: number])[];
  readonly zones: ReadonlyMap<string, number>;
}

export function readHypervisors(json: unknown): readonly RecordedHypervisor[] {
  const vifs = list(json, 'vifs');
  return list(json, 'chassis').map((chassis) => {
    const name = asText(field(chassis, 'name'));
    const own = vifs.filter((vif) => field(vif, 'chassis') === name);
    return {
      name,
      ip: asText(field(chassis, 'ip')),
      mappings: asText(field(chassis, 'mappings')),
      vifs: own.map((vif) => ({
        iface: asText(field(vif, 'iface')),
        logicalPort: asText(field(vif, 'iface-id')),
        ofport: Number(field(vif, 'ofport')),
      })),
      ports: list(field(json, 'ports'), name).map((pair) => {
        const [iface, ofport] = asList(pair);
        return [asText(iface), Number(ofport)] as const;
      }),
      zones: new Map(
        list(field(json, 'zones'), name).map((line) => {
          const [, user = '', zone = ''] = /^(.*) (\d+)$/.exec(asText(line)) ?? [];
          return [user, Number(zone)];
        }),
      ),
    };
  });
}

/** The recorded southbound database. */
export function recordedSouthbound(json: unknown): Database {
  const tables = field(json, 'southbound');
  if (!isRecord(tables)) throw new NotACase('no tables');
  const dump = Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [table, Object.fromEntries(asList(rows).map(readRow))]),
  );
  const loaded = loadDatabase(new Database(hypervisor26_03.schemas.sb, createRandom(1)), dump);
  if (!loaded.ok) throw new NotACase(`the southbound database does not load: ${JSON.stringify(loaded.error)}`);
  return loaded.value;
}

function readRow(row: unknown): readonly [string, unknown] {
  if (!isRecord(row)) throw new NotACase('no row');
  const { _uuid: uuid, ...columns } = row;
  return [asText(asList(uuid)[1]), columns];
}

const BRIDGE = 'br-int';

/**
 * Whose BFD may have answered a chassis when the recording was made, which nobody wrote down. Where the port of a group
 * of gateways was bound, they heard of each other and of those that they serve; where it was not yet, of nobody. Since
 * BFD comes up tunnel by tunnel, each other state is possible too, and comes after that.
 */
export function answersOf(sb: Database, chassis: string, others: readonly string[]): readonly ReadonlySet<string>[] {
  const likely = answering(sb, chassis);
  if (sb.rows('HA_Chassis').size < 2) return [likely];
  const subsets = others.reduce<readonly (readonly string[])[]>(
    (sets, name) => [...sets, ...sets.map((set) => [...set, name])],
    [[]],
  );
  return [likely, ...subsets.map((names) => new Set(names))];
}

/** Those that hear of each other by BFD; `once` their gateway port is bound, or as soon as they may have it. */
export function answering(sb: Database, chassis: string, once: 'bound' | 'grouped' = 'bound'): ReadonlySet<string> {
  const answers = new Set<string>();
  for (const port of sb.rows('Port_Binding').values()) {
    const group = getOptionalUuid(port, 'ha_chassis_group');
    const row = group === undefined ? undefined : sb.row('HA_Chassis_Group', group);
    if (row === undefined || (once === 'bound' && getOptionalUuid(port, 'chassis') === undefined)) continue;
    const members = getUuids(row, 'ha_chassis').flatMap((uuid) => {
      const member = sb.row('HA_Chassis', uuid);
      return (member && getOptionalUuid(member, 'chassis')) ?? [];
    });
    const names = [...members, ...getUuids(row, 'ref_chassis')].flatMap((uuid) => {
      const named = sb.row('Chassis', uuid);
      return named === undefined ? [] : [getString(named, 'name')];
    });
    if (members.length > 1 && names.includes(chassis)) for (const name of names) answers.add(name);
  }
  return answers;
}

/** Interfaces by what their names say: `ovn-CHASSIS-N` are tunnels, `patch-br-int-to-PORT` patch ports. */
export function recordedOpenVSwitch(
  hypervisor: RecordedHypervisor,
  others: readonly RecordedHypervisor[],
  answers: ReadonlySet<string>,
): Database {
  const db = new Database(hypervisor26_03.schemas.ovs, createRandom(2));
  const edits: RowEdit[] = [];
  const ports: Uuid[] = [];
  const add = (name: string, ofport: number, kind: Interface) => {
    const [port, iface] = [db.newUuid(), db.newUuid()];
    edits.push(
      {
        op: 'insert',
        table: 'Interface',
        uuid: iface,
        row: {
          name,
          ofport: [ofport],
          type: kind.type ?? '',
          external_ids: pairs(kind.interfaceIds),
          options: pairs(kind.options),
          ...(kind.mtu === undefined ? {} : { mtu: [kind.mtu] }),
          ...(kind.answers ? { bfd: pairs({ enable: 'true' }), bfd_status: pairs({ state: 'up' }) } : {}),
        },
      },
      {
        op: 'insert',
        table: 'Port',
        uuid: port,
        row: { name, interfaces: [iface], external_ids: pairs(kind.portIds) },
      },
    );
    ports.push(port);
  };
  for (const [name, ofport] of hypervisor.ports) {
    const kind = interfaceOf(name, hypervisor, others, answers);
    if (kind !== undefined) add(name, ofport, kind);
  }
  const bridge = db.newUuid();
  const zones = Array.from(hypervisor.zones, ([user, zone]) => [`ct-zone-${user}`, String(zone)] as const);
  edits.push(
    { op: 'insert', table: 'Bridge', uuid: bridge, row: { name: BRIDGE, ports, external_ids: zones } },
    {
      op: 'insert',
      table: 'Open_vSwitch',
      row: {
        bridges: [bridge],
        external_ids: pairs({
          'system-id': hypervisor.name,
          'ovn-encap-type': 'geneve',
          'ovn-encap-ip': hypervisor.ip,
          'ovn-bridge-mappings': hypervisor.mappings,
        }),
      },
    },
  );
  const committed = db.commit(edits);
  if (!committed.ok) throw new Error(`Open_vSwitch: ${JSON.stringify(committed.error)}`);
  return db;
}

interface Interface {
  readonly type?: string;
  readonly interfaceIds?: Texts;
  readonly portIds?: Texts;
  readonly options?: Texts;
  readonly mtu?: number;
  /** BFD says that the other end of the tunnel lives. */
  readonly answers?: boolean;
}

type Texts = Readonly<Record<string, string>>;

/** Of every VIF, as Linux has it unless told otherwise. */
const MTU = 1500;

const PATCH = `patch-${BRIDGE}-to-`;

/** Undefined for one that is not on br-int. */
function interfaceOf(
  name: string,
  hypervisor: RecordedHypervisor,
  others: readonly RecordedHypervisor[],
  answers: ReadonlySet<string>,
): Interface | undefined {
  const vif = hypervisor.vifs.find(({ iface }) => iface === name);
  if (vif !== undefined) return { interfaceIds: { 'iface-id': vif.logicalPort }, mtu: MTU };
  if (name === BRIDGE) return { type: 'internal' };
  if (name.startsWith(PATCH)) return { type: 'patch', portIds: { 'ovn-localnet-port': name.slice(PATCH.length) } };
  const other = others.find((one) => one !== hypervisor && name.startsWith(`ovn-${one.name}-`));
  if (other === undefined) return undefined;
  return {
    type: 'geneve',
    answers: answers.has(other.name),
    options: { remote_ip: other.ip },
    portIds: { 'ovn-chassis-id': `${other.name}@${other.ip}%${hypervisor.ip}` },
  };
}

function pairs(texts: Texts = {}): readonly (readonly [string, string])[] {
  return Object.entries(texts);
}
