/** What no rule of a group allows is told in Neutron's words, and the rule that is offered lets it through. */
import { describe, expect, it } from 'vitest';
import { terminal } from '../commands/testing';
import { pluggedPorts, packetBetween } from './reachability';
import { trace } from './trace';
import type { PresetName } from '../../packets';

/** vm1 with the default group, vm2 with `web`, which has `rules`. */
function lab(release: '2015-04' | '2015-08', mapping: string, ...rules: readonly string[]) {
  const { deployment, run } = terminal(release, ['hv1', 'hv2']);
  run(`./stack.sh --security-groups ${mapping}`, 'neutron security-group-create web');
  for (const rule of rules) run(`neutron security-group-rule-create ${rule} web`);
  for (const n of [1, 2]) {
    const group = n === 2 ? '--security-group web' : '';
    run(
      `neutron port-create --name vm${n} ${group} private`,
      `nova boot --flavor m1.nano --image cirros --availability-zone nova:hv${n} --nic port-id=$(neutron port-show -f value -F id vm${n}) vm${n}`,
    );
  }
  const send = (preset: PresetName, port: number, way: 'there' | 'back' = 'there') => {
    const ports = pluggedPorts(deployment);
    const [a, b] = way === 'there' ? ports : [...ports].reverse();
    if (!a || !b) throw new Error('The servers are not plugged in.');
    const traced = trace(deployment, packetBetween(a, b, preset, port), { live: false });
    if (!traced.ok) throw new Error(traced.error.message);
    return traced.value.verdict;
  };
  return { deployment, run, send };
}

describe.each(['2015-04', '2015-08'] as const)('in %s', (release) => {
  it.each([
    ['designed-corrected', 'tcp/22 to 10.0.0.3'],
    ['october-2015', 'tcp/22 to 10.0.0.3'],
  ])('%s: what the sender’s group does not let out', (mapping, words) => {
    const { run, send } = lab(release, mapping);
    run('neutron port-update --no-security-groups vm2');
    run(`for r in $(neutron security-group-rule-list -f value -c id); do neutron security-group-rule-delete $r; done`);
    const [drop] = send('tcp-syn', 22).drops;
    expect(drop?.sentence).toMatch(
      new RegExp(`^Dropped by hv1 in table \\d: no rule of group default allows ${words}\\.$`),
    );
    expect(drop?.causes.map(({ db, table }) => `${db} ${table}`)).toEqual([
      'OVN_Northbound ACL',
      'Neutron Security_Group',
    ]);
    expect(drop?.fixes.map((fix) => fix.label)).toEqual([`Let group default allow ${words}`]);
    run(...(drop?.fixes[0]?.commands ?? []));
    expect(send('tcp-syn', 22).kind).toBe('delivered');
    expect(send('tcp-syn', 23).kind).toBe('dropped');
    expect(send('ping', 0).drops[0]?.sentence).toContain('no rule of group default allows icmp to 10.0.0.3');
  });
});

it.each([
  ['designed-corrected', 'Let group web allow tcp/22 from 10.0.0.2'],
  ['october-2015', 'Let group web allow tcp/22 from anywhere'],
])('%s: what the receiver’s group does not let in, where the sender has no group', (mapping, label) => {
  const { run, send } = lab('2015-08', mapping, '--protocol tcp --port-range-min 80 --port-range-max 80');
  run('neutron port-update --no-security-groups vm1');
  expect(send('tcp-syn', 80).kind).toBe('delivered');
  const [drop] = send('tcp-syn', 22).drops;
  expect(drop?.sentence).toMatch(/: no rule of group web allows tcp\/22 from 10\.0\.0\.2\.$/);
  expect(drop?.fixes.map((fix) => fix.label)).toEqual([label]);
  run(...(drop?.fixes[0]?.commands ?? []));
  expect(send('tcp-syn', 22).kind).toBe('delivered');
});

it('as designed, whose directions are the wrong way round, no rule is offered', () => {
  const { run, send } = lab('2015-08', 'designed');
  run('neutron port-update --no-security-groups vm1');
  const [drop] = send('arp-request', 0).drops.filter(({ expected }) => !expected);
  expect(drop?.sentence).toContain('no rule of group web allows ARP from 10.0.0.2');
  expect(drop?.fixes).toEqual([]);
});

it('an ACL that somebody has changed by hand is no longer a group’s', () => {
  const { deployment, run, send } = lab('2015-08', 'designed-corrected');
  run('neutron port-update --no-security-groups vm1');
  const drops = [...deployment.nb.rows('ACL').values()].filter(({ action }) => action === 'drop');
  const edits = drops.map(
    ({ _uuid }) => ({ op: 'update', table: 'ACL', uuid: _uuid, row: { priority: 2000 } }) as const,
  );
  deployment.commitNorthbound(edits, 'changes ACLs by hand');
  deployment.settle();
  expect(send('ping', 0).drops[0]?.sentence).toContain('by the ACL with priority 2000');
});
