/** What becomes of the verdicts of ACLs: the packet goes on, is dropped or is answered; without one the next tier is asked. */
import type { Explain } from '../../../../northd';
import { because } from '../drop-texts';
import type { AclPlace } from '../facts/acls';
import type { SwitchPolicy } from '../facts/switch-policy';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { STAGES, type StageName } from '../stages';
import { actions } from '../texts';
import { REG } from './registers';
import { flowsOn, goesOn, type MakeFlow } from './rows';

const PLACES = [
  { place: 'before-lb', stage: 'ls_in_acl_action', evaluation: 'ls_in_acl_eval', pipeline: 'ingress' },
  {
    place: 'after-lb',
    stage: 'ls_in_acl_after_lb_action',
    evaluation: 'ls_in_acl_after_lb_eval',
    pipeline: 'ingress',
  },
  { place: 'egress', stage: 'ls_out_acl_action', evaluation: 'ls_out_acl_eval', pipeline: 'egress' },
] as const satisfies readonly {
  readonly place: AclPlace;
  readonly stage: StageName;
  readonly evaluation: StageName;
  readonly pipeline: string;
}[];

export const aclAction: StageRules = {
  name: 'ACL action',
  drops: {
    ls_in_acl_action: refusedBy('ls_in_acl_eval'),
    ls_out_acl_action: refusedBy('ls_out_acl_eval'),
    ls_in_acl_after_lb_action: refusedBy('ls_in_acl_after_lb_eval'),
  },
  ofSwitchPolicy(policy, net) {
    const flow = flowsOn(policy.sw);
    return PLACES.flatMap((where) =>
      policy.hasAcls
        ? [...verdicts(flow, policy, where, net), ...tiers(flow, policy, where)]
        : [goesOn(flow, where.stage)],
    );
  },
};

function verdicts(
  flow: MakeFlow,
  policy: SwitchPolicy,
  { place, stage, pipeline }: (typeof PLACES)[number],
  net: Network,
): readonly WantedFlow[] {
  const clearing = actions(
    `${REG.verdictAllow} = 0`,
    `${REG.verdictDrop} = 0`,
    `${REG.verdictReject} = 0`,
    policy.tiers[place] > 0 && `${REG.tier} = 0`,
  );
  const row = (priority: number, test: string, then: string, rule: string, why: string, meter?: string) =>
    flow(stage, priority, test, `${clearing} ${then}`, rule, why, { meter });
  const answer = 'What ACLs reject is answered with a TCP reset or an ICMP error.';
  const meter = net.meter(net.switches.get(policy.sw)?.copp, 'reject');
  return [
    row(1000, `${REG.verdictAllow} == 1`, 'next;', 'allow', 'What ACLs let through goes on.'),
    row(1000, `${REG.verdictDrop} == 1`, net.global.implicitDrop(), 'drop', 'What ACLs drop ends here.'),
    row(1000, `${REG.verdictReject} == 1`, reject(pipeline), 'reject', answer, meter),
    net.global.optionIs('default_acl_drop')
      ? row(
          0,
          '1',
          net.global.implicitDrop(),
          'default-drop',
          'What no ACL lets through is dropped (default_acl_drop).',
        )
      : row(0, '1', 'next;', 'default', 'What no ACL speaks of goes on.'),
  ];
}

/** The answer starts in the other direction, past the ACLs. */
function reject(pipeline: 'ingress' | 'egress'): string {
  const back = pipeline === 'ingress' ? STAGES.ls_out_qos : STAGES.ls_in_l2_lkup;
  const swaps = '/* eth.dst <-> eth.src; ip.dst <-> ip.src; is implicit. */';
  const answer = `outport <-> inport; next(pipeline=${back.direction},table=${back.number});`;
  return `reg0 = 0; reject { ${swaps} ${answer} };`;
}

function tiers(
  flow: MakeFlow,
  policy: SwitchPolicy,
  { place, stage, evaluation, pipeline }: (typeof PLACES)[number],
): readonly WantedFlow[] {
  return Array.from({ length: policy.tiers[place] }, (_, tier) =>
    flow(
      stage,
      500,
      `${REG.tier} == ${tier}`,
      actions(`${REG.tier} = ${tier + 1}`, `next(pipeline=${pipeline},table=${STAGES[evaluation].number})`),
      'next-tier',
      `What no ACL of tier ${tier} has decided is evaluated by the next tier.`,
    ),
  );
}

/** The verdict was noted in the stage before: the row that the copy met there says which ACL it was. */
function refusedBy(evaluation: StageName): Readonly<Record<string, Explain>> {
  return {
    drop(copy) {
      const met = copy.crossed(evaluation);
      const ref = met?.nb.find(({ table }) => table === 'ACL');
      const found = ref === undefined ? undefined : copy.acl(ref.uuid);
      if (ref === undefined || found === undefined)
        return { sentence: `${copy.where}: ${met?.text ?? 'an ACL drops it.'}`, causes: met?.nb ?? [] };
      return {
        sentence: `${copy.where} by the ACL with priority ${found.priority}: “${found.match}” is to ${found.action}.`,
        causes: [ref],
        remedies: [
          { kind: 'allow-above', acl: ref.uuid },
          { kind: 'delete-acl', acl: ref.uuid },
        ],
      };
    },
    'default-drop': because(
      ({ datapathName }) => `no ACL of ${datapathName} lets it through, and the default is to drop`,
    ),
  };
}
