/** Table 0 of 2015: what may enter a switch, and from which port. */
import { because, quote, rowsOf, type SwitchStage } from '../switch-stage';
import { allowedAddresses, explainDisabled, explainPortSecurity } from './port-security';

const PLACE = { kind: 'switch', direction: 'ingress', number: 0, name: 'Ingress port security' } as const;

const PRIORITIES = {
  'admission-vlan': 100,
  'admission-multicast-source': 100,
  'port-security-in': 50,
  'admission-default': 0,
} as const;
const row = rowsOf(PLACE, PRIORITIES);

export const portSecurityIngress: SwitchStage = {
  place: PLACE,
  text: ({ disablesPorts }) =>
    `Drops VLAN-tagged packets and broadcast sources. What ${disablesPorts ? 'an enabled' : 'a'} port of the switch may send goes on; anything else is dropped.`,
  switchRows: ({ drop }, sw) => [
    row(sw, 'admission-vlan', 'vlan.present', drop, () =>
      because(`Switch ${quote(sw.name)} drops packets with a VLAN tag: a logical switch has no VLANs of its own.`, sw),
    ),
    row(sw, 'admission-multicast-source', 'eth.src[40]', drop, () =>
      because(`Switch ${quote(sw.name)} drops packets from a broadcast or multicast address: nobody has one.`, sw),
    ),
    row(sw, 'admission-default', '1', drop, () =>
      because(`Switch ${quote(sw.name)} drops what none of its ports may send.`, sw),
    ),
  ],
  portRows({ next, drop, addressSet }, sw, port) {
    const { quoted, enabled } = port;
    const { addresses } = allowedAddresses(port);
    const constraint = addresses.length === 0 ? '' : ` && eth.src == ${addressSet(addresses)}`;
    const reason = () =>
      !enabled
        ? `Port ${quoted} is disabled: what it sends is dropped.`
        : addresses.length === 0
          ? `Port ${quoted} has no port security, so it may send from any address.`
          : `Port security of ${quoted} lets it send only from ${addresses.join(', ')}.`;
    return [
      row(sw, 'port-security-in', `inport == ${quoted}${constraint}`, enabled ? next : drop, () =>
        because(reason(), port, sw),
      ),
    ];
  },
  drops: {
    byRule: {
      'admission-vlan': ({ where, reason }) => ({
        sentence: `${where}: the packet has a VLAN tag, and a logical switch has no VLANs.`,
        causes: reason?.nb ?? [],
      }),
      'admission-multicast-source': ({ where, reason }) => ({
        sentence: `${where}: its source is a broadcast or multicast address, which nobody has.`,
        causes: reason?.nb ?? [],
      }),
      'port-security-in': (copy) => explainDisabled(copy, copy.inport),
      'admission-default': (copy) => explainPortSecurity(copy, 'ingress'),
    },
  },
};
