/**
 * Packets larger than the MTU of a gateway: measured in lr_in_chk_pkt_len before they leave, and in lr_in_admission as
 * they come in; answered in lr_in_larger_pkts and lr_in_ip_input.
 */
import type { WantedFlow } from '../flow';
import { postSnat } from './connections';
import { gatewayMtu, measured } from './gateway-mtu';
import { ipInput } from './ip-input';
import type { Network } from '../network';
import { portOf, type Router, type RouterPort } from './subjects';
import { STAGES } from '../stages';
import { all, inStage, REG, type FlowText, type IpVersion } from './text';

const check = inStage('lr_in_chk_pkt_len');
const larger = inStage('lr_in_larger_pkts');

export function packetLengthOfRouter(router: Router): readonly WantedFlow[] {
  return [check, larger].map((flow) =>
    flow(router, {
      rule: 'any-size',
      priority: 0,
      match: '1',
      actions: 'next;',
      why: () => 'Packets are measured only where a port has a gateway MTU.',
    }),
  );
}

export function packetLengthOfPort(port: RouterPort, router: Router, net: Network): readonly WantedFlow[] {
  const mtu = gatewayMtu(port);
  if (mtu === 0) return [];
  // Too large packets may come in by any other port of the router.
  const others = net.routerPorts.byRouter.values(router.uuid).filter(({ uuid }) => uuid !== port.uuid);
  return [
    ...measured(check, router, port, {
      rule: 'measured',
      priority: 50,
      match: `outport == ${port.quoted}`,
      actions: router.has('ctStateSave') ? `${REG.ctState} = ct_state_save(); next;` : 'next;',
      hint: port.ref,
      why: () => `What leaves by ${port.name} may have ${mtu} bytes.`,
    }),
    ...fragmentationNeeded(port, mtu, router).map((text) => ipInput(router, text)),
    ...others
      .flatMap((other) => onTheWayOut(portOf(other, net), port, mtu, router))
      .map((text) => larger(router, text)),
    ...(router.has('ctCommitNatV2')
      ? [
          postSnat(router, {
            rule: 'translated-error',
            priority: 100,
            match: 'icmp && flags.icmp_snat == 1',
            actions: 'ct_commit_nat(snat);',
            hint: port.ref,
            why: () => 'The error about a translated packet is translated with it.',
          }),
        ]
      : []),
  ];
}

/** Errors to whoever sent a packet that came in by `port`. */
function fragmentationNeeded(port: RouterPort, mtu: number, router: Router): readonly FlowText[] {
  const inport = `inport == ${port.quoted}`;
  return [...error(4, port, mtu, router, 150, inport), ...error(6, port, mtu, router, 150, inport)];
}

/** Errors about packets that came in by `port` and were to leave by `outport`. */
function onTheWayOut(port: RouterPort, outport: RouterPort, mtu: number, router: Router): readonly FlowText[] {
  const way = `inport == ${port.quoted} && outport == ${outport.quoted}`;
  // The bits of ct_state that say tracked, reply and translated destination, as they were before this stage.
  const translated = router.has('ctStateSave') ? 'reg4[5] && reg4[3] && reg4[7]' : 'ct.trk && ct.rpl && ct.dnat';
  return [
    ...error(4, port, mtu, router, 160, way, translated),
    ...error(6, port, mtu, router, 160, way, translated),
    ...error(4, port, mtu, router, 150, way),
    ...error(6, port, mtu, router, 150, way),
  ];
}

const CODES = {
  4: 'icmp4.type = 3; /* Destination Unreachable. */ icmp4.code = 4; /* Frag Needed and DF was Set. */',
  6: 'icmp6.type = 2; /* Packet Too Big. */ icmp6.code = 0;',
} as const;

function error(
  version: IpVersion,
  port: RouterPort,
  mtu: number,
  { meter }: Router,
  priority: number,
  way: string,
  translated?: string,
): readonly FlowText[] {
  const source = (version === 4 ? port.ipv4 : port.ipv6)[0]?.addr;
  if (source === undefined) return [];
  const ip = `ip${version}`;
  const translate = translated === undefined ? '' : 'flags.icmp_snat = 1; ';
  const again = `next(pipeline=ingress, table=${STAGES.lr_in_admission.number});`;
  return [
    {
      rule: translated === undefined ? 'too-large' : 'too-large-translated',
      priority,
      match: all(way, ip, REG.tooLarge, `${REG.loopedBack} == 0`, translated),
      actions: `icmp${version}_error {${translate}${REG.loopedBack} = 1; ${REG.tooLarge} = 0; eth.dst = ${port.mac}; ${ip}.dst = ${ip}.src; ${ip}.src = ${source}; ip.ttl = 255; ${CODES[version]} icmp${version}.frag_mtu = ${mtu}; ${again} };`,
      meter: meter(`icmp${version}-error`),
      hint: port.ref,
      why: () => `The packet is larger than ${mtu} bytes, and its sender is told so.`,
    },
  ];
}
