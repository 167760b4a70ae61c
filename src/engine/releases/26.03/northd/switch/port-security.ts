/** Admission to a switch and, at the end, to its ports: addresses that a port may use, VLANs, disabled ports. */
import type { DroppedCopy, Explanation } from '../../../../northd';
import { because, portRow, ruleIn, sourceOf } from '../drop-texts';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { SwitchFacts } from '../facts/switches';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { STAGES } from '../stages';
import { actions, match } from '../texts';
import { REG } from './registers';
import { flowsOn, goesOn } from './rows';

const CHECK = 'ls_in_check_port_sec';
const OUTPUT = 'ls_out_apply_port_sec';

/** An ICMP error that a hypervisor made because its packet was too large for the tunnel. */
const TOO_BIG = '((ip4 && icmp4.type == 3 && icmp4.code == 4) || (ip6 && icmp6.type == 2 && icmp6.code == 0))';

export const portSecurity: StageRules = {
  name: 'port security',
  ofSwitch: (sw, net) => switchFlows(sw, net.global.drop()),
  ofSwitchPort: (port, net) => [...admission(port, net), ...externalPort(port, net), ...tooBig(port, net)],
  drops: {
    [CHECK]: {
      vlan: ({ where, datapathName }) => ({
        sentence: `${where}: the frame has a VLAN tag, and ${datapathName} takes none.`,
        remedies: [
          {
            kind: 'commands',
            label: `Let ${datapathName} pass on frames with VLAN tags`,
            commands: [['ovn-nbctl', 'set', 'Logical_Switch', datapathName, 'other_config:vlan-passthru=true']],
          },
        ],
      }),
      'multicast-source': because(({ ethSrc }) => `no frame comes from ${ethSrc}, which is a group`),
    },
    ls_in_apply_port_sec: { refuse: refusedFrom },
    ls_in_l2_unknown: { disabled: ({ where, outport }) => disabled(where, outport) },
    [OUTPUT]: { refuse: refusedTo },
  },
};

/** A port that is disabled is refused as if its port security did it. */
function refusedFrom(copy: DroppedCopy): Explanation {
  const { where, inport, ethSrc } = copy;
  if (ruleIn(CHECK, copy.crossed(CHECK)) === 'disabled') return disabled(where, inport);
  const source = sourceOf(copy);
  const from = source === undefined ? ethSrc : `${ethSrc} with ${source}`;
  return refused(
    copy,
    inport,
    `lets it send nothing from ${from}`,
    source === undefined ? ethSrc : `${ethSrc} ${source}`,
  );
}

function refusedTo(copy: DroppedCopy): Explanation {
  const { outport, ethDst, value } = copy;
  const to = value('ip4.dst') ?? value('ip6.dst');
  const whole = to === undefined ? ethDst : `${ethDst} ${to}`;
  return refused(
    copy,
    outport,
    `lets it receive nothing for ${to === undefined ? ethDst : `${ethDst} with ${to}`}`,
    whole,
  );
}

function refused({ where, port: find }: DroppedCopy, port: string, what: string, address: string): Explanation {
  const own = find(port);
  const allowed = own === undefined ? '' : `; allowed is ${own.portSecurity.map((text) => `“${text}”`).join(', ')}`;
  return {
    sentence: `${where}: port security of ${port} ${what}${allowed}.`,
    causes: own === undefined ? [] : [portRow(own.uuid)],
    remedies: [
      { kind: 'allow-address', port, address },
      { kind: 'lift-port-security', port },
    ],
  };
}

function disabled(where: string, port: string): Explanation {
  return { sentence: `${where}: ${port} is disabled.`, remedies: [{ kind: 'enable-port', port }] };
}

function switchFlows(sw: SwitchFacts, drop: string): readonly WantedFlow[] {
  const flow = flowsOn(sw.uuid);
  return [
    flow(
      CHECK,
      105,
      match(TOO_BIG, 'flags.tunnel_rx == 1'),
      drop,
      'too-big-untold',
      'An ICMP error of a tunnel that no port sent for ends here.',
      { description: 'ICMP: packet too big' },
    ),
    ...(sw.vlanPassthru
      ? []
      : [
          flow(
            CHECK,
            100,
            'vlan.present',
            drop,
            'vlan',
            'Frames with a VLAN tag are dropped, as vlan-passthru is not set.',
            {
              description: 'VLANs blocked due to vlan-passthru option',
            },
          ),
        ]),
    flow(CHECK, 100, 'eth.src[40]', drop, 'multicast-source', 'No frame comes from a multicast address.', {
      description: 'Incoming Broadcast/multicast sourceaddress is invalid',
    }),
    flow(
      CHECK,
      50,
      '1',
      actions(`${REG.portSecurityDrop} = check_in_port_sec()`, 'next'),
      'check',
      'Whether the port may send from these addresses is asked of the port’s port_security.',
    ),
    flow(
      'ls_in_apply_port_sec',
      50,
      `${REG.portSecurityDrop} == 1`,
      drop,
      'refuse',
      'What the port may not send, by its port_security, is dropped.',
      { description: 'Broadcast/multicast port security invalid' },
    ),
    goesOn(flow, 'ls_in_apply_port_sec'),
    flow(
      'ls_out_check_port_sec',
      100,
      'eth.mcast',
      actions(`${REG.portSecurityDrop} = 0`, 'next'),
      'multicast',
      'Multicasts and broadcasts reach every port.',
    ),
    flow(
      'ls_out_check_port_sec',
      0,
      '1',
      actions(`${REG.portSecurityDrop} = check_out_port_sec()`, 'next'),
      'check',
      'Whether the packet is for one of the port’s addresses is asked of the port’s port_security.',
    ),
    flow(OUTPUT, 50, `${REG.portSecurityDrop} == 1`, drop, 'refuse', 'What is not for the port is dropped.', {
      description: 'Packet does not follow port security rules',
    }),
    flow(OUTPUT, 0, '1', 'output;', 'deliver', 'The packet is handed to its port.'),
  ];
}

function admission(port: SwitchPortFacts, net: Network): readonly WantedFlow[] {
  if (port.type === 'external') return [];
  const flow = flowsOn(port.sw);
  const extras = { port: port.name, hint: port.ref };
  const inport = `inport == ${port.quoted}`;
  const outport = `outport == ${port.quoted}`;
  if (!port.enabled) {
    const why = `Port ${port.quoted} is disabled.`;
    return [
      flow(CHECK, 100, inport, actions(`${REG.portSecurityDrop} = 1`, 'next'), 'disabled', why, extras),
      flow('ls_in_l2_unknown', 50, outport, net.global.drop(), 'disabled', why, extras),
    ];
  }
  const queueId = net.bindings.ofPort.first(port.name)?.queueId;
  const queue = queueId !== undefined && `set_queue(${queueId})`;
  if (port.type === 'vtep') {
    const jump = `next(pipeline=ingress, table=${STAGES.ls_in_hairpin.number})`;
    const why = 'What a VTEP gateway sends has been through an ingress pipeline of its own.';
    return [flow(CHECK, 70, inport, actions(queue, `${REG.fromRamp} = 1`, jump), 'vtep', why, extras)];
  }
  if (queue !== false) {
    const check = `${REG.portSecurityDrop} = check_in_port_sec()`;
    const why = `What port ${port.quoted} sends is put into queue ${queueId ?? ''}.`;
    return [
      flow(CHECK, 70, inport, actions(queue, check, 'next'), 'queue', why, extras),
      ...queued(port, net, actions(queue, 'output')),
    ];
  }
  if (port.type !== 'router') return [];
  const why = 'What comes from a router is marked, so that nobody answers its ARP requests by proxy.';
  return [flow(CHECK, 70, inport, actions(`${REG.fromRouterPort} = 1`, 'next'), 'router', why, extras)];
}

/** A queue acts where packets leave for the physical network: all of them, or those that the port sent. */
function queued(port: SwitchPortFacts, net: Network, output: string): readonly WantedFlow[] {
  const flow = flowsOn(port.sw);
  if (port.type === 'localnet') {
    const why = `What leaves by ${port.quoted} is put into its queue.`;
    return [flow(OUTPUT, 100, `outport == ${port.quoted}`, output, 'queue', why, { port: port.name, hint: port.ref })];
  }
  const [localnet] = localnetPorts(port, net);
  if (!localnet) return [];
  const test = match(`outport == ${localnet.quoted}`, `inport == ${port.quoted}`);
  const why = `What port ${port.quoted} sends to the physical network is put into its queue.`;
  return [flow(OUTPUT, 110, test, output, 'queue', why, { port: localnet.name, hint: localnet.ref })];
}

/** What a machine behind the physical network sends counts as sent by the external port that stands for it. */
function externalPort(port: SwitchPortFacts, net: Network): readonly WantedFlow[] {
  if (port.type !== 'external') return [];
  const flow = flowsOn(port.sw);
  return localnetPorts(port, net).flatMap((localnet) =>
    port.addresses.map(({ mac }) =>
      flow(
        CHECK,
        75,
        match(`inport == ${localnet.quoted}`, `eth.src == ${mac}`),
        actions('flags.localnet = 1', `inport = ${port.quoted}`, 'next'),
        'external',
        `What the machine of external port ${port.quoted} sends comes in by ${localnet.quoted}.`,
      ),
    ),
  );
}

/** The ICMP errors of a hypervisor go back to the port whose packet was too large, or to its router. */
function tooBig(port: SwitchPortFacts, net: Network): readonly WantedFlow[] {
  const flow = flowsOn(port.sw);
  const back = 'outport <-> inport';
  const tunnel = 'flags.tunnel_rx == 1';
  const why = 'An ICMP error that a packet was too large for the tunnel goes back to who sent the packet.';
  if (port.type !== 'router') {
    return port.addresses.map(({ mac }) => {
      const away = `!is_chassis_resident(${port.quoted})`;
      const test = match(TOO_BIG, `eth.src == ${mac}`, `outport == ${port.quoted}`, away, tunnel);
      return flow(CHECK, 110, test, actions(back, 'next'), 'too-big', why);
    });
  }
  const peer = port.peer?.kind === 'router' ? net.routerPorts.all.get(port.peer.port) : undefined;
  if (!peer) return [];
  if (net.routers.get(peer.router)?.isGateway === true) {
    const test = match(TOO_BIG, `eth.src == ${peer.rawMac}`, `outport == ${port.quoted}`, tunnel);
    return [flow(CHECK, 120, test, actions(back, 'next'), 'too-big-router', why)];
  }
  const jump = `next(pipeline=ingress,table=${STAGES.ls_in_l2_lkup.number})`;
  return [
    flow(CHECK, 120, match(TOO_BIG, `eth.dst == ${peer.rawMac}`, tunnel), actions(back, jump), 'too-big-router', why),
  ];
}

/** The ports by which the port's switch reaches the physical network. */
function localnetPorts(port: SwitchPortFacts, { switches, switchPorts }: Network): readonly SwitchPortFacts[] {
  return (switches.get(port.sw)?.localnetPorts ?? []).flatMap((uuid) => switchPorts.all.get(uuid) ?? []);
}
