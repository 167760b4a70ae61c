/** What is done alike wherever a port's packets are measured against the MTU of a gateway. */
import type { WantedFlow } from '../flow';
import { optionNumber } from '../facts/sources';
import type { Router, RouterPort } from './subjects';
import { REG, type FlowText } from './text';

const ETHERNET_HEADER = 14;
const VLAN_TAG = 4;

/** The largest IP packet that may leave by a port, or 0 where nothing is measured. */
export function gatewayMtu({ options }: Pick<RouterPort, 'options'>): number {
  return Math.max(0, optionNumber(options, 'gateway_mtu', 0));
}

/** A flow that also notes whether the packet is too large, and one above it for what is not measured. */
export function measured(
  write: (router: Router, text: FlowText) => WantedFlow,
  router: Router,
  port: RouterPort,
  text: FlowText,
): readonly WantedFlow[] {
  const mtu = gatewayMtu(port);
  if (mtu === 0) return [write(router, text)];
  const bypass = port.options.get('gateway_mtu_bypass');
  return [
    write(router, {
      ...text,
      actions: `${REG.tooLarge} = check_pkt_larger(${mtu + headerSize(port)}); ${text.actions}`,
    }),
    write(router, {
      ...text,
      rule: `${text.rule}-unmeasured`,
      priority: text.priority + 5,
      match: `${text.match} && (arp${bypass === undefined ? '' : ` || ${bypass}`})`,
      why: () => `What is never too large for ${port.name} is not measured.`,
    }),
  ];
}

function headerSize({ peer }: RouterPort): number {
  return ETHERNET_HEADER + (peer?.kind === 'switch' && peer.switchHasVlan ? VLAN_TAG : 0);
}
