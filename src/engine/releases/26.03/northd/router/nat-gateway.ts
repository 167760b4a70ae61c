/**
 * NAT of a distributed router, around its gateway port: frames to the external Ethernet address, packets from and to
 * the external address of others on the same router, and what may leave without passing the gateway's chassis.
 */
import { STAGES } from '../stages';
import type { WantedFlow } from '../flow';
import { admission } from './admission';
import { resolve } from './arp-resolve';
import { egressLoop } from './connections';
import { gatewayMtu, measured } from './gateway-mtu';
import { redirect } from './gateway-redirect';
import { ipInput } from './ip-input';
import { natPlace, type AppliedNat } from './nat-subject';
import type { RouterPort } from './subjects';
import { all, REG } from './text';

/** An applied rule with the gateway port that it is applied on. */
type AtPort = AppliedNat & { readonly gateway: RouterPort };

export function gatewayOfNat(applied: AppliedNat): readonly WantedFlow[] {
  const { gateway, router } = applied;
  if (gateway === undefined) return [];
  const at: AtPort = { ...applied, gateway };
  return [
    ...ownSource(at),
    ...(router.isGateway ? [] : resolution(at)),
    ...(at.nat.isDistributed ? [...frames(at), ...tooLarge(at), ...leaving(at)] : []),
    loopedBack(at),
  ];
}

/** Packets that come back in with the address that hides others were looped back by the router itself. */
function ownSource({ nat, router, gateway }: AtPort): readonly WantedFlow[] {
  if (nat.type !== 'snat') return [];
  return [
    ipInput(router, {
      rule: 'hidden-source',
      priority: 120,
      match: `inport == ${gateway.quoted} && ip${nat.version}.src == ${nat.externalIp}`,
      actions: 'next;',
      hint: nat.ref,
      why: () => `${nat.externalIp} hides others, so packets from it may come in by ${gateway.name}.`,
    }),
  ];
}

/** The external address as a next hop, and as a destination that nothing has translated. Rules with one address share them. */
function resolution(applied: AtPort): readonly WantedFlow[] {
  const { nat, router, gateway, net } = applied;
  if (!net.nats.isFirst(nat)) return [];
  const { version, externalIp, ref: hint } = nat;
  const [firstGateway] = router.gatewayPorts;
  return [
    resolve(router, {
      rule: 'untranslated',
      priority: 150,
      match: `inport == ${gateway.quoted} && outport == ${gateway.quoted} && ip${version}.dst == ${externalIp}`,
      actions: router.drop,
      hint,
      why: () => `Nothing has translated the destination ${externalIp}, and the packet would go round for ever.`,
    }),
    resolve(router, {
      rule: 'external-address',
      priority: 100,
      match: `outport == ${gateway.quoted} && ${REG.nextHop[version]} == ${externalIp}`,
      actions: `eth.dst = ${nat.isDistributed ? (nat.externalMac ?? '') : gateway.mac}; next;`,
      hint,
      why: () => `${externalIp} is an address of the router itself.`,
    }),
    ...(router.redirectBridged && nat.isDistributed && firstGateway !== undefined
      ? [
          resolve(router, {
            rule: 'bridged-nat',
            priority: 90,
            match: `outport == ${firstGateway.quoted} && ip${version}.src == ${nat.logicalIp} && ${natPlace(applied) ?? ''}`,
            actions: `${version === 4 ? 'get_arp' : 'get_nd'}(outport, ${REG.nextHop[version]}); next;`,
            hint,
            why: () => `What ${nat.logicalIp} sends leaves from its own chassis, which asks for the next hop itself.`,
          }),
        ]
      : []),
  ];
}

/** The chassis of the logical port takes frames to the external Ethernet address. */
function frames(applied: AtPort): readonly WantedFlow[] {
  const { nat, router, gateway } = applied;
  return measured(admission, router, gateway, {
    rule: 'external-mac',
    priority: 50,
    match: all(`eth.dst == ${nat.mac}`, `inport == ${gateway.quoted}`, natPlace(applied)),
    actions: `${REG.inportMac} = ${gateway.mac}; next;`,
    hint: nat.ref,
    why: () => `What is sent to ${nat.externalIp} arrives where port ${nat.logicalPort ?? ''} is.`,
  });
}

const TOO_LARGE = {
  4: 'icmp4.type = 3; /* Destination Unreachable. */ icmp4.code = 4; /* Frag Needed and DF was Set. */',
  6: 'icmp6.type = 2; /* Packet Too Big. */ icmp6.code = 0;',
} as const;

function tooLarge({ nat, router, gateway }: AtPort): readonly WantedFlow[] {
  const mtu = gatewayMtu(gateway);
  if (mtu === 0) return [];
  const { version, externalIp } = nat;
  const ip = `ip${version}`;
  const back = `eth.dst = eth.src; eth.src = ${nat.externalMac ?? ''}; ${ip}.dst = ${ip}.src; ${ip}.src = ${externalIp}; ip.ttl = 254;`;
  return [
    ipInput(router, {
      rule: 'too-large-for-nat',
      priority: 160,
      match: all(
        `inport == ${gateway.quoted}`,
        REG.tooLarge,
        `${REG.loopedBack} == 0`,
        ip,
        `${ip}.dst == ${externalIp}`,
      ),
      actions: `icmp${version}_error {${REG.loopedBack} = 1; ${REG.tooLarge} = 0; ${back} ${TOO_LARGE[version]} icmp${version}.frag_mtu = ${mtu}; outport = ${gateway.quoted}; flags.loopback = 1; output; };`,
      meter: router.meter(`icmp${version}-error`),
      hint: nat.ref,
      why: () => `The packet to ${externalIp} is larger than ${mtu} bytes, and its sender is told so.`,
    }),
  ];
}

/** What the logical port sends leaves from its own chassis, but nothing leaves for a virtual port that nobody has claimed. */
function leaving(applied: AtPort): readonly WantedFlow[] {
  const { nat, router, gateway, net } = applied;
  const match = `ip${nat.version}.src == ${nat.logicalIp} && outport == ${gateway.quoted}`;
  const port = nat.logicalPort === undefined ? undefined : net.switchPorts.byName.first(nat.logicalPort);
  const hint = nat.ref;
  return [
    ...(port?.type === 'virtual'
      ? [
          redirect(router, {
            rule: 'unclaimed',
            priority: 80,
            match,
            actions: router.drop,
            hint,
            why: () => `Nobody has claimed the virtual port ${port.name}.`,
          }),
        ]
      : []),
    redirect(router, {
      rule: 'distributed',
      priority: 100,
      match: all(match, natPlace(applied)),
      actions: `eth.src = ${nat.externalMac ?? ''}; ${REG.source[nat.version]} = ${nat.externalIp}; next;`,
      hint,
      why: () => `What ${nat.logicalIp} sends leaves from the chassis of its port, as ${nat.externalIp}.`,
    }),
  ];
}

/** What is on its way out to the external address begins anew, as if it had come in. */
function loopedBack(applied: AtPort): WantedFlow {
  const { nat, router, gateway } = applied;
  return egressLoop(router, {
    rule: 'looped-back',
    priority: 100,
    ...loopText(applied),
    hint: nat.ref,
    why: () => `${nat.externalIp} is an address of the router itself, so the packet comes in again by ${gateway.name}.`,
  });
}

const REGISTERS = Array.from({ length: 10 }, (_, index) => `reg${index} = 0; `).join('');

export function loopText(applied: AtPort): { readonly match: string; readonly actions: string } {
  const { nat, router, gateway } = applied;
  const zone = router.commonZone ? `flags.use_snat_zone = ${REG.natIsLocal}; ` : '';
  const again = `next(pipeline=ingress, table=${STAGES.lr_in_admission.number});`;
  return {
    match: all(`ip${nat.version}.dst == ${nat.externalIp}`, `outport == ${gateway.quoted}`, natPlace(applied)),
    actions: `clone { ct_clear; inport = outport; outport = ""; eth.dst <-> eth.src; flags = 0; flags.loopback = 1; ${zone}${REGISTERS}${REG.loopedBack} = 1; ${again} };`,
  };
}
