/** Flows that every hypervisor has, whatever is on it. */
import type { OfAction } from '../../../../openflow';
import {
  clearRegisters,
  ETH,
  flagged,
  flow,
  load,
  move,
  REGISTERS,
  resubmit,
  TABLES,
  type Term,
  type WantedFlow,
} from '../flows';
import { drop, type View } from './view';

export function commonFlows(view: View): readonly WantedFlow[] {
  const own = (table: number, priority: number, terms: readonly Term[], actions: readonly OfAction[]) =>
    flow(undefined, table, priority, terms, actions);
  const dropped = (table: number) => own(table, 0, [], drop(view, table));
  const onward = (table: number, next: number) => own(table, 0, [], [resubmit(next)]);
  return [
    dropped(TABLES.physicalToLogical),
    onward(TABLES.zoneLookup, TABLES.ingress),
    onward(TABLES.largePackets, TABLES.remoteOutput),
    // An error about a packet that was too large is delivered here.
    own(TABLES.largePacketErrors, 10, [flagged(['allowLoopback'])], [resubmit(TABLES.localOutput)]),
    onward(TABLES.largePacketErrors, TABLES.remoteOutput),
    // What came from a hardware gateway does not go out into tunnels again.
    own(TABLES.remoteOutput, 150, [flagged(['fromRamp'], ['allowLoopback'])], [resubmit(TABLES.localOutput)]),
    own(TABLES.remoteOutput, 150, [flagged(['localOnly'])], [resubmit(TABLES.localOutput)]),
    onward(TABLES.remoteOutput, TABLES.remoteRampOutput),
    onward(TABLES.remoteRampOutput, TABLES.localOutput),
    dropped(TABLES.localOutput),
    own(TABLES.checkLoopback, 0, [], [...clearRegisters(), resubmit(TABLES.egress)]),
    onward(TABLES.saveInport, TABLES.logicalToPhysical),
    dropped(TABLES.logicalToPhysical),
    ...originalFlows(),
    own(TABLES.stateSave, 65534, [], [move('ct_state', 0, REGISTERS.savedState, 0, 8)]),
    own(TABLES.stateSave, 65535, [['ct_state', 0, TRACKED]], [load(REGISTERS.savedState, 0, 0, 8)]),
    own(TABLES.fdb, 0, [], [load(REGISTERS.outport, 0)]),
    own(TABLES.remoteFdb, 0, [], [load(REGISTERS.remoteOutport, 0)]),
  ];
}

const TRACKED = 0x20;
const ESTABLISHED = 0x02 | TRACKED;
const NEW = 0x01 | TRACKED;

/** What a connection was addressed to before it was translated. */
function originalFlows(): readonly WantedFlow[] {
  const { result } = REGISTERS;
  return (
    [
      [TABLES.originalPort, [], move('ct_tp_dst', 0, result, 0, 16)],
      [TABLES.originalProtocol, [], move('ct_nw_proto', 0, result, 0, 8)],
      [TABLES.originalIp4, [['eth_type', ETH.ip4]], move('ct_nw_dst', 0, result, 0, 32)],
      [TABLES.originalIp6, [['eth_type', ETH.ip6]], move('ct_ipv6_dst', 0, result, 0, 128)],
    ] as const satisfies readonly (readonly [number, readonly Term[], OfAction])[]
  ).flatMap(([table, terms, action]) => [
    flow(undefined, table, 100, [['ct_state', ESTABLISHED, ESTABLISHED], ...terms], [action]),
    // OVN moves twice for a new connection, which comes to the same.
    flow(undefined, table, 100, [['ct_state', NEW, NEW], ...terms], [action, action]),
  ]);
}
