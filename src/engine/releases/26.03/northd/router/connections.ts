/** The stages of connection tracking and NAT, and what they do where no rule of theirs applies: nothing. */
import type { WantedFlow } from '../flow';
import type { Router } from './subjects';
import { inStage, REG } from './text';

export const unsnat = inStage('lr_in_unsnat');
export const postUnsnat = inStage('lr_in_post_unsnat');
export const defrag = inStage('lr_in_defrag');
export const ctExtract = inStage('lr_in_ct_extract');
export const affinityCheck = inStage('lr_in_lb_aff_check');
export const dnat = inStage('lr_in_dnat');
export const affinityLearn = inStage('lr_in_lb_aff_learn');
export const ecmpStateful = inStage('lr_in_ecmp_stateful');
export const checkDnatLocal = inStage('lr_out_chk_dnat_local');
export const undnat = inStage('lr_out_undnat');
export const postUndnat = inStage('lr_out_post_undnat');
export const snat = inStage('lr_out_snat');
export const postSnat = inStage('lr_out_post_snat');
export const egressLoop = inStage('lr_out_egr_loop');

const QUIET_STAGES = [
  unsnat,
  postUnsnat,
  defrag,
  ctExtract,
  affinityCheck,
  dnat,
  affinityLearn,
  ecmpStateful,
  undnat,
  postUndnat,
  snat,
  postSnat,
  egressLoop,
];

export function connectionsOfRouter(router: Router): readonly WantedFlow[] {
  return [
    ...QUIET_STAGES.map((flow) =>
      flow(router, {
        rule: 'default',
        priority: 0,
        match: '1',
        actions: 'next;',
        why: () => 'No NAT, load balancer or route has anything to do with the packet here.',
      }),
    ),
    checkDnatLocal(router, {
      rule: 'default',
      priority: 0,
      match: '1',
      actions: `${REG.natIsLocal} = 0; next;`,
      why: () => 'The destination is no address of NAT on this chassis.',
    }),
    snat(router, {
      rule: 'solicitation',
      priority: 120,
      match: 'nd_ns',
      actions: 'next;',
      why: () => 'Neighbour solicitations of the router itself need no connection tracking.',
    }),
  ];
}
