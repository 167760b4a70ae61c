/**
 * How a hypervisor is made known (controller/chassis.c of OVN): a row of Chassis with what others want to know
 * of it, one of Encap for each end of tunnels that it has, and one of Chassis_Private for what it alone writes.
 */
import { freshUuid } from '../../../../controller';
import type { LogRecord, Uuid } from '../../../../base';
import {
  getNumber,
  getOptionalUuid,
  getString,
  getUuids,
  valuesEqual,
  type ColumnValue,
  type DatabaseView,
  type Row,
  type RowEdit,
} from '../../../../ovsdb';
import { words } from '../facts/hypervisor';
import { flag, readMap } from '../facts/southbound';
import { datapathTypeOf, interfaceTypesOf, type ChassisSettings } from './settings';

export interface Registration {
  readonly edits: readonly RowEdit[];
  readonly log: readonly LogRecord[];
}

/** Makes the rows of `systemId` say what its hypervisor is; `host` is the name of the machine. */
export function register(sb: DatabaseView, settings: ChassisSettings, systemId: string, host: string): Registration {
  if (settings.encapTypes.length === 0 || settings.encapIps.length === 0)
    return { edits: [], log: [info('Need to specify an encap type and ip')] };
  const log: LogRecord[] = [];
  const chassis = sb.find('Chassis', 'name', systemId);
  const encaps = wantedEncaps(sb, settings, systemId, log);
  const own = sb.find('Chassis_Private', 'name', systemId);
  if (encaps.length === 0) {
    // All its addresses are another's: it cannot be reached, and so it is not there.
    const gone = [
      ['Chassis', chassis],
      ['Chassis_Private', own],
    ] as const;
    return {
      edits: gone.flatMap(([table, row]) => (row === undefined ? [] : { op: 'delete', table, uuid: row._uuid })),
      log,
    };
  }
  const uuid = chassis?._uuid ?? freshUuid(sb, 'Chassis', systemId);
  const edits = encaps.flatMap(({ edit }) => edit ?? []);
  const wanted = {
    hostname: settings.get('hostname') ?? host,
    other_config: otherConfig(settings, chassis),
    transport_zones: Array.from(new Set(words(settings.get('ovn-transport-zones')))).sort(),
    encaps: encaps.map((encap) => encap.uuid).sort(),
  };
  if (chassis === undefined) edits.push({ op: 'insert', table: 'Chassis', uuid, row: { name: systemId, ...wanted } });
  else edits.push(...updated('Chassis', chassis, wanted));
  if (own === undefined) {
    const fresh = freshUuid(sb, 'Chassis_Private', systemId);
    edits.push({ op: 'insert', table: 'Chassis_Private', uuid: fresh, row: { name: systemId, chassis: [uuid] } });
  } else if (getOptionalUuid(own, 'chassis') !== uuid)
    edits.push({ op: 'update', table: 'Chassis_Private', uuid: own._uuid, row: { chassis: [uuid] } });
  return { edits, log };
}

/** Takes a hypervisor out of the southbound database: its rows, and itself out of the bindings of ports. */
export function unregister(sb: DatabaseView, systemId: string): readonly RowEdit[] {
  const chassis = sb.find('Chassis', 'name', systemId);
  const own = sb.find('Chassis_Private', 'name', systemId);
  const edits: RowEdit[] = [];
  if (chassis !== undefined) {
    for (const row of sb.rows('Port_Binding').values()) {
      const isMain = getOptionalUuid(row, 'chassis') === chassis._uuid;
      const others = getUuids(row, 'additional_chassis').filter((uuid) => uuid !== chassis._uuid);
      const isAdditional = others.length < getUuids(row, 'additional_chassis').length;
      if (!isMain && !isAdditional) continue;
      const released = {
        ...(isMain ? { chassis: [], encap: [], up: [false] } : {}),
        ...(isAdditional ? { additional_chassis: others } : {}),
      };
      edits.push({ op: 'update', table: 'Port_Binding', uuid: row._uuid, row: released });
    }
    edits.push({ op: 'delete', table: 'Chassis', uuid: chassis._uuid });
  }
  if (own !== undefined) edits.push({ op: 'delete', table: 'Chassis_Private', uuid: own._uuid });
  return edits;
}

/** Says which configuration this hypervisor has carried out, so that `--wait=hv` ends. */
export function acknowledge(sb: DatabaseView, systemId: string): readonly RowEdit[] {
  const own = sb.find('Chassis_Private', 'name', systemId);
  const [global] = sb.rows('SB_Global').values();
  if (own === undefined || global === undefined) return [];
  const asked = getNumber(global, 'nb_cfg');
  if (getNumber(own, 'nb_cfg') === asked || !flag(readMap(global, 'options'), 'enable_chassis_nb_cfg_update', true))
    return [];
  return [{ op: 'update', table: 'Chassis_Private', uuid: own._uuid, row: { nb_cfg: asked } }];
}

/** Keys of external_ids that are told to everybody, with what is told where they are not set. */
const TOLD: readonly (readonly [key: string, otherwise: string])[] = [
  ['ovn-bridge-mappings', ''],
  ['ovn-cms-options', ''],
  ['ovn-monitor-all', 'false'],
  ['ovn-enable-lflow-cache', 'true'],
  ['ovn-limit-lflow-cache', ''],
  ['ovn-memlimit-lflow-cache-kb', ''],
  ['ovn-trim-limit-lflow-cache', ''],
  ['ovn-trim-wmark-perc-lflow-cache', ''],
  ['ovn-trim-timeout-ms', ''],
  ['ovn-chassis-mac-mappings', ''],
  ['ovn-evpn-vxlan-ports', ''],
  ['ovn-evpn-local-ip', ''],
];

/** What every controller of this release can do, for an ovn-northd that asks before it makes use of it. */
const CAPABILITIES = [
  'port-up-notif',
  'ct-no-masked-label',
  'mac-binding-timestamp',
  'ovn-ct-lb-related',
  'fdb-timestamp',
  'ls-dpg-column',
  'ct-commit-nat-v2',
  'ct-commit-to-zone',
  'ovn-sample-with-registers',
  'ct-next-zone',
  'ct-label-flush',
  'ct-state-save',
] as const;

/** Who is a gateway of another kind says so itself. */
const KEPT: readonly string[] = ['is-vtep', 'is-remote'];

function otherConfig(settings: ChassisSettings, chassis: Row | undefined): ColumnValue {
  const held = chassis === undefined ? new Map<string, string>() : readMap(chassis, 'other_config');
  const config = new Map<string, string>(TOLD.map(([key, otherwise]) => [key, settings.get(key) ?? otherwise]));
  config.set('datapath-type', datapathTypeOf(settings.bridge));
  config.set('iface-types', interfaceTypesOf(settings));
  config.set('is-interconn', String(settings.get('ovn-is-interconn')?.toLowerCase() === 'true'));
  for (const key of CAPABILITIES) config.set(key, 'true');
  for (const key of KEPT) {
    const value = held.get(key);
    if (value !== undefined) config.set(key, value);
  }
  return Array.from(config).sort(([a], [b]) => (a < b ? -1 : 1));
}

interface WantedEncap {
  readonly uuid: Uuid;
  readonly edit: RowEdit | undefined;
}

/** Every type with every address; an address that another chassis has is left to it. */
function wantedEncaps(
  sb: DatabaseView,
  { encapTypes, encapIps, get }: ChassisSettings,
  systemId: string,
  log: LogRecord[],
): readonly WantedEncap[] {
  const preferred = get('ovn-encap-ip-default');
  const rows = Array.from(sb.rows('Encap').values());
  const usable = encapTypes.filter((type) => {
    const known = type === 'geneve' || type === 'vxlan';
    if (!known) log.push(info(`Unknown tunnel type: ${type}`));
    return known;
  });
  return encapIps.flatMap((ip) =>
    usable.flatMap((type): WantedEncap[] => {
      const row = rows.find((each) => getString(each, 'ip') === ip && getString(each, 'type') === type);
      const owner = row === undefined ? systemId : getString(row, 'chassis_name');
      if (owner !== systemId) {
        const message = `'${owner}' already has encap ip '${ip}' and type '${type}', cannot duplicate on '${systemId}'`;
        log.push({ level: 'WARN', module: 'chassis', message });
        return [];
      }
      const isDefault = encapIps.length > 1 && ip === preferred;
      const options = [
        ['csum', get('ovn-encap-csum') ?? 'true'],
        ...(isDefault ? ([['is_default', 'true']] as const) : []),
      ] as const;
      if (row !== undefined) return [{ uuid: row._uuid, edit: updated('Encap', row, { options })[0] }];
      const uuid = freshUuid(sb, 'Encap', `${systemId}\n${type}\n${ip}`);
      return [
        { uuid, edit: { op: 'insert', table: 'Encap', uuid, row: { type, ip, chassis_name: systemId, options } } },
      ];
    }),
  );
}

/** The columns that are to be other than they are. */
function updated(table: string, row: Row, wanted: Readonly<Record<string, ColumnValue>>): readonly RowEdit[] {
  const wrong = Object.entries(wanted).filter(([column, value]) => !sameValue(row[column], value));
  return wrong.length === 0 ? [] : [{ op: 'update', table, uuid: row._uuid, row: Object.fromEntries(wrong) }];
}

function sameValue(held: ColumnValue | undefined, wanted: ColumnValue): boolean {
  return held !== undefined && valuesEqual(held, wanted);
}

function info(message: string): LogRecord {
  return { level: 'INFO', module: 'chassis', message };
}
