/** Examples that teach: each shows one thing, with packets to try it on. */
import type { MatchState, NamedSet, SymbolChoice, TestPacket } from '../bridge';

export interface Example {
  readonly id: string;
  readonly title: string;
  readonly state: MatchState;
}

export const EMPTY_STATE: MatchState = {
  text: '',
  symbols: 'today',
  addressSets: [],
  portGroups: [],
  ports: null,
  packets: [],
  focus: null,
  other: '',
  templates: [],
  rules: [],
  rule: null,
};

export const EXAMPLES: readonly Example[] = [
  example('office', 'Web servers, from the office only', {
    text: 'ip4.src == $office && tcp.dst == {80, 443} && outport == "web"',
    addressSets: [{ name: 'office', members: '10.0.0.0/24 10.0.1.0/24' }],
    ports: ['web', 'db'],
    packets: [
      ['TCP SYN 10.0.0.7 → web:443', tcp('10.0.0.7', 443, 'web')],
      ['TCP SYN 10.0.2.7 → web:80', tcp('10.0.2.7', 80, 'web')],
      [
        'UDP DNS query',
        'eth.type == 0x800 && ip4.src == 10.0.0.7 && ip.proto == 17 && udp.dst == 53 && outport == "web"',
      ],
    ],
    other: 'ip4.src == 10.0.0.0/23 && tcp.dst == {80, 443} && outport == "web"',
  }),
  example('security', 'Port security of 2015', {
    symbols: '2015',
    text: 'inport == "sw0-port1" && eth.src == {00:00:00:00:00:01}',
    ports: ['sw0-port1', 'sw0-port2'],
    packets: [
      ['From its own address', 'inport == "sw0-port1" && eth.src == 00:00:00:00:00:01'],
      ['From a wrong address', 'inport == "sw0-port1" && eth.src == 00:00:00:00:00:99'],
    ],
  }),
  example('range', 'A range becomes masks', {
    text: '1024 <= tcp.dst < 2048 || tcp.dst == 22',
    packets: [
      ['To port 1500', 'ip4 && tcp.dst == 1500'],
      ['To port 80', 'ip4 && tcp.dst == 80'],
    ],
  }),
  example('negation', 'A negation is pushed down', {
    text: '!(tcp.dst == 80 || udp.dst == 53) && ip4',
    packets: [['A TCP packet to 443', 'ip4 && tcp.dst == 443']],
  }),
  example('conflict', 'A match that can never be true', {
    text: 'tcp && udp.dst == 53',
    packets: [['A DNS query', 'ip4 && udp.dst == 53']],
  }),
  example('group', 'A port group and a residence', {
    text: 'inport == @servers && is_chassis_resident("lb") && !ip.frag',
    portGroups: [{ name: 'servers', members: 'web db' }],
    ports: ['web', 'db', 'lb'],
    packets: [['IP from web', 'inport == "web" && ip4']],
  }),
  example('mistake', 'A mistake and its hint', { text: 'ip4.src = 10.0.0.1 & tcp' }),
];

interface Sketch {
  readonly text: string;
  readonly symbols?: SymbolChoice;
  readonly addressSets?: readonly NamedSet[];
  readonly portGroups?: readonly NamedSet[];
  readonly ports?: readonly string[];
  readonly packets?: readonly (readonly [string, string])[];
  readonly other?: string;
}

function example(id: string, title: string, sketch: Sketch): Example {
  const packets = (sketch.packets ?? []).map(([name, text], index): TestPacket => ({
    id: `p${index + 1}`,
    name,
    kind: 'microflow',
    text,
    inport: '',
    outport: '',
  }));
  const state: MatchState = {
    ...EMPTY_STATE,
    text: sketch.text,
    symbols: sketch.symbols ?? 'today',
    addressSets: sketch.addressSets ?? [],
    portGroups: sketch.portGroups ?? [],
    ports: sketch.ports?.map((name, index) => ({ name, key: index + 1 })) ?? null,
    packets,
    focus: packets[1]?.id ?? packets[0]?.id ?? null,
    other: sketch.other ?? '',
  };
  return { id, title, state };
}

function tcp(from: string, port: number, outport: string): string {
  return `eth.type == 0x800 && ip4.src == ${from} && tcp.dst == ${port} && outport == "${outport}"`;
}
