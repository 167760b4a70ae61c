/**
 * ovn-controller of 26.03 as the daemon of one hypervisor: it prepares br-int, makes its chassis known, keeps tunnels and patch
 * ports, and hands on what `Controller` makes of both databases. What it has written it reads back when that wakes it.
 */
import type {
  ControllerMemory,
  ControllerProgram,
  ControllerResult,
  ControllerSeen,
  ControllerView,
  MakeController,
  PacketState,
  PacketTurn,
  OriginFlow,
  SwitchTables,
} from '../../../controller';
import { formatGroup, formatMeter, parseGroup, parseMeter } from '../../../openflow';
import { getPairs, mapWith, type ChangeSet, type DatabaseView, type RowEdit } from '../../../ovsdb';
import type { LogRecord, Millis, Result, Uuid, Work } from '../../../base';
import type { Output } from '../../../vswitch';
import { BridgePorts } from './chassis/bridge-ports';
import { markIndex, prepareBridge } from './chassis/integration-bridge';
import { planPatchPorts } from './chassis/patch-ports';
import { acknowledge, register, unregister } from './chassis/registration';
import { chassisSettings, type ChassisSettings } from './chassis/settings';
import { planTunnels, removeTunnels } from './chassis/tunnels';
import { Controller } from './controller';
import { OriginFlows } from './flow-origins';
import { LogicalCompiler } from './logical/compile';
import { newPinctrlState, runPinctrl, type PinctrlState } from './packet-in';

/** What the datapath of Open vSwitch 3.7 can do. */
const FEATURES = { zeroSnat: true, symmetricHash: true, meters: true } as const;

/** Controllers of one deployment: each text is compiled once for all of them. */
export function controllersOfToday(): MakeController {
  const compiler = new LogicalCompiler();
  return (host, memory) => new TodayController(host, compiler, memory);
}

class TodayController implements ControllerProgram {
  readonly #host: string;
  readonly #inner: Controller;
  readonly #flows = new OriginFlows();
  #registeredAs: string | undefined;
  /** Groups and meters as the switch was last told of them. */
  #told: string | undefined;
  /** Changes went by unseen: the next run must read everything. */
  #stale = true;
  #remembered: ControllerMemory | undefined;

  constructor(host: string, compiler: LogicalCompiler, memory: ControllerMemory | undefined) {
    this.#host = host;
    const numbered = { groups: memory?.groups ?? [], meters: memory?.meters ?? [] };
    this.#inner = new Controller({ compiler, features: FEATURES, numbered });
    this.#registeredAs = memory?.registeredAs;
    this.#remembered = memory;
  }

  *running(view: ControllerView, asked: ControllerSeen): Work<ControllerResult> {
    const { sb, ovs } = view;
    const settings = chassisSettings(ovs);
    if (settings?.systemId === undefined || settings.remote === undefined) {
      this.#stale = true;
      const missing = settings?.systemId === undefined ? 'system-id' : 'ovn-remote';
      return { ...NOTHING, log: [info('main', `external-ids:${missing} is not set; waiting`)] };
    }
    const seen = this.#stale ? 'all' : asked;
    this.#stale = false;
    const output = yield* this.#inner.running(view, seen);
    const flows = this.#flows.follow(sb, output.flows);
    const log: LogRecord[] = [...output.log];
    const housekeeping = this.#keepHouse(view, seen, { ...settings, systemId: settings.systemId }, log);
    const edits = { sb: [...housekeeping.sb, ...output.sb], ovs: [...housekeeping.ovs, ...output.ovs] };
    // What is still to be written will wake it, and then everything that was asked for is done.
    if (edits.sb.length + edits.ovs.length === 0) edits.sb.push(...acknowledge(sb, settings.systemId));
    const tables = this.#tables(seen === 'all');
    return {
      ...edits,
      flows: seen === 'all' ? { replaceAll: this.#flows.all() } : flows,
      ...(tables === undefined ? {} : { tables }),
      log,
    };
  }

  /** What was not committed is asked for again by a run over everything, which comes next. */
  notCommitted(): void {
    this.#stale = true;
  }

  exit({ sb, ovs }: ControllerView): Pick<ControllerResult, 'sb' | 'ovs' | 'log'> {
    const settings = chassisSettings(ovs);
    const name = this.#registeredAs ?? settings?.systemId;
    const edits: RowEdit[] = [];
    if (settings?.bridge !== undefined) {
      const ports = new BridgePorts(ovs);
      removeTunnels(ovs, settings.bridge, ports);
      edits.push(...ports.edits());
    }
    const index = `ovn-chassis-idx-${name ?? ''}`;
    const config = settings === undefined ? [] : getPairs(settings.root, 'other_config');
    if (settings !== undefined && config.some(([key]) => key === index)) {
      const row = { other_config: mapWith(config, index, undefined) };
      edits.push({ op: 'update', table: 'Open_vSwitch', uuid: settings.root._uuid, row });
    }
    return { sb: name === undefined ? [] : unregister(sb, name), ovs: edits, log: [] };
  }

  memory(): ControllerMemory {
    const { groups, meters } = this.#inner.numbered();
    const held = this.#remembered;
    const isSame =
      held?.registeredAs === this.#registeredAs &&
      (held?.groups ?? []).length === groups.length &&
      (held?.meters ?? []).length === meters.length;
    if (held !== undefined && isSame) return held;
    this.#remembered = {
      ...NO_MEMORY,
      registeredAs: this.#registeredAs,
      ...(groups.length === 0 ? {} : { groups: [...groups] }),
      ...(meters.length === 0 ? {} : { meters: [...meters] }),
    };
    return this.#remembered;
  }

  hears(
    event: Output | 'wake',
    { sb, ovs, now }: ControllerView & { readonly now: Millis },
    state: PacketState | undefined,
  ): PacketTurn {
    const known = state === undefined ? undefined : PACKET_STATES.get(state);
    const before = known ?? newPinctrlState(SEED);
    const chassis = chassisSettings(ovs)?.systemId;
    const { request } = event === 'wake' ? {} : event;
    if (chassis === undefined || (event !== 'wake' && request === undefined))
      return { state: remembered(before), answers: [], sb: [], log: [] };
    const told = event === 'wake' || request === undefined ? 'wake' : { ...event, request };
    const isLocal = (datapath: Uuid) => this.#inner.isLocal(datapath);
    const { outs, state: after, ...turn } = runPinctrl(told, { sb, chassis, isLocal, now }, before);
    return { ...turn, answers: outs, state: remembered(after) };
  }

  problem(): undefined {
    return undefined;
  }

  flowsOf(row: Uuid): readonly OriginFlow[] {
    return this.#flows.ofRow(row);
  }

  /** All that is not made of logical flows: br-int itself, the rows of the chassis, tunnels and patch ports. */
  #keepHouse(
    { sb, ovs }: ControllerView,
    seen: ControllerSeen,
    settings: ChassisSettings & { readonly systemId: string },
    log: LogRecord[],
  ): Record<'sb' | 'ovs', readonly RowEdit[]> {
    const { systemId, bridge } = settings;
    const prepared = [...prepareBridge(ovs, settings), ...markIndex(settings)];
    if (bridge === undefined) return { sb: [], ovs: prepared };
    const edits: RowEdit[] = [];
    if (concerns(seen, REGISTERED)) {
      if (this.#registeredAs !== undefined && this.#registeredAs !== systemId)
        edits.push(...unregister(sb, this.#registeredAs));
      const registration = register(sb, settings, systemId, this.#host);
      edits.push(...registration.edits);
      log.push(...registration.log);
    }
    const own = sb.find('Chassis', 'name', systemId);
    if (own !== undefined) this.#registeredAs = systemId;
    const ports = new BridgePorts(ovs);
    if (own !== undefined && concerns(seen, TUNNELLED)) log.push(...planTunnels({ sb, ovs }, settings, own, ports));
    if (own !== undefined && concerns(seen, BRIDGED))
      log.push(...planPatchPorts(ovs, settings, this.#inner.networkPorts(), ports));
    return { sb: edits, ovs: [...prepared, ...ports.edits()] };
  }

  #tables(all: boolean): SwitchTables | undefined {
    const groups = this.#inner.groups().map(({ id, text }) => read(parseGroup(`group_id=${id},${text}`)));
    const meters = this.#inner.meters().map(({ id, text }) => read(parseMeter([`meter=${id} ${text}`])));
    const text = [...groups.map(formatGroup), ...meters.map(formatMeter)].join('\n');
    if (!all && text === this.#told) return undefined;
    this.#told = text;
    return { groups, meters, geneveOption: GENEVE_OPTION };
  }
}

/** Where the chance of what is done with packets begins. */
const SEED = 1;

/** A state is nothing but itself to whoever keeps it. */
const PACKET_STATES = new WeakMap<PacketState, PinctrlState>();

function remembered(state: PinctrlState): PacketState {
  PACKET_STATES.set(state, state);
  return state;
}

/** What is read into tun_metadata0: the option that OVN has put the ports of a packet into since 2015. */
const GENEVE_OPTION = { class: 0x0102, type: 0x80 };

const NOTHING: ControllerResult = { sb: [], ovs: [], flows: { added: [], removed: [] }, log: [] };

/** What only the controllers of 2015 had to remember. */
const NO_MEMORY: ControllerMemory = {
  registeredAs: undefined,
  held: [],
  overwritten: { settings: '', encaps: [] },
  datapaths: [],
  nextDatapath: 0,
};

type Tables = Readonly<Record<'sb' | 'ovs', ReadonlySet<string>>>;

/** The tables that each of its duties depends on. */
const REGISTERED: Tables = {
  sb: new Set(['Chassis', 'Chassis_Private', 'Encap']),
  ovs: new Set(['Open_vSwitch', 'Bridge']),
};
const PORTS: ReadonlySet<string> = new Set(['Open_vSwitch', 'Bridge', 'Port', 'Interface']);
const TUNNELLED: Tables = { sb: new Set(['Chassis', 'Encap', 'SB_Global']), ovs: PORTS };
const BRIDGED: Tables = { sb: new Set(['Chassis', 'Port_Binding', 'Datapath_Binding']), ovs: PORTS };

function concerns(seen: ControllerSeen, tables: Tables): boolean {
  const touches = (changes: ChangeSet, names: ReadonlySet<string>) => changes.some(({ table }) => names.has(table));
  return seen === 'all' || touches(seen.sb, tables.sb) || touches(seen.ovs, tables.ovs);
}

/** Datapaths go by the same number everywhere. */
export function datapathNumbers(sb: DatabaseView): readonly (readonly [Uuid, number])[] {
  return Array.from(sb.rows('Datapath_Binding').values(), (row) => [row._uuid, Number(row.tunnel_key)] as const);
}

/** The texts are our own: one that cannot be read is a mistake. */
function read<T>(parsed: Result<T>): T {
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

function info(module: string, message: string): LogRecord {
  return { level: 'INFO', module, message };
}
