/** lr_in_admission: which frames a router takes at all, by their Ethernet header. */
import type { WantedFlow } from '../flow';
import { measured } from './gateway-mtu';
import type { Router, RouterPort } from './subjects';
import { all, inStage, REG, resident } from './text';
import { because } from '../drop-texts';
import type { Drops } from '../rules';

/** An ICMP error that says a packet was too large. */
const TOO_BIG = '((ip4 && icmp4.type == 3 && icmp4.code == 4) || (ip6 && icmp6.type == 2 && icmp6.code == 0))';

export const admission = inStage('lr_in_admission');

export function admissionOfRouter(router: Router): readonly WantedFlow[] {
  const { drop } = router;
  return [
    admission(router, {
      rule: 'too-big-from-tunnel',
      priority: 110,
      match: `${TOO_BIG} && flags.tunnel_rx == 1`,
      actions: drop,
      why: () => 'What a hypervisor’s kernel says of packets too large for a tunnel concerns only the gateway port.',
    }),
    admission(router, {
      rule: 'invalid-source',
      priority: 100,
      match: 'vlan.present || eth.src[40]',
      actions: drop,
      why: () => 'A logical router has no VLANs, and nobody has a multicast address.',
    }),
    admission(router, {
      rule: 'not-for-router',
      priority: 0,
      match: '1',
      actions: drop,
      why: () => `Router ${router.name} takes only frames that are sent to one of its ports, or to all.`,
    }),
  ];
}

export function admissionOfPort(port: RouterPort, router: Router): readonly WantedFlow[] {
  return [...framesToPort(port, router), ...tooBigOfGateway(port, router)];
}

/** A disabled port takes nothing. */
function framesToPort(port: RouterPort, router: Router): readonly WantedFlow[] {
  if (!port.enabled) return [];
  const actions = `${REG.inportMac} = ${port.mac}; next;`;
  return [
    admission(router, {
      rule: 'multicast-to-port',
      priority: 50,
      match: `eth.mcast && inport == ${port.quoted}`,
      actions,
      hint: port.ref,
      why: () => `Port ${port.name} takes broadcasts and multicasts.`,
    }),
    ...measured(admission, router, port, {
      rule: 'unicast-to-port',
      priority: 50,
      match: all(`eth.dst == ${addresses(port)}`, `inport == ${port.quoted}`, centralized(port, router)),
      actions,
      hint: port.ref,
      why: () => `Port ${port.name} takes what is sent to its address.`,
    }),
  ];
}

function addresses({ mac, peer }: RouterPort): string {
  const proxy = peer?.kind === 'switch' ? peer.proxyArpMac : undefined;
  return proxy === undefined ? mac : `{ ${proxy}, ${mac} }`;
}

/** A gateway port receives on its own chassis only, unless the other end is a VTEP, or every chassis does its work. */
function centralized({ redirect, peer }: RouterPort, router: Router): string | undefined {
  if (!router.isCentralized || redirect === undefined) return undefined;
  return peer?.kind === 'switch' && peer.switchHasVtep ? undefined : resident(redirect);
}

function tooBigOfGateway(port: RouterPort, router: Router): readonly WantedFlow[] {
  if (port.redirect === undefined) return [];
  return [
    admission(router, {
      rule: 'too-big-to-gateway',
      priority: 120,
      match: all(TOO_BIG, `eth.dst == ${port.rawMac}`, `!${resident(port.redirect)}`, 'flags.tunnel_rx == 1'),
      actions: `outport <-> inport; inport = ${port.quoted}; next;`,
      why: () =>
        `That a packet was too large for the tunnel to the chassis of ${port.name} goes back to whoever sent it.`,
    }),
  ];
}

/** What a router does not even take. */
export const ADMISSION_DROPS: Drops = {
  lr_in_admission: {
    'invalid-source': because(({ ethSrc }) => `it has a VLAN tag, or comes from ${ethSrc}, which is a group`),
    'not-for-router': because(
      ({ inport, ethDst }) =>
        `${inport} takes frames to its own MAC address on its own hypervisor only; this one is for ${ethDst}`,
    ),
  },
};
