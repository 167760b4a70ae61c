/** What a port to a physical network needs besides: what stays inside, and whose MAC address goes out. */
import { parseEthernet, type OfAction } from '../../../../openflow';
import type { LocalDatapath } from '../local-datapaths';
import { splitWords } from '../facts/addresses';
import { words } from '../facts/hypervisor';
import type { Chassis, Port } from '../facts/southbound';
import {
  clearRegisters,
  flagged,
  flow,
  output,
  outport,
  resubmit,
  STRIP_VLAN,
  TABLES,
  type Term,
  type WantedFlow,
} from '../flows';
import { enterWithEncap } from './enter';
import { pushVlan, type Access } from './local-port';
import { drop, type OwnView } from './view';

export function localnetFlows(
  view: OwnView,
  port: Port,
  datapath: LocalDatapath,
  access: Access,
): readonly WantedFlow[] {
  return [
    ...insideFlows(view, port, datapath),
    ...externalFlows(view, port, datapath),
    ...arrivingMacs(view, port, datapath, access),
    ...leavingMacs(view, port, datapath, access),
  ];
}

/** Neither what a localport sends nor what is for this hypervisor alone leaves it. */
function insideFlows(view: OwnView, port: Port, { key }: LocalDatapath): readonly WantedFlow[] {
  return [flagged(['localport']), flagged(['localOnly'], ['overrideLocalOnly'])].map((flags) =>
    flow(port.uuid, TABLES.checkLoopback, 160, [...outport(key, port.key), flags], drop(view, TABLES.checkLoopback)),
  );
}

/** But a localport reaches the external ports that this hypervisor serves. */
function externalFlows({ world, self }: OwnView, port: Port, { uuid, key }: LocalDatapath): readonly WantedFlow[] {
  const served = world.sb.externalsOf.values(uuid).filter(({ chassis }) => chassis === self.uuid);
  return served.flatMap(({ macs }) =>
    macs.flatMap((text) => {
      const mac = parseEthernet(splitWords(text)[0] ?? '');
      if (mac === undefined) return [];
      const match: readonly Term[] = [...outport(key, port.key), flagged(['localport']), ['eth_dst', mac]];
      const actions = [...clearRegisters(), resubmit(TABLES.egress)];
      return [flow(port.uuid, TABLES.checkLoopback, 170, match, actions)];
    }),
  );
}

/** Clauses of one conjunctive match: from another chassis' MAC address, and of a network with a router. */
const CHASSIS_MACS = 100;

function clause(number: 1 | 2): readonly OfAction[] {
  return [{ type: 'conjunction', id: CHASSIS_MACS, clause: number, clauses: 2 }];
}

/** Packets of other chassis that may have been routed there, and then bear its MAC address. */
export function chassisMacFlow(chassis: Chassis, mac: bigint): WantedFlow {
  return flow(chassis.uuid, TABLES.physicalToLogical, 180, [['eth_src', mac]], clause(1));
}

/** By physical network, the MAC address with which a chassis sends what it has routed. */
export function chassisMacs({ otherConfig }: Chassis): readonly (readonly [network: string, mac: bigint])[] {
  return words(otherConfig.get('ovn-chassis-mac-mappings')).flatMap((pair) => {
    const [, network = '', text = ''] = /^([^:]*):(.*)$/.exec(pair) ?? [];
    const mac = parseEthernet(text);
    return mac === undefined ? [] : [[network, mac] as const];
  });
}

function arrivingMacs(
  view: OwnView,
  port: Port,
  { uuid }: LocalDatapath,
  { ofport, tag }: Access,
): readonly WantedFlow[] {
  const terms: readonly Term[] = [['in_port', ofport], tag === 0 ? ['vlan_tci', 0, 0x1000] : ['dl_vlan', tag]];
  return view.datapaths.peersOf(uuid).flatMap(({ remote }) => {
    const mac = routerMac(remote);
    if (mac === undefined) return [];
    const actions: readonly OfAction[] = [
      ...(tag === 0 ? [] : [STRIP_VLAN]),
      ...enterWithEncap(view, port),
      { type: 'set_field', field: 'eth_src', value: mac },
      resubmit(TABLES.ingress),
    ];
    return [
      flow(remote.uuid, TABLES.physicalToLogical, 180, [...terms, ['conj_id', CHASSIS_MACS]], actions),
      flow(remote.uuid, TABLES.physicalToLogical, 180, terms, clause(2)),
    ];
  });
}

function routerMac({ macs: [text = ''] }: Port): bigint | undefined {
  return parseEthernet(splitWords(text)[0] ?? '');
}

function leavingMacs(
  view: OwnView,
  port: Port,
  { uuid, key }: LocalDatapath,
  { ofport, tag }: Access,
): readonly WantedFlow[] {
  const { world, self, datapaths } = view;
  const chassis = world.sb.chassis.get(self.uuid);
  const network = port.options.get('network_name');
  const [, own] = (chassis ? chassisMacs(chassis) : []).find(([name]) => name === network) ?? [];
  if (own === undefined) return [];
  return datapaths.peersOf(uuid).flatMap(({ remote }) => {
    const mac = routerMac(remote);
    // Where the gateway is, the router's own address is right.
    if (mac === undefined || world.port(`cr-${remote.name}`)?.chassis === self.uuid) return [];
    const write = (value: bigint): OfAction => ({ type: 'set_field', field: 'eth_src', value });
    const actions = [
      write(own),
      ...(tag === 0 ? [] : pushVlan(port.options, tag)),
      output(ofport),
      // The rest of a flood is as it was.
      write(mac),
      ...(tag === 0 ? [] : [STRIP_VLAN]),
    ];
    return [flow(port.uuid, TABLES.logicalToPhysical, 150, [...outport(key, port.key), ['eth_src', mac]], actions)];
  });
}
