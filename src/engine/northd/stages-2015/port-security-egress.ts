/** Table 3 of 2015: what a port may receive. */
import { because, quote, rowsOf, type SwitchStage } from '../switch-stage';
import { allowedAddresses, explainDisabled, explainPortSecurity } from './port-security';

const PLACE = { kind: 'switch', direction: 'ingress', number: 3, name: 'Egress port security' } as const;

const PRIORITIES = { 'broadcast-delivery': 100, 'port-security-out': 50 } as const;
const row = rowsOf(PLACE, PRIORITIES);

export const portSecurityEgress: SwitchStage = {
  place: PLACE,
  text: ({ deliverBroadcast }) =>
    deliverBroadcast === undefined
      ? 'Hands the packet to its outport if the port may receive it. A port with port security receives only for its own addresses, so no broadcast ever reaches it.'
      : 'Hands broadcasts and multicasts to the outport whatever its port security, and other packets if the port is enabled and may receive them.',
  switchRows({ deliverBroadcast }, sw) {
    if (deliverBroadcast === undefined) return [];
    const reason = `Switch ${quote(sw.name)} delivers broadcasts and multicasts whatever the port security of a port.`;
    return [row(sw, 'broadcast-delivery', 'eth.dst[40]', deliverBroadcast, () => because(reason, sw))];
  },
  portRows({ drop, deliver, addressSet }, sw, port) {
    const { quoted, enabled } = port;
    const { addresses } = allowedAddresses(port);
    const constraint = addresses.length === 0 ? '' : ` && eth.dst == ${addressSet(addresses)}`;
    const reason = () =>
      !enabled
        ? `Port ${quoted} is disabled: nothing is delivered to it.`
        : addresses.length === 0
          ? `Port ${quoted} has no port security, so it receives for any address.`
          : `Port security of ${quoted} lets it receive only for ${addresses.join(', ')}.`;
    return [
      row(sw, 'port-security-out', `outport == ${quoted}${constraint}`, enabled ? deliver(quoted) : drop, () =>
        because(reason(), port, sw),
      ),
    ];
  },
  drops: {
    byRule: { 'port-security-out': (copy) => explainDisabled(copy, copy.outport) },
    unmatched: (copy) => explainPortSecurity(copy, 'egress'),
  },
};
