/** What ovs-ofctl says to an action list, `input => output`; the outputs are those of Open vSwitch 3.1. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatActions, parseActions, parseFlow, toOpenFlow10, toOpenFlow13 } from './index';

const print = (text: string): string => {
  const actions = parseActions(text);
  return actions.ok ? formatActions(actions.value) : `error: ${actions.error.message}`;
};

const printOld = (text: string): string => {
  const actions = parseActions(text);
  return actions.ok ? formatActions(toOpenFlow10(actions.value)) : `error: ${actions.error.message}`;
};

const printNew = (text: string): string => {
  const flow = parseFlow(text);
  return flow.ok ? formatActions(toOpenFlow13(flow.value.entry.actions, flow.value.entry.match)) : flow.error.message;
};

function check(run: (input: string) => string, table: string): void {
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.trim());
  const answers = rows.map((row) => {
    const input = row.split(' => ')[0] ?? '';
    return `${input} => ${run(input)}`;
  });
  expect(answers).toEqual(rows);
}

describe('action lists', () => {
  it('read and print', () =>
    check(
      print,
      `
      drop => drop
      drop,drop => drop
      1 => output:1
      output:1,output:2 output:3 => output:1,output:2,output:3
      output:0x10 => output:16
      flood,ALL,local,IN_PORT,normal => FLOOD,ALL,LOCAL,IN_PORT,NORMAL
      output:LOCAL => LOCAL
      controller => CONTROLLER:65535
      controller:128 => CONTROLLER:128
      controller(max_len=5) => CONTROLLER:5
      output:reg0 => output:NXM_NX_REG0[]
      output:NXM_NX_REG0[0..15] => output:NXM_NX_REG0[0..15]
      resubmit:1 => resubmit:1
      resubmit(1) => resubmit:1
      resubmit(1,) => resubmit:1
      resubmit(,2) => resubmit(,2)
      resubmit(1,2) => resubmit(1,2)
      resubmit(in_port,2) => resubmit(,2)
      load:5->NXM_NX_REG0 => load:0x5->NXM_NX_REG0[]
      load:5->reg0[0..3] => load:0x5->NXM_NX_REG0[0..3]
      load:1->reg0[3] => load:0x1->NXM_NX_REG0[3]
      load:0x1->OXM_OF_METADATA[] => load:0x1->OXM_OF_METADATA[]
      load:0->NXM_OF_IN_PORT[] => load:0->NXM_OF_IN_PORT[]
      load:0x2->tun_id => load:0x2->NXM_NX_TUN_ID[]
      move:reg0[0..3]->reg1[4..7] => move:NXM_NX_REG0[0..3]->NXM_NX_REG1[4..7]
      move:NXM_OF_IP_SRC[]->NXM_NX_REG1[] => move:NXM_OF_IP_SRC[]->NXM_NX_REG1[]
      push:reg0,pop:NXM_NX_REG0[0..7] => push:NXM_NX_REG0[],pop:NXM_NX_REG0[0..7]
      set_field:0->reg7 => set_field:0->reg7
      set_field:0x4000/0xe000->vlan_tci => set_field:0x4000/0xe000->vlan_tci
      set_field:fe80::1->nd_target => set_field:fe80::1->nd_target
      set_field:*->reg6,push:NXM_NX_REG0[] => push:NXM_NX_REG0[]
      mod_vlan_vid:42,mod_vlan_pcp:3,strip_vlan => mod_vlan_vid:42,mod_vlan_pcp:3,strip_vlan
      push_vlan:0x8100,pop_vlan => push_vlan:0x8100,pop_vlan
      mod_dl_src:1:2:3:4:5:6 => mod_dl_src:01:02:03:04:05:06
      mod_nw_tos:12,mod_tp_dst:80 => mod_nw_tos:12,mod_tp_dst:80
      dec_ttl => dec_ttl
      dec_ttl(1,2) => dec_ttl(1,2)
      dec_ttl() => dec_ttl
      set_tunnel:5 => set_tunnel:0x5
      set_tunnel:0x123456789 => set_tunnel64:0x123456789
      conjunction(1, 2/2) => conjunction(1,2/2)
      conjunction(1,1/2),conjunction(2,2/3) => conjunction(1,1/2),conjunction(2,2/3)
      conjunction(4294967297,1/2) => conjunction(1,1/2)
      note:11.22.33 => note:11.22.33.00.00.00
      note: => note:00.00.00.00.00.00
      write_metadata:5,set_queue:3,pop_queue,goto_table:5,exit => write_metadata:0x5,set_queue:3,pop_queue,goto_table:5,exit
    `,
    ));

  it('are refused in the words of ovs-ofctl', () =>
    check(
      print,
      `
      foo => error: unknown action foo
      70000 => error: unknown action 70000
      output:xx => error: xx: output to unknown port
      load:5 => error: 5: missing \`->'
      load:5-> => error: 5->: missing field name following \`->'
      load:5->foo => error: foo: unknown field \`foo'
      load:5->NXM_NX_REG0[ => error: NXM_NX_REG0[: syntax error expecting [] or [<bit>] or [<start>..<end>]
      load:5->NXM_NX_REG0[3..2] => error: NXM_NX_REG0[3..2]: starting bit 3 is after ending bit 2
      load:5->NXM_NX_REG0[0..40] => error: NXM_NX_REG0[0..40]: ending bit 40 is not valid because field is only 32 bits wide
      load:0x1ff->NXM_NX_REG0[0..7] => error: 0x1ff->NXM_NX_REG0[0..7]: value 0x1ff does not fit into 8 bits
      load:x->NXM_NX_REG0[] => error: x->NXM_NX_REG0[]: cannot parse integer value
      move:NXM_NX_REG0[]->NXM_NX_REG1[0..3] => error: NXM_NX_REG0[]->NXM_NX_REG1[0..3]: source field is 32 bits wide but destination is 4 bits wide
      set_field:->reg6 => error: : bad syntax for reg6 value
      set_field:1 => error: 1: missing \`->'
      set_field:1->foo => error: foo is not a valid OXM field name
      set_field:xx->eth_src => error: xx: invalid Ethernet address
      set_field:1->eth_type => error: eth_type is read-only
      resubmit => error: at least one "in_port" or "table" must be specified on resubmit
      resubmit(,255) => error: at least one "in_port" or "table" must be specified on resubmit
      resubmit(,300) => error: 300: resubmit to unknown table
      resubmit(x,2) => error: x: resubmit to unknown port
      mod_vlan_vid:5000 => error: 5000: not a valid VLAN VID
      mod_vlan_vid:x => error: invalid VLAN VID "x"
      push_vlan:0x1234 => error: 0x1234: not a valid VLAN ethertype
      mod_dl_src:x => error: invalid mac address x
      mod_nw_tos:3 => error: 3: not a valid TOS
      mod_tp_src:70000 => error: invalid source port "70000"
      conjunction(1,3/2) => error: clause index must be less than or equal to number of clauses
      conjunction(1) => error: "conjunction" syntax is "conjunction(id,i/n)"
      conjunction(1,1/1) => error: conjunction must have at least 2 clauses
      conjunction(1,1/65) => error: conjunction must have at most 64 clauses
      drop,output:1 => error: "drop" must not be accompanied by any other action or instruction
      dec_ttl,conjunction(1,1/2) => error: "conjunction" actions may be used along with "note" but not any other kind of action (such as the "dec_ttl" action used here)
    `,
    ));

  it('become old ones on an OpenFlow 1.0 connection', () =>
    check(
      printOld,
      `
      set_field:0x7->reg7 => load:0x7->NXM_NX_REG7[]
      set_field:1/3->reg0 => load:0x1->NXM_NX_REG0[0..1]
      set_field:0x123456789abcdef0123456789abcdef0->xxreg0 => load:0x123456789abcdef0->NXM_NX_XXREG0[0..63],load:0x123456789abcdef0->NXM_NX_XXREG0[64..127]
      set_field:1.2.3.4->ip_src => mod_nw_src:1.2.3.4
      set_field:0->vlan_tci => strip_vlan
      set_field:5->in_port => load:0x5->NXM_OF_IN_PORT[]
      mod_nw_ecn:2,mod_nw_ttl:3 => load:0x2->NXM_NX_IP_ECN[],load:0x3->NXM_NX_IP_TTL[]
      goto_table:5 => resubmit(,5)
    `,
    ));

  it('become new ones on an OpenFlow 1.3 connection', () =>
    check(
      printNew,
      `
      tcp,actions=mod_dl_src:1:2:3:4:5:6,mod_dl_dst:1:2:3:4:5:6 => set_field:01:02:03:04:05:06->eth_src,set_field:01:02:03:04:05:06->eth_dst
      tcp,actions=mod_nw_src:1.2.3.4,mod_nw_dst:1.2.3.4 => set_field:1.2.3.4->ip_src,set_field:1.2.3.4->ip_dst
      udp,actions=mod_nw_tos:16,mod_nw_ecn:2,mod_nw_ttl:3 => set_field:4->ip_dscp,set_field:2->nw_ecn,mod_nw_ttl:3
      udp,actions=mod_tp_src:80,mod_tp_dst:80 => set_field:80->udp_src,set_field:80->udp_dst
      dl_vlan=3,actions=mod_vlan_vid:5,mod_vlan_pcp:3,strip_vlan => set_field:4101->vlan_vid,set_field:3->vlan_pcp,pop_vlan
      actions=mod_vlan_vid:5,output:1 => push_vlan:0x8100,set_field:4101->vlan_vid,output:1
      actions=set_tunnel:5,write_metadata:5,goto_table:3 => set_field:0x5->tun_id,write_metadata:0x5,goto_table:3
      actions=set_field:5/7->reg0,load:5->NXM_NX_REG0[] => load:0x5->NXM_NX_REG0[0..2],load:0x5->NXM_NX_REG0[]
    `,
    ));

  it('lose the pushing of a tag on an OpenFlow 1.0 connection', () =>
    check(
      printOld,
      `
      push_vlan:0x8100,set_field:4101->vlan_vid => mod_vlan_vid:5
      push_vlan:0x88a8 => drop
    `,
    ));

  it('learn', () =>
    check(
      (text) => printNew(`tcp,actions=${text}`),
      `
      learn(table=10, NXM_OF_VLAN_TCI[0..11], NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[], load:NXM_OF_IN_PORT[]->NXM_NX_REG0[0..15]) => learn(table=10,NXM_OF_VLAN_TCI[0..11],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],load:NXM_OF_IN_PORT[]->NXM_NX_REG0[0..15])
      learn(table=10,eth_type=0x800,load:5->NXM_NX_REG0[0..15],output:NXM_OF_IN_PORT[]) => learn(table=10,eth_type=0x800,load:0x5->NXM_NX_REG0[0..15],output:NXM_OF_IN_PORT[])
      learn(hard_timeout=5,priority=3,cookie=7) => learn(table=1,hard_timeout=5,priority=3,cookie=0x7)
      learn() => learn(table=1)
      learn(table=255) => table=255: table id 255 not valid for \`learn' action
      learn(foo=1) => foo=1: unknown keyword foo
      learn(tcp_dst=80) => actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)
      learn(load:5) => load: missing \`->' in \`5'
      multipath(eth_src,50,modulo_n,1,0,reg0[0..7]) => multipath: this switch does not have that action
      frob => unknown action frob
    `,
    ));

  it('of today read and print, as people write them', () =>
    check(
      print,
      `
      ct => ct
      ct(commit,zone=5,table=3) => ct(commit,table=3,zone=5)
      ct(commit,force,zone=NXM_NX_REG13[0..15],nat(src=10.0.0.1-10.0.0.9:80-90,random,persistent),exec(set_field:1->ct_mark)) => ct(commit,force,zone=NXM_NX_REG13[0..15],nat(src=10.0.0.1-10.0.0.9:80-90,persistent,random),exec(set_field:0x1->ct_mark))
      ct(nat(dst=[fd00::1]:80)),ct(nat(dst=fd00::1)),ct(nat(src)),ct(nat) => ct(nat(dst=[fd00::1]:80)),ct(nat(dst=fd00::1)),ct(nat(src)),ct(nat)
      ct(exec(output:1)) => error: "ct" action doesn't support nested action "output"
      ct(force) => error: "force" flag requires "commit" flag.
      ct(zone=reg0) => error: reg0: zone must be 16 bits wide
      ct(nat(src=10.0.0.9-10.0.0.1)) => error: invalid nat range "10.0.0.9-10.0.0.1"
      clone(set_field:1->reg0,clone(output:2)),ct_clear => clone(set_field:0x1->reg0,clone(output:2)),ct_clear
      group:1,meter:2,check_pkt_larger(1500)->reg0[3] => group:1,meter:2,check_pkt_larger(1500)->NXM_NX_REG0[3]
      controller(userdata=00.01.ff,pause,meter_id=5) => controller(userdata=00.01.ff,pause,meter_id=5)
      controller(max_len=5,id=7,reason=no_match) => controller(reason=no_match,max_len=5,id=7)
      sample(probability=100,collector_set_id=2,obs_domain_id=3,obs_point_id=NXM_NX_REG3[]) => sample(probability=100,collector_set_id=2,obs_domain_id=3,obs_point_id=NXM_NX_REG3[])
      learn(table=78,idle_timeout=30,delete_learned,cookie=0xaa,OXM_OF_METADATA[]) => learn(table=78,idle_timeout=30,delete_learned,cookie=0xaa,OXM_OF_METADATA[])
      push_mpls:0x8847,set_mpls_label(5),pop_mpls:0x0800 => push_mpls:0x8847,set_mpls_label(5),pop_mpls:0x0800
      bundle(eth_src,0,active_backup,ofport,members:1,2) => bundle(eth_src,0,active_backup,ofport,members:1,2)
      set_field:5/0x3f->ip_dscp,resubmit(,3,ct) => set_field:5/0x3f->ip_dscp,resubmit(,3,ct)
    `,
    ));

  it('keep what only a switch prints', () => {
    const printed = parseActions('dec_ttl(),dec_ttl', { asPrinted: true });
    expect(printed.ok && formatActions(printed.value)).toBe('dec_ttl(),dec_ttl()');
    expect(print('dec_ttl()')).toBe('dec_ttl');
  });

  it('say where they went wrong', () => {
    const text = 'output:1,load:5->foo,drop';
    const result = parseActions(text);
    expect(result.ok ? '' : text.slice(result.error.range?.start, result.error.range?.end)).toBe('5->foo');
  });

  it('print as recorded', () => {
    const read = (file: string) =>
      readFileSync(new URL(`../../../recordings/${file}`, import.meta.url), 'utf8')
        .trim()
        .split('\n');
    const texts = new Set<string>();
    for (const line of read('actions.jsonl')) {
      const { openflow } = JSON.parse(line) as { openflow?: string };
      if (openflow !== undefined) texts.add(openflow);
    }
    for (const line of read('deployments.jsonl')) {
      const recorded = JSON.parse(line) as Record<string, { expect: { OpenFlow?: Record<string, string[][]> } }>;
      for (const flows of Object.values(recorded['2015-08']?.expect.OpenFlow ?? {})) {
        for (const flow of flows) texts.add(flow[3] ?? '');
      }
    }
    expect([...texts].filter((text) => print(text) !== text)).toEqual([]);
  });
});
