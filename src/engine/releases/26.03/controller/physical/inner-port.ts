/** Ports that lead from one datapath to another without leaving the switch: patch ports and gateways that are here. */
import type { LocalDatapath } from '../local-datapaths';
import type { Port, PortType } from '../facts/southbound';
import { clearRegisters, flow, load, NO_PORT, outport, REGISTERS, resubmit, TABLES, type WantedFlow } from '../flows';
import { enter } from './enter';
import { deliveryFlows } from './local-port';
import type { OwnView } from './view';

/** A packet for a patch port goes on as a copy that enters the datapath of its peer. */
export function patchFlows(view: OwnView, port: Port, datapath: LocalDatapath): readonly WantedFlow[] {
  const peer = peerOf(view, port);
  if (peer === undefined) return [];
  const crossing = [
    { type: 'ct_clear' as const },
    load(REGISTERS.dnatZone, 0),
    load(REGISTERS.snatZone, 0),
    load(REGISTERS.portZone, 0, 0, 16),
    ...enter(view, peer),
    load(REGISTERS.flags, 0),
    load(REGISTERS.outport, 0),
    ...clearRegisters(),
    resubmit(TABLES.ingress),
  ];
  return [
    ...deliveryFlows(view, port, datapath, undefined),
    flow(port.uuid, TABLES.logicalToPhysical, 100, outport(datapath.key, port.key), [
      { type: 'clone', actions: crossing },
    ]),
  ];
}

/** Both must name each other, and be of kinds that go together. */
function peerOf({ world }: OwnView, port: Port): Port | undefined {
  const peer = world.port(port.options.get('peer'));
  if (peer?.options.get('peer') !== port.name) return undefined;
  const inner: readonly PortType[] = ['patch', 'l3gateway'];
  const together = peer.type === port.type || (inner.includes(peer.type) && inner.includes(port.type));
  return together ? peer : undefined;
}

/** A packet for a gateway that is here goes on to the distributed port behind it. */
export function gatewayFlows(view: OwnView, port: Port, { key }: LocalDatapath): readonly WantedFlow[] {
  const distributed = view.world.port(port.options.get('distributed-port') ?? '');
  const actions =
    distributed?.datapath === port.datapath
      ? [
          load(REGISTERS.outport, distributed.key),
          ...view.zones.load(distributed),
          // It may go out by the tunnel that it came from.
          load('in_port', NO_PORT),
          resubmit(TABLES.checkLoopback),
        ]
      : [];
  return [flow(port.uuid, TABLES.localOutput, 100, outport(key, port.key), actions)];
}
