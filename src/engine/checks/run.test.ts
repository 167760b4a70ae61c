import { describe, expect, it } from 'vitest';
import { terminal } from '../commands/testing';
import { decode } from '../../packets';
import { formatJunit, formatReport, parseSuite, runSuite } from '.';
import type { SuiteReport } from '.';

/** Two servers, vm1 on hv1 and vm2 on hv2, that wait for OVN to say that their ports are up. */
function lab(options = '', release: '2015-04' | '2015-08' = '2015-04') {
  const each = terminal(release, ['hv1', 'hv2']);
  each.run(`./stack.sh --port-status up ${options}`);
  for (const n of [1, 2]) {
    each.run(
      `neutron port-create --name vm${n} private`,
      `nova boot --flavor m1.nano --image cirros --availability-zone nova:hv${n} --nic port-id=$(neutron port-show -f value -F id vm${n}) vm${n}`,
    );
  }
  const check = (...lines: readonly string[]) => {
    const suite = parseSuite(lines.join('\n'));
    if (!suite.ok) throw new Error(suite.error.map(({ message }) => message).join('\n'));
    return runSuite(each.deployment, suite.value);
  };
  return { ...each, check };
}

/** Each step's verdict, and why. */
const told = ({ outcomes }: SuiteReport) =>
  outcomes.map((outcome) =>
    outcome.kind === 'deed'
      ? `${outcome.ok ? 'done' : 'broken'}: ${outcome.said}`
      : `${outcome.passed ? 'passed' : 'failed'}: ${outcome.sentence}`,
  );

describe('a check', () => {
  it('of reach is a whole exchange of packets, and a packet that is lost is named', () => {
    const { check } = lab();
    expect(
      told(
        check(
          'vm1 reaches vm2 by ping, tcp/22, udp/53, arp',
          'vm1 not reaches vm2 by tcp/22',
          'vm1 reaches vm1 by arp',
        ),
      ),
    ).toEqual([
      'passed: Everything arrived: ARP request, ARP reply, echo request, echo reply.',
      'failed: Everything arrived: ARP request, ARP reply, SYN to port 22, SYN-ACK.',
      'failed: vm1 and vm1 are the same port.',
    ]);
    expect(told(check('after as hv2 ovs-ofctl del-flows br-int', 'vm1 reaches vm2 by ping'))[1]).toMatch(
      /^failed: The ARP request of vm1 did not arrive at vm2: /,
    );
  });

  it('sends what a server would answer: the ports of a SYN-ACK stand the other way round', () => {
    const { check, run } = lab('--security-groups designed-corrected');
    run(
      'neutron security-group-create web',
      'neutron security-group-rule-create --direction ingress --protocol tcp --port-range-min 22 --port-range-max 22 web',
      'neutron port-update vm2 --security-group web',
    );
    const [outcome] = check('vm1 reaches vm2 by tcp/22, tcp/23').outcomes;
    const probes = outcome?.kind === 'check' ? outcome.probes : [];
    expect(probes.map(({ way, passed }) => [way, passed])).toEqual([
      ['tcp/22', true],
      ['tcp/23', true],
    ]);
    const segments = probes.map(({ trace }) => decode(trace?.request.bytes ?? new Uint8Array()).at(-1)?.summary);
    expect(segments.map((summary) => summary?.split(',')[0])).toEqual(['49152 > 22 [syn]', '49152 > 23 [syn]']);
  });

  it('of what nobody is called fails either way', () => {
    const { check } = lab();
    expect(told(check('vm1 reaches vm9 by ping', 'vm9 not reaches vm1 by ping', 'vm9 is not ACTIVE'))).toEqual([
      'failed: Nobody is called vm9.',
      'failed: Nobody is called vm9.',
      'failed: Nobody is called vm9.',
    ]);
  });

  it('finds a port by its address, a logical port by its name, and who is plugged in nowhere', () => {
    const { check, run } = lab();
    run('neutron port-create --name loose private', 'ovn-nbctl lswitch-add sw0', 'ovn-nbctl lport-add sw0 p1');
    expect(
      told(check('vm1 reaches 10.0.0.3 by ping', 'vm1 not reaches loose by ping', 'p1 is down', 'vm1 is ACTIVE')),
    ).toEqual([
      'passed: Everything arrived: ARP request, ARP reply, echo request, echo reply.',
      'passed: loose is plugged in on no machine.',
      'passed: p1 is down.',
      'passed: vm1 is ACTIVE.',
    ]);
  });

  it('may take its time: a live migration, event by event', () => {
    const { check } = lab();
    const report = check(
      'right after nova live-migration vm2 hv1',
      'vm2 is MIGRATING',
      'eventually vm1 not reaches vm2 by ping',
      'eventually vm1 reaches vm2 by ping',
      'eventually vm2 is ACTIVE',
    );
    expect(told(report)).toEqual([
      'done: ',
      'passed: vm2 is MIGRATING.',
      'passed: vm2 is plugged in on no machine.',
      'passed: Everything arrived: ARP request, ARP reply, echo request, echo reply.',
      'passed: vm2 is ACTIVE.',
    ]);
    const waited = report.outcomes.flatMap((outcome) => (outcome.kind === 'check' ? [outcome.waited > 0] : []));
    expect(waited.slice(0, 3)).toEqual([false, true, true]);
  });

  it('waits for time-outs, but not longer than it may', () => {
    const { check } = lab();
    const boot =
      'nova boot --flavor m1.nano --image cirros --nic net-id=$(neutron net-show -f value -F id private) vm3';
    const suite = ['after', '  ovs-appctl -t ovn-controller exit', `  ${boot} --availability-zone nova:hv1`];
    const [, early, late] = told(
      check(...suite, 'eventually within 4m vm3 is ERROR', 'eventually within 2m vm3 is ERROR'),
    );
    expect([early, late]).toEqual(['failed: vm3 is BUILD.', 'passed: vm3 is ERROR.']);
  });
});

describe('a deed', () => {
  it('ends at the first line that fails, and the suite goes on', () => {
    const { check } = lab();
    const report = check(
      'after',
      '  ovn-nbctl lswitch-add a',
      '  ovn-nbctl nonsense',
      '  ovn-nbctl lswitch-add b',
      'vm1 is ACTIVE',
    );
    expect(told(report)).toEqual([
      "broken: ovn-nbctl nonsense\novn-nbctl: unknown command 'nonsense'; use --help for help",
      'passed: vm1 is ACTIVE.',
    ]);
    expect(told(check('`ovn-nbctl lswitch-list` not prints "(b)"'))[0]).toContain('passed: It prints: ');
  });

  it('leaves variables and the machine for the next', () => {
    const { check } = lab();
    expect(
      told(
        check(
          'after x=vm1',
          'after as hv2',
          '`echo $x` prints "vm1"',
          '`ovs-vsctl get open . external-ids:system-id` prints "hv2"',
        ),
      ),
    ).toEqual(['done: ', 'done: ', 'passed: It prints: vm1', 'passed: It prints: "hv2"']);
  });
});

describe('a report', () => {
  const suite = [
    'vm1 reaches vm2 by ping for 2 marks',
    'vm1 is "a<b\u0001" as "x & \\"y\\"" for 1.5 marks',
    'after nonsense',
  ];

  it('says for each failure why, with the trace behind it', () => {
    const { check, deployment } = lab();
    const text = formatReport(deployment.release, check(...suite, 'vm1 not reaches vm2 by ping'));
    expect(text.split('\n').slice(0, 3)).toEqual([
      'ok     vm1 reaches vm2 by ping (2 of 2 marks)',
      'FAILED x & "y" (0 of 1.5 marks), line 2',
      '       vm1 is ACTIVE.',
    ]);
    expect(text).toContain('        0. Ingress port security: inport == ');
    expect(text).toContain('\n3 checks: 1 passed, 2 failed\n2 of 3.5 marks\n1 command between the checks failed\n');
  });

  it('is XML whatever stands in it', () => {
    const { check, deployment } = lab();
    expect(formatJunit(deployment.release, check(...suite), 'a "suite"')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" errors="1" time="0.000">
  <testsuite name="a &quot;suite&quot;" tests="3" failures="1" errors="1" time="0.000">
    <testcase name="vm1 reaches vm2 by ping" classname="a &quot;suite&quot;" line="1" time="0.000"/>
    <testcase name="x &amp; &quot;y&quot;" classname="a &quot;suite&quot;" line="2" time="0.000">
      <failure message="vm1 is ACTIVE." type="failure">vm1 is ACTIVE.</failure>
    </testcase>
    <testcase name="nonsense" classname="a &quot;suite&quot;" line="3" time="0.000">
      <error message="a command failed" type="error">nonsense
sh: nonsense: command not found</error>
    </testcase>
    <system-out>2 checks: 1 passed, 1 failed
2 of 3.5 marks
1 command between the checks failed</system-out>
  </testsuite>
</testsuites>
`);
    const odd = check('`echo "<&>\u0001"` prints "\u0001zz"');
    expect(formatJunit(deployment.release, odd, 's')).toContain('It prints: &lt;&amp;&gt;\u{fffd}</failure>');
  });
});
