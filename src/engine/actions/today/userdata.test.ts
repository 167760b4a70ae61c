/** What is written for ovn-controller is read as it was meant: over every recorded action text, and what is cut short. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { symbolsToday } from '../../match';
import { actionBytes, formatActions, parseActionBytes, parseActions, type OfAction } from '../../openflow';
import { languageOf } from '../../releases';
import {
  DHCPV4_OPTIONS,
  DHCPV6_OPTIONS,
  encodeTodayActions,
  OPCODE_NAMES,
  parseTodayActions,
  readData,
  readOpcode,
  writeUserdata,
  type ActionLanguage,
  type EncodingContext,
  type Opcode,
} from '..';

/** Recorded texts, and one of each opcode that is in none of them. */
const TEXTS = [
  ...readFileSync(new URL('../../../../recordings/actions-today.jsonl', import.meta.url), 'utf8')
    .split('\n')
    .flatMap((line) => /"actions": ?("(?:[^"\\]|\\.)*")/.exec(line)?.[1] ?? [])
    .map((quoted) => String(JSON.parse(quoted))),
  'arp { eth.dst = ff:ff:ff:ff:ff:ff; arp.spa = reg1; output; };',
  'nd_ns { ip6.dst = xxreg0; nd.target = xxreg0; output; };',
  'put_nd(inport, ip6.src, eth.src);',
  'icmp4 { icmp4.type = 11; ip4.dst <-> ip4.src; next; };',
  'sctp_abort { outport <-> inport; next(pipeline=egress,table=5); };',
  'handle_bfd_msg();',
  'reg0[0] = put_dhcp_opts(offerip = 10.0.0.4, router = 10.0.0.1, domain_search_list = "ovn.org,abc.ovn.org");',
];

function inside(actions: readonly OfAction[]): readonly OfAction[] {
  return actions.flatMap((action) => [action, ...('actions' in action ? inside(action.actions) : [])]);
}

function readBack(opcode: Opcode, data: readonly number[]): readonly number[] | string {
  const read = readData(opcode, data);
  return read.ok ? writeUserdata(opcode, read.value) : read.error;
}

function language(): ActionLanguage {
  const found = languageOf('26.03');
  if (!found) throw new Error('No language of 26.03');
  return found;
}

const CONTEXT = {
  language: language(),
  pipeline: 'ingress',
  isSwitch: true,
  lookupPort: (name: string) => name.length,
  isLocal: () => true,
  tunnelPort: () => 3,
  group: () => 1,
  meter: () => 2,
  collectorSets: new Set([0, 200]),
  datapathKey: 9,
  flowUuid: '12345678-0000-0000-0000-000000000000',
  datapath: { zeroSnat: true, symmetricHash: true, meters: true },
  explicitOutput: true,
} as const satisfies EncodingContext;

const DHCP = { v4: DHCPV4_OPTIONS, v6: DHCPV6_OPTIONS };

const ASKED = TEXTS.flatMap((text) => {
  const parsed = parseTodayActions(text, { ...CONTEXT, symbols: symbolsToday(), table: 10, dhcp: DHCP });
  const actions = parsed.ok ? encodeTodayActions(parsed.value.actions, CONTEXT) : [];
  return inside(actions).filter((action) => action.type === 'controller');
});

describe('userdata', () => {
  it('of every recorded text is read and written again', () => {
    const opcodes = new Set<string>();
    for (const { userdata } of ASKED) {
      const read = readOpcode(userdata);
      expect(read?.opcode).toBeDefined();
      if (read?.opcode === undefined) continue;
      opcodes.add(read.opcode);
      expect(readBack(read.opcode, read.data)).toEqual(userdata);
    }
    // The physical tables ask for it, and no logical action.
    expect(OPCODE_NAMES.filter((name) => !opcodes.has(name))).toEqual(['activation_strategy']);
  });

  test.each([
    ['put_dhcp_opts', [0, 1, 12, 4, 0, 0, 0, 3, 10, 0, 0], 'offerip not present in the userdata'],
    ['dns_lookup', [0, 1], 'bad result OXM (OFPBMC_BAD_FIELD)'],
    ['dns_lookup', [0, 1, 12, 4, 0, 0], 'offset not present in the userdata'],
    ['dns_lookup', [0, 1, 12, 4, 0, 0, 0, 32], 'bad result bit (OFPBAC_BAD_SET_LEN)'],
    ['log', [1], 'log data missing'],
    ['bind_vport', [0, 0, 1], 'vport key missing'],
    ['arp', [0, 0, 0, 12, 0, 0, 0, 0], 'failed to parse actions from userdata (OFPBAC_BAD_LEN)'],
    ['arp', [0, 99, 0, 8, 0, 0, 0, 0], 'failed to parse actions from userdata (OFPBAC_BAD_TYPE)'],
  ] as const)('%s of %j => %s', (opcode, data, expected) => {
    expect(readBack(opcode, data)).toBe(expected);
  });
});

describe('actions in a message', () => {
  test.each([
    'set_field:0x5->reg14,set_field:0x1/0x1->reg10,move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],resubmit(,8)',
    'push:NXM_NX_REG15[],pop:NXM_NX_REG15[],push:NXM_NX_XXREG0[0..31],pop:NXM_NX_REG0[]',
    'ct(commit,table=3,zone=NXM_NX_REG13[0..15],nat(dst=10.0.0.1-10.0.0.9:80-90,random),exec(set_field:0x1/0x1->ct_mark))',
    'ct(table=0,zone=5),ct_clear,ct(commit,nat(src=fd00::1))',
    'clone(dec_ttl,resubmit(,42)),controller(userdata=00.00.00.07,pause,meter_id=3),note:6f.76.6e.00.00.00',
    'set_field:fd00::1->ipv6_dst,set_field:2->icmp_type,set_field:33->ip_dscp,resubmit:2',
    'check_pkt_larger(1414)->NXM_NX_REG9[1],output:5,group:3,set_queue:4,meter:2,exit,mod_nw_ttl:9,pop_vlan',
  ])('%s', (text) => {
    const actions = parseActions(text);
    if (!actions.ok) throw new Error(actions.error.message);
    const bytes = actionBytes(actions.value) ?? [];
    const read = parseActionBytes(bytes);
    if (!read.ok) throw new Error(read.error);
    expect(formatActions(read.value)).toBe(text);
    expect(actionBytes(read.value)).toEqual(bytes);
  });
});
