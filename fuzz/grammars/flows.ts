/** Flows as ovs-ofctl reads them: matches, the words around them, and actions. */
import { FIELD_NAMES } from '../../src/engine/openflow';
import type { Chance } from '../chance';
import { NASTY, NUMBERS } from '../nasty';
import { number, value } from './values';

const KINDS = [
  'ip',
  'tcp',
  'udp',
  'sctp',
  'icmp',
  'icmp6',
  'arp',
  'rarp',
  'ipv6',
  'tcp6',
  'udp6',
  'sctp6',
  'mpls',
  'mplsm',
];
/** Names of older syntax, and combinations that share a place in a flow. */
const OLD = [
  'dl_src',
  'dl_dst',
  'dl_type',
  'dl_vlan',
  'dl_vlan_pcp',
  'nw_src',
  'nw_dst',
  'nw_proto',
  'nw_tos',
  'nw_ecn',
  'nw_ttl',
  'nw_frag',
  'tp_src',
  'tp_dst',
  'icmp_type',
  'icmp_code',
  'arp_spa',
  'vlan_tci',
  'tun_id',
  'in_port',
  'metadata',
];
const SET_VALUES = [
  'no',
  'yes',
  'first',
  'later',
  'not_later',
  '+syn-ack',
  'syn|ack',
  '+new+trk',
  'new|est',
  'LOCAL',
  'eth0',
  '*',
];
const FIELDS_OF_NXM = [
  'NXM_NX_REG0',
  'NXM_NX_REG7',
  'NXM_OF_IP_SRC',
  'NXM_OF_ETH_SRC',
  'OXM_OF_METADATA',
  'NXM_OF_IN_PORT',
  'NXM_NX_TUN_ID',
  'reg1',
  'ip_dst',
  'tcp_dst',
  'vlan_vid',
  'nosuch',
];
const PORTS = [
  '1',
  '2',
  'LOCAL',
  'IN_PORT',
  'flood',
  'ALL',
  'normal',
  'controller',
  'reg0',
  'NXM_NX_REG0[0..15]',
  '0xfffe',
  '70000',
];

export function flowMatch(chance: Chance): string {
  const parts = chance.some(() => matchPart(chance), 4);
  if (!chance.oneIn(3)) parts.unshift(chance.pick(KINDS));
  return parts.join(chance.oneIn(12) ? ' ' : ',');
}

function matchPart(chance: Chance): string {
  const name = chance.oneIn(2) ? chance.pick(OLD) : chance.pick(FIELD_NAMES);
  const text = chance.oneIn(6) ? chance.pick(SET_VALUES) : chance.oneIn(3) ? number(chance) : value(chance);
  return chance.oneIn(30) ? name : `${name}=${text}`;
}

/** A flow without its actions. */
export function flowHead(chance: Chance): string {
  const words = ['table', 'priority', 'cookie', 'idle_timeout', 'hard_timeout', 'out_port', 'n_packets', 'duration'];
  const parts = chance.some(() => `${chance.pick(words)}=${number(chance)}`, 2);
  return [...parts, flowMatch(chance)].filter((part) => part !== '').join(',');
}

export function flowText(chance: Chance): string {
  return `${flowHead(chance)},actions=${chance.oneIn(5) ? 'drop' : actionList(chance)}`.replace(/^,/, '');
}

function actionList(chance: Chance): string {
  return [action(chance), ...chance.some(() => action(chance), 3)].join(chance.pick([',', ',', ', ', ' ']));
}

function action(chance: Chance): string {
  const n = () => chance.pick(NUMBERS);
  switch (chance.below(16)) {
    case 0:
      return chance.pick([
        'drop',
        'normal',
        'flood',
        'all',
        'in_port',
        'local',
        'controller',
        'dec_ttl',
        'strip_vlan',
        'pop_vlan',
      ]);
    case 1:
      return `output:${chance.pick(PORTS)}`;
    case 2:
      return chance.pick([
        `resubmit:${n()}`,
        `resubmit(,${n()})`,
        `resubmit(${n()},${n()})`,
        `resubmit(${chance.pick(PORTS)})`,
      ]);
    case 3:
      return `load:${n()}->${subfield(chance)}`;
    case 4:
      return `move:${subfield(chance)}->${subfield(chance)}`;
    case 5:
    case 6:
      return `set_field:${value(chance)}->${chance.pick(FIELD_NAMES)}`;
    case 7:
      return `mod_nw_${chance.pick(['src', 'dst', 'tos', 'ttl', 'ecn'])}:${value(chance)}`;
    case 8:
      return `mod_tp_${chance.pick(['src', 'dst'])}:${n()}`;
    case 9:
      return `mod_${chance.pick(['dl_src', 'dl_dst', 'vlan_vid', 'vlan_pcp'])}:${value(chance)}`;
    case 10:
      return `push_vlan:${chance.pick(['0x8100', '0x88a8', n()])}`;
    case 11:
      return `${chance.pick(['push', 'pop'])}:${subfield(chance)}`;
    case 12:
      return `set_tunnel${chance.pick(['', '64'])}:${n()}`;
    case 13:
      return `controller${chance.pick([`:${n()}`, `(max_len=${n()})`, '(reason=no_match)'])}`;
    case 14:
      return `${chance.pick(['learn', 'ct', 'note', 'enqueue', 'multipath', 'bundle', 'group', 'meter'])}(${n()},${n()})`;
    default:
      return chance.oneIn(3) ? chance.pick(NASTY).slice(0, 60) : chance.pick(PORTS);
  }
}

function subfield(chance: Chance): string {
  const name = chance.oneIn(3) ? chance.pick(FIELD_NAMES) : chance.pick(FIELDS_OF_NXM);
  const from = chance.below(33);
  return `${name}${chance.pick(['[]', '[]', '', `[${from}]`, `[${from}..${from + chance.below(17)}]`])}`;
}

/** Actions of a Pipeline row, in either dialect. */
export function logicalActions(chance: Chance): string {
  const fields = [
    'reg0',
    'reg1',
    'eth.src',
    'eth.dst',
    'ip4.src',
    'ip.ttl',
    'tcp.dst',
    'vlan.vid',
    'outport',
    'inport',
    'arp.tpa',
    'eth.type',
    'nosuch',
    'ip4',
  ];
  const step = () => {
    switch (chance.below(6)) {
      case 0:
        return chance.pick(['next', 'resubmit', 'drop', 'output', 'output("lsp1")', 'output("")']);
      case 1:
        return `outport = ${chance.pick(['"lsp1"', '"nosuch"', '""', '"\\n"', 'inport', '5'])}`;
      default: {
        const place = chance.oneIn(4) ? `[${chance.below(33)}..${chance.below(40)}]` : '';
        return `${chance.pick(fields)}${place} = ${chance.oneIn(5) ? chance.pick(fields) : value(chance)}`;
      }
    }
  };
  const end = chance.oneIn(4) ? '' : ';';
  return `${[step(), ...chance.some(step, 3)].join('; ')}${end}`;
}
