/** Commits connections that ACLs let through, with what is to be known of them later; network functions besides, which are not built. */
import type { WantedFlow } from '../flow';
import type { StageRules } from '../rules';
import { actions, match } from '../texts';
import { REG } from './registers';
import { flowsOn, goesOn, type MakeFlow } from './rows';

const STATEFUL = ['ls_in_stateful', 'ls_out_stateful'] as const;

export const stateful: StageRules = {
  name: 'committing connections',
  ofSwitch({ uuid }) {
    const flow = flowsOn(uuid);
    return STATEFUL.flatMap((stage) => [
      goesOn(flow, stage),
      ...COMMITS.map(({ priority, tests, labelled, withFunction, rule, why }) =>
        flow(
          stage,
          priority,
          match(`${REG.commit} == 1`, ...tests),
          actions(commit(labelled, withFunction), 'next'),
          rule,
          why,
        ),
      ),
    ]);
  },
};

const COMMITS = [
  {
    priority: 100,
    tests: [`${REG.label} == 1`],
    labelled: true,
    withFunction: false,
    rule: 'commit-label',
    why: 'The connection is committed, with the points that its samples name.',
  },
  {
    priority: 100,
    tests: [`${REG.label} == 0`],
    labelled: false,
    withFunction: false,
    rule: 'commit',
    why: 'The connection is committed, as one that is allowed.',
  },
  {
    priority: 110,
    tests: [`${REG.label} == 0`, `${REG.functionEnabled} == 1`],
    labelled: false,
    withFunction: true,
    rule: 'commit-function',
    why: 'The connection is committed, with the network function that its packets go through.',
  },
  {
    priority: 110,
    tests: [`${REG.label} == 1`, `${REG.functionEnabled} == 1`],
    labelled: true,
    withFunction: true,
    rule: 'commit-function-label',
    why: 'The connection is committed, with its network function and the points that its samples name.',
  },
] as const;

function commit(labelled: boolean, withFunction: boolean): string {
  const fields = [
    'ct_mark.blocked = 0',
    `ct_mark.allow_established = ${REG.persistId}`,
    ...(labelled
      ? [
          `ct_mark.obs_stage = ${REG.observedStage}`,
          `ct_mark.obs_collector_id = ${REG.collectorEstablished}`,
          `ct_label.obs_point_id = ${REG.pointEstablished}`,
        ]
      : []),
    `ct_label.acl_id = ${REG.aclId}`,
    `ct_label.nf = ${withFunction ? 1 : 0}`,
    `ct_label.nf_id = ${withFunction ? REG.networkFunction : 0}`,
  ];
  return `ct_commit { ${actions(...fields)} }`;
}

export const networkFunctions: StageRules = {
  name: 'network functions',
  ofSwitch({ uuid }, net) {
    const flow = flowsOn(uuid);
    return [
      flow(
        'ls_in_l2_lkup',
        100,
        `${REG.functionLoopback} == 1`,
        'output;',
        'function-loopback',
        'What was redirected to a network function knows its port.',
      ),
      ...(['in', 'out'] as const).flatMap((side) => functionDefaults(flow, side, net.global.drop())),
    ];
  },
};

function functionDefaults(flow: MakeFlow, side: 'in' | 'out', drop: string): readonly WantedFlow[] {
  const before = `ls_${side}_pre_network_function` as const;
  const stage = `ls_${side}_network_function` as const;
  return [
    goesOn(flow, before),
    flow(
      before,
      1,
      match(`${REG.functionEnabled} == 1`, `${REG.functionOriginal} == 1`),
      actions(`${REG.networkFunction} = 0`, 'next'),
      'no-function',
      'Without an active network function none is chosen.',
    ),
    goesOn(flow, stage),
    flow(
      stage,
      100,
      match(`${REG.functionEnabled} == 1`, 'eth.mcast'),
      'next;',
      'multicast',
      'Multicasts are not redirected, since they would go round.',
    ),
    flow(
      stage,
      1,
      `${REG.functionEnabled} == 1`,
      drop,
      'no-function',
      'What is to go through a network function that is not there is dropped.',
    ),
  ];
}
