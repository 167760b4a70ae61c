import { describe, expect, it } from 'vitest';
import type { MatchContext, StageNode, TestPacket } from './match-protocol';
import { createMatchSession } from './match-session';

const context: MatchContext = {
  symbols: 'today',
  addressSets: { office: ['10.0.0.0/24', '10.0.1.0/24'] },
  portGroups: { servers: ['web', 'db'] },
  ports: [
    { name: 'web', key: 1 },
    { name: 'db', key: 2 },
  ],
};

const session = createMatchSession({ now: () => 0 });
session.setContext(context);

function packet(text: string, kind: TestPacket['kind'] = 'microflow', inport = ''): TestPacket {
  return { id: 'p1', name: '', kind, text, inport, outport: '' };
}

function analyse(text: string, packets: readonly TestPacket[] = []) {
  return session.analyse({ text, packets, focus: packets[0]?.id ?? null });
}

function changes(tree: StageNode): readonly string[] {
  const own = tree.change === null || tree.children.length > 0 ? [] : [`${tree.change}: ${tree.label}`];
  return [...own, ...tree.children.flatMap(changes)];
}

function stage(text: string, name: string) {
  const found = analyse(text).compiled?.stages.find((candidate) => candidate.name === name);
  return found === undefined ? [] : changes(found.tree);
}

describe('stages', () => {
  it('marks what annotating adds', () => {
    expect(stage('tcp.dst == 80', 'annotate')).toEqual([
      'prerequisite: ip.proto == 0x6',
      'prerequisite: eth.type == 0x800',
      'prerequisite: eth.type == 0x86dd',
    ]);
    expect(stage('ip4', 'annotate')).toEqual(['expanded: eth.type == 0x800']);
    expect(stage('vlan.vid == 3', 'annotate')).toEqual([
      'rewritten: vlan.tci[0..11] == 0x3',
      'prerequisite: vlan.tci[12]',
    ]);
  });

  it('marks what a ! turned', () => {
    expect(stage('!(eth.dst[40] && tcp.dst == 80)', 'parse')).toEqual([
      'negated: !eth.dst[40]',
      'negated: tcp.dst != 0x50',
    ]);
    expect(stage('!(!(tcp.dst == 80))', 'parse')).toEqual([]);
  });

  it('marks the masks of a range', () => {
    expect(stage('reg0 < 3', 'simplify')).toEqual(['masked: xxreg0[96..127] == 0x2', 'masked: xxreg0[97..127] == 0']);
  });

  it('ties nodes and flows to the source', () => {
    const text = 'ip4.src == $office && tcp.dst == {80, 443} && outport == "web"';
    const { compiled } = analyse(text);
    expect(compiled?.flowCount).toBe(5);
    expect(
      compiled?.flows.map((flow) => flow.ranges.map((range) => text.slice(range.start, range.end))),
    ).toContainEqual(['tcp.dst', '443']);
    expect(compiled?.conjunctions).toMatchObject([
      {
        clauses: [
          { label: 'ip4.src', flows: 2 },
          { label: 'tcp.dst', flows: 2 },
        ],
        flows: 5,
        product: 4,
      },
    ]);
  });
});

describe('problems', () => {
  it("gives OVN's message, the place, and a hint", () => {
    expect(analyse('ip4 & tcp').problems).toMatchObject([
      { severity: 'error', range: { start: 4, end: 5 }, hint: 'Write && for and.' },
    ]);
  });

  it('warns of what can never be true', () => {
    expect(analyse('tcp && udp').problems).toMatchObject([{ severity: 'warning', code: 'conflict' }]);
  });
});

describe('packets', () => {
  const text = 'inport == "web" && tcp.dst == 80';

  it('reads microflows', () => {
    const { packets, spans } = analyse(text, [packet('inport == "db" && ip4 && tcp.dst == 80')]);
    expect(packets).toMatchObject([
      { matches: false, why: 'It does not match: inport == "web" is false: inport is "db".' },
    ]);
    expect(spans.map((span) => [text.slice(span.start, span.end), span.truth])).toEqual([
      ['inport == "web"', false],
      ['tcp.dst == 80', true],
    ]);
  });

  it('reads bytes', () => {
    const hex = `000000000002000000000001080045000028000100004006f97f0a0000010a000002c000005000000000000000005002200000000000`;
    expect(analyse(text, [packet(hex, 'hex', 'web')]).packets).toMatchObject([{ matches: true }]);
    expect(analyse(text, [packet('12 zz', 'hex')]).packets[0]?.problem).not.toBeNull();
  });

  it.each([
    text,
    'ip4.src == $office && udp.dst > 1023',
    'arp.op == 1 || icmp6.type == 135',
    'inport == @servers && vlan.vid == 5',
    '!(tcp.dst == 80)',
  ])('makes one that matches and one that just fails: %s', (expression) => {
    const matching = session.make(expression, 'matching');
    const failing = session.make(expression, 'failing');
    if (!matching.ok || !failing.ok) throw new Error('none was made');
    expect(analyse(expression, [packet(matching.value.text)]).packets).toMatchObject([{ matches: true }]);
    expect(analyse(expression, [packet(failing.value.text)]).packets).toMatchObject([{ matches: false }]);
  });
});

describe('comparing', () => {
  it('says equivalent', () => {
    expect(session.compare('ip4.src == $office', 'ip4.src == 10.0.0.0/23')).toMatchObject({
      ok: true,
      value: { equivalent: true },
    });
  });

  it('gives a counterexample that only one of them matches', () => {
    const result = session.compare('tcp.dst < 10', 'tcp.dst <= 10');
    if (!result.ok) throw new Error(result.error.message);
    const example = packet(result.value.counterexample ?? '');
    expect(analyse('tcp.dst < 10', [example]).packets).toMatchObject([{ matches: false }]);
    expect(analyse('tcp.dst <= 10', [example]).packets).toMatchObject([{ matches: true }]);
  });
});

describe('symbols of a choice', () => {
  const of = (symbols: MatchContext['symbols'], text: string) => {
    const other = createMatchSession({ now: () => 0 });
    other.setContext({ ...context, symbols });
    return other.analyse({ text, packets: [packet('ip4')], focus: null });
  };

  it('are those of ACLs with acl_ct_translation', () => {
    expect(of('acl', 'tcp.dst == 80').compiled?.flows).toMatchObject([
      { match: 'ct_state=-inv+trk,ct_nw_proto=6,ct_tp_dst=80' },
    ]);
    expect(of('today', 'ip4 && tcp.dst == 80').compiled?.flows).toMatchObject([{ match: 'tcp,tp_dst=80' }]);
    expect(of('today', 'ct_proto == 6').compiled).toBeNull();
  });

  it('know the port that is none, but in 2015', () => {
    const { compiled, missing, packets, problems } = of('today', 'outport == "none" || remote_outport == "none"');
    expect(compiled?.flows).toMatchObject([{ match: 'reg15=0' }, { match: 'reg1=0' }]);
    expect([missing, problems, packets[0]?.matches]).toEqual([[], [], true]);
    const before = of('2015', 'outport == "none"');
    expect([before.compiled?.flowCount, before.packets[0]?.matches]).toEqual([0, false]);
    expect(before.missing).toEqual([{ kind: 'port', name: 'none' }]);
  });
});

describe('documentation', () => {
  it('explains symbols, operators and names', () => {
    expect(session.hover('tcp.dst == 80', 2)?.lines).toContain('Needs tcp');
    expect(session.hover('tcp.dst == 80', 9)?.title).toBe('==');
    expect(session.hover('ip4.src == $office', 13)?.lines).toEqual(['Address set of 2', '10.0.0.0/24, 10.0.1.0/24']);
    expect(session.hover('inport == "web"', 12)?.lines).toEqual(['Logical port, number 1.']);
  });

  it('completes ports and sets', () => {
    expect(session.completions('inport == ', 10).map((item) => item.label)).toEqual(['"web"', '"db"', '@servers']);
    expect(session.completions('ip4.src == $', 12).map((item) => item.label)).toEqual(['$office']);
  });
});
