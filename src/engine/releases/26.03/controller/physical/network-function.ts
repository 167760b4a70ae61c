/**
 * A network function in the path of other ports' packets, on a switch with a physical network: what
 * comes out of it returns to the hypervisor from which the packet was sent to it. The tunnel that it
 * came by is kept with the connection, in the zone of the port by which it went in.
 */
import type { Uuid } from '../../../../base';
import type { OfAction } from '../../../../openflow';
import type { LocalDatapath } from '../local-datapaths';
import type { Port } from '../facts/southbound';
import {
  ETH,
  flagged,
  flow,
  inport,
  load,
  move,
  output,
  REGISTERS,
  setFlag,
  TABLES,
  type Term,
  type WantedFlow,
} from '../flows';
import type { OwnView } from './view';

export function networkFunctionFlows(view: OwnView, port: Port, datapath: LocalDatapath): readonly WantedFlow[] {
  const linked = view.world.port(port.options.get('nf-linked-port'));
  if (linked?.type !== port.type || linked.options.get('nf-linked-port') !== port.name) return [];
  const [own, other] = [port, linked].map(({ name }) => view.zones.ofPort(name));
  if (!own || !other) return [];
  const tunnels = view.world.here.tunnels;
  const ofports = tunnels.keys().flatMap((uuid: Uuid) => tunnels.get(uuid)?.ofport ?? []);
  return [
    ...returningFlows(port.uuid, datapath.key, port.key, other, ofports),
    ...returningFlows(port.uuid, datapath.key, linked.key, own, ofports),
  ];
}

const INVALID = 0x10;

/** `zone` is that of the port by which packets go in when they come out of this one. */
function returningFlows(
  row: Uuid,
  datapath: number,
  port: number,
  zone: number,
  ofports: readonly number[],
): readonly WantedFlow[] {
  const from = inport(datapath, port);
  const again = [...from, flagged(['recirculated'])];
  const own = (priority: number, terms: readonly Term[], actions: readonly OfAction[]) =>
    flow(row, TABLES.localOutput, priority, terms, actions);
  return [
    own(
      110,
      [...from, ['eth_type', ETH.ip4], flagged([], ['recirculated'])],
      [
        setFlag('recirculated'),
        load(REGISTERS.portZone, zone, 0, 16),
        {
          type: 'ct',
          exec: [],
          table: TABLES.localOutput,
          zone: { field: REGISTERS.portZone, offset: 0, bits: 16 },
        },
      ],
    ),
    ...ofports.flatMap((ofport) => {
      const actions = [
        load('tun_id', datapath, 0, 24),
        move(REGISTERS.outport, 0, 'tun_metadata0', 0, 32),
        load('tun_metadata0', port, 16, 15),
        output(ofport),
      ];
      const label = BigInt(ofport) << 80n;
      return [
        // It answered by the port that the packet went in by: the zone of the other knows nothing of it.
        own(110, [...again, ['ct_state', INVALID, INVALID], [REGISTERS.tunnel, ofport << 16, 0xffff0000]], actions),
        own(109, [...again, ['ct_label', label, 0xffffn << 80n]], actions),
      ];
    }),
  ];
}
