/** arp and nd_ns: the packet waits, and its neighbour is asked for. */
import { encodeTrusted, linkLocal } from '../../../../../packets';
import { formatEthernet, formatIpv6, getField, getNumber } from '../../../../openflow';
import { address, mac, multicastMac, solicitedNode } from './addresses';
import { bufferPacket } from './buffered';
import { isIp, TYPE } from './headers';
import { withTagOf } from './compose';
import type { Handler } from './handler';

export const arp: Handler<'arp'> = (run, received, { actions }) => {
  const { headers } = received;
  const type = getNumber(headers, 'eth_type');
  if (!isIp(headers)) {
    run.warn(`ARP action on non-IP packet (Ethertype ${type.toString(16)})`);
    return;
  }
  bufferPacket(run, received, 4);
  const [src, dst] = [mac(headers, 'eth_src'), mac(headers, 'eth_dst')];
  // A packet of IPv6 has no addresses for it; the actions say them in any case.
  const [spa, tpa] =
    type === TYPE.ip4 ? [address(headers, 'ip_src'), address(headers, 'ip_dst')] : ['0.0.0.0', '0.0.0.0'];
  const request = encodeTrusted([
    { protocol: 'ethernet', src, dst },
    { protocol: 'arp', op: 1, sha: src, spa, tpa },
  ]);
  run.answer(received, withTagOf(received, request), actions);
};

/** The target is that of the packet, or for one of IPv4 the neighbour that is asked for. */
export const ndNs: Handler<'nd_ns'> = (run, received, { actions }) => {
  const { headers, flow } = received;
  if (!isIp(headers)) {
    run.warn('NS action on non-IPv6 packet');
    return;
  }
  bufferPacket(run, received, 6);
  const target = getNumber(headers, 'eth_type') === TYPE.ip6 ? getField(headers, 'ipv6_dst') : getField(flow, 'xxreg0');
  const group = solicitedNode(target);
  const src = mac(headers, 'eth_src');
  run.answer(
    received,
    encodeTrusted([
      { protocol: 'ethernet', src, dst: formatEthernet(multicastMac(group)) },
      { protocol: 'ipv6', src: linkLocal(src), dst: formatIpv6(group), ttl: 255 },
      { protocol: 'icmpv6' },
      { protocol: 'nd-ns', target: formatIpv6(target), options: [{ type: 'sll', value: src }] },
    ]),
    actions,
  );
};
