import { expect, it } from 'vitest';
import { terminal } from '../../engine/commands/testing';
import { refKey, rowKey } from './entity-keys';
import { UpdateBuilder } from './update-builder';

/** A rule of Neutron, its ACL, the Pipeline row, the flow: whichever is pointed at, all of them light up. */
it.each(['2015-04', '2015-08'] as const)(
  'a rule lights up with what it became, and the other way, in %s',
  (release) => {
    const { deployment, run } = terminal(release, ['hv1']);
    run('./stack.sh --security-groups october-2015', 'neutron security-group-create web');
    run('neutron security-group-rule-create --protocol tcp --port-range-min 22 --port-range-max 22 web');
    run(
      'neutron port-create --name vm1 --security-group web private',
      'nova boot --flavor m1.nano --image cirros --nic port-id=$(neutron port-show -f value -F id vm1) vm1',
    );
    const builder = new UpdateBuilder(deployment);
    builder.full();
    const { relations } = builder;
    const neutron = deployment.database('Neutron');
    const [rule] = [...(neutron?.rows('Security_Group_Rule').values() ?? [])].filter(
      ({ protocol }) => String(protocol) === 'tcp',
    );
    const [acl] = [...deployment.nb.rows('ACL').values()].filter(({ match }) =>
      String(match).includes('tcp.dst >= 22'),
    );
    if (rule === undefined || acl === undefined) throw new Error('There is no such rule.');
    const ruleKey = rowKey('Neutron', rule._uuid);
    const lit = relations.related(ruleKey);
    const aclKey = rowKey('OVN_Northbound', acl._uuid);
    expect(lit).toContain(aclKey);
    const pipeline = lit.filter((key) => key.startsWith('row:OVN_Southbound:'));
    const flows = lit.filter((key) => key.startsWith('flow:hv1:'));
    expect(pipeline).toHaveLength(1);
    expect(flows.length).toBeGreaterThan(0);
    for (const key of [aclKey, ...pipeline, ...flows]) expect(relations.related(key)).toContain(ruleKey);
    const [server] = deployment.database('Nova')?.rows('Server').values() ?? [];
    const vif = relations.related(refKey({ db: 'Nova', table: 'Server', uuid: server!._uuid }));
    expect(vif.some((key) => key.startsWith('vif:hv1:tap'))).toBe(true);
  },
);
