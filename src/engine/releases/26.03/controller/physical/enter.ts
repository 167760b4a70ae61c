/** How a packet of a port enters the ingress pipeline. */
import type { OfAction } from '../../../../openflow';
import type { Port } from '../facts/southbound';
import { load, REGISTERS } from '../flows';
import type { OwnView } from './view';

/** Where packets of the port begin, and in which zones they are tracked. */
export function enter({ world, zones }: OwnView, port: Port): readonly OfAction[] {
  return [
    ...zones.load(port),
    load('metadata', world.sb.datapaths.get(port.datapath)?.key ?? 0),
    load(REGISTERS.inport, port.key),
  ];
}

/** `enter`, and by which of its own addresses the hypervisor sends into tunnels what the port sends. */
export function enterWithEncap(view: OwnView, port: Port, encap = 0): readonly OfAction[] {
  return [...enter(view, port), load(REGISTERS.encap, encap, 16, 16)];
}
