/** Table 1 of 2015: to which ports a packet goes. */
import { startsWithEthernet } from '../addresses';
import type { DroppedCopy, Explanation } from '../explanation';
import { northboundRow } from '../references';
import { because, quote, rowsOf, type PortFacts, type SwitchStage } from '../switch-stage';

const PLACE = { kind: 'switch', direction: 'ingress', number: 1, name: 'Destination lookup' } as const;

const PRIORITIES = { 'l2-lookup-flood': 100, 'l2-lookup': 50, 'l2-lookup-unknown': 0 } as const;
const row = rowsOf(PLACE, PRIORITIES);

export const destinationLookup: SwitchStage = {
  place: PLACE,
  text: () =>
    'Chooses the outport by the destination address. A broadcast or multicast gets every port of the switch in turn; an address that no port has goes to the ports that take unknown addresses, if there are any.',
  floodRows(dialect, sw, ports) {
    const unknown = ports.filter(isUnknown);
    const copies = (to: readonly PortFacts[]) => to.map(({ quoted }) => dialect.forward(quoted)).join(' ');
    const flood = row(sw, 'l2-lookup-flood', 'eth.dst[40]', copies(ports), () =>
      because(`Switch ${quote(sw.name)} floods broadcasts and multicasts to each of its ports.`, sw, ...ports),
    );
    if (unknown.length === 0) return [flood];
    const others = row(sw, 'l2-lookup-unknown', '1', copies(unknown), () =>
      because(
        `Switch ${quote(sw.name)} sends packets for addresses that it does not know to the ports with the address "unknown".`,
        sw,
        ...unknown,
      ),
    );
    return [flood, others];
  },
  portRows: ({ forward }, sw, port) =>
    port.macs
      .filter(startsWithEthernet)
      .map((mac) =>
        row(sw, 'l2-lookup', `eth.dst == ${mac}`, forward(port.quoted), () =>
          because(`Port ${port.quoted} has the address ${mac}.`, port, sw),
        ),
      ),
  drops: {
    byRule: { 'l2-lookup-flood': nobody, 'l2-lookup-unknown': nobody, 'l2-lookup': nobody },
    unmatched: ({ where, datapath, datapathName, ethDst }) => ({
      sentence: `${where}, destination lookup: no port of ${datapathName} has the address ${ethDst}.`,
      causes: [northboundRow('Logical_Switch', datapath)],
      remedies: [{ kind: 'give-address', datapath, address: ethDst }],
    }),
  },
};

/** Whether a port takes what is sent to addresses that no port has. */
export function isUnknown(port: PortFacts): boolean {
  return port.macs.includes(UNKNOWN);
}

export const UNKNOWN = 'unknown';

/** A row that gives no copy: the switch has no ports. */
function nobody({ where, datapathName, reason }: DroppedCopy): Explanation {
  return { sentence: `${where}: the switch ${datapathName} has no port to flood to.`, causes: reason?.nb ?? [] };
}
