import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { conformance } from './conform';
import { compareCase } from './conformance/deployments';
import { runScript } from './run-script';

const RECORDED = readFileSync(new URL('../../recordings/deployments.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');

function run(text: string, options: { readonly echo?: boolean; readonly stopOnError?: boolean } = {}) {
  const out: string[] = [];
  const status = runScript(text, {
    release: '2015-04',
    seed: 1,
    echo: options.echo ?? false,
    stopOnError: options.stopOnError ?? false,
    stdout: (part) => out.push(part),
    stderr: (part) => out.push(part),
  });
  return { status, text: out.join('') };
}

describe('a script', () => {
  it('is in the language of the terminal', () => {
    const { status, text } = run(
      [
        'n=2   # switches',
        'for i in $(seq $n); do',
        '  ovn-nbctl lswitch-add sw$i',
        '  for p in {1..2}; do ovn-nbctl lport-add sw$i sw$i-p$p; done',
        'done',
        'ovn-nbctl lport-list sw2 | cut -d" " -f2 | sort; ovn-nbctl \\',
        '  lport-list sw1 | wc -l',
      ].join('\r\n'),
      { echo: true },
    );
    expect(status).toBe(0);
    expect(text).toContain('$ for i in $(seq $n); do');
    expect(text).toMatch(/\(sw2-p1\)\n\(sw2-p2\)\n2\n$/);
  });

  it('that cannot be read runs nothing', () => {
    const { status, text } = run('ovn-nbctl lswitch-add a\nfor i in 1; do\n');
    expect(status).toBe(2);
    expect(text).toBe('sh: line 2: this for has no done yet\nfor i in 1; do\n^^^^^^^^^^^^^^\n');
  });

  it("prints the article's tables", () => {
    const article = [
      'ovs-vsctl set open . external-ids:system-id=56b18105-5706-46ef-80c4-ff20979ab068',
      'ovs-vsctl set open . external-ids:ovn-remote=unix:"$sandbox"/db.sock',
      'ovs-vsctl set open . external-ids:ovn-encap-type=vxlan',
      'ovs-vsctl set open . external-ids:ovn-encap-ip=127.0.0.1',
      'ovs-vsctl add-br br-int',
      'ovn-nbctl lswitch-add sw0',
      'ovn-nbctl lport-add sw0 sw0-port1 ',
      'ovn-nbctl lport-add sw0 sw0-port2 ',
      'ovn-nbctl lport-set-macs sw0-port1 00:00:00:00:00:01',
      'ovn-nbctl lport-set-macs sw0-port2 00:00:00:00:00:02',
      'ovsdb-client dump OVN_Southbound',
    ].join('\n');
    const { status, text } = run(article);
    expect(status).toBe(0);
    expect(text).toMatch(/"56b18105-5706-46ef-80c4-ff20979ab068"/);
    expect(text).toMatch(/"127.0.0.1" {}      vxlan/);
    const rows = text.slice(text.indexOf('Pipeline table')).split('\n').slice(3, 14);
    const plain = rows
      .map((row) =>
        row
          .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '')
          .replace(/ +/g, ' ')
          .trim(),
      )
      .sort();
    expect(plain).toEqual(
      [
        'drop "eth.src[40]" 100 0',
        'drop vlan.present 100 0',
        'resubmit "inport == \\"sw0-port1\\"" 50 0',
        'resubmit "inport == \\"sw0-port2\\"" 50 0',
        'drop "1" 0 0',
        '"outport = \\"sw0-port2\\"; resubmit; outport = \\"sw0-port1\\"; resubmit;" "eth.dst[40]" 100 1',
        '"outport = \\"sw0-port1\\"; resubmit;" "eth.dst == 00:00:00:00:00:01" 50 1',
        '"outport = \\"sw0-port2\\"; resubmit;" "eth.dst == 00:00:00:00:00:02" 50 1',
        'resubmit "1" 0 2',
        '"output(\\"sw0-port1\\")" "outport == \\"sw0-port1\\"" 50 3',
        '"output(\\"sw0-port2\\")" "outport == \\"sw0-port2\\"" 50 3',
      ].sort(),
    );
  });

  it('begins on a sandbox as ovs-sandbox -o makes it', () => {
    const { status, text } = run(
      [
        'ovs-vsctl add-port br-int lport1 -- set Interface lport1 external_ids:iface-id=sw0-port1',
        'ovs-vsctl get open . external_ids',
        'ovsdb-client -f csv --no-headings dump OVN_Southbound Encap ip type',
      ].join('\n'),
    );
    expect(status).toBe(0);
    for (const part of ['ovn-encap-ip="127.0.0.1"', 'ovn-encap-type=vxlan', 'system-id="56b18105-', 'ovn-remote='])
      expect(text).toContain(part);
    expect(text).toMatch(/Encap table\n.*127\.0\.0\.1.*vxlan\n$/);
  });

  it('that adds br-int itself begins with nothing configured', () => {
    expect(run('ovs-vsctl add-br br-int\novs-vsctl get open . external_ids').text).toBe('{}\n');
  });

  it('goes on after an error, unless it is to stop', () => {
    const text = 'nonsense\necho on';
    expect(run(text)).toMatchObject({ status: 0, text: expect.stringMatching(/on\n$/) as string });
    expect(run(text, { stopOnError: true }).status).toBe(127);
    expect(run('echo on', { echo: true }).text).toBe('$ echo on\non\n');
  });
});

describe('conformance', () => {
  const ask = (kind: string, text: string, every?: number) => {
    const lines: string[] = [];
    const streams = { out: (line: string) => lines.push(line), error: (line: string) => lines.push(line) };
    const status = conformance(kind, ['FILE'], () => text, streams, every);
    return { status, lines };
  };

  it.each([
    [
      'nonsense',
      '{}',
      "there is no kind 'nonsense'; kinds are match, actions, deployments, commands, packets, ovn-trace, northd, ofproto-trace, openflow, lockstep, wire, neutron, databases",
    ],
    ['match', '', 'FILE: there is no case in it'],
    ['match', '{}\n[', 'FILE: case 2 is not a JSON object'],
    ['deployments', '{"2001-01": {}}', 'FILE: 2001-01 is not a release'],
  ])('%s of %j: %s', (kind, text, message) => {
    expect(ask(kind, text)).toEqual({ status: 2, lines: [message] });
  });

  it('passes recorded deployments', () => {
    const ten = RECORDED.slice(0, 10).join('\n');
    expect(ask('deployments', ten)).toEqual({ status: 0, lines: ['10 passed, 0 failed'] });
    expect(ask('deployments', ten, 4)).toEqual({ status: 0, lines: ['3 passed, 0 failed'] });
  });

  it.each([
    [
      'a row of the Pipeline',
      /"eth.src\[40\]","drop;"/,
      '"eth.src[40]","next;"',
      'Pipeline: missing ["sw0",0,100,"eth.src[40]","next;"]',
    ],
    ['a binding', /"sw0-port1","hv2",1/, '"sw0-port1","hv1",1', 'Port_Binding: missing ["sw0-port1","hv1"'],
    [
      'a flow',
      /\[16,0,"metadata=0x1","drop"\]/,
      '[16,0,"metadata=0x1","resubmit(,17)"]',
      'flows of hv1: missing table=16,priority=0 metadata=0x1',
    ],
    [
      'an interface',
      /"remote_ip":"192.168.0.2"/,
      '"remote_ip":"192.168.0.3"',
      'interfaces of hv1: missing {"name":"ovn-hv2-0"',
    ],
    ['a rule of a trace', /\[64,100,"reg6=0x3,reg7=0x3"\]\],"datapath/, '[64,50,"reg7=0x3"]],"datapath', 'hits'],
    ['what leaves', /"datapath_actions":"4,6"/, '"datapath_actions":"4"', 'vif5/0, vif3/0, recorded 4'],
  ])('finds %s that differs', (_, pattern, put, found) => {
    const compact = JSON.stringify(JSON.parse(RECORDED[0]!));
    const half = compact.indexOf('"2015-08":');
    const planted = compact.slice(0, half) + compact.slice(half).replace(pattern, put);
    expect(planted).not.toBe(compact);
    expect(compareCase(JSON.parse(planted)).join('\n')).toContain(found);
  });
});
