/** lr_in_unsnat and lr_in_dnat: what NAT does with packets that come in. */
import type { WantedFlow } from '../flow';
import { forcedSnat } from '../facts/nats';
import { dnat, unsnat } from './connections';
import { exempt, narrowed } from './nat-addresses';
import { atGateway, comesIn, natPriority, sharesZone, withPorts, type AppliedNat } from './nat-subject';
import type { FlowText } from './text';

/** Replies to what was hidden behind the external address get their destination back. */
export function unsnatOfNat(applied: AppliedNat): readonly WantedFlow[] {
  const { nat, router } = applied;
  if (nat.type === 'dnat') return [];
  const match = comesIn(applied);
  const flow = (rule: string, matched: string, actions: string, priority: number) =>
    unsnat(router, {
      rule,
      priority,
      match: matched,
      actions,
      hint: nat.ref,
      why: () => `What answers packets hidden behind ${nat.externalIp} is for whoever sent those.`,
    });
  const priority = router.isGateway ? 90 : 100;
  if (nat.isStateless) return [flow('stateless', match, 'next;', priority)];
  if (!sharesZone(router)) return [flow('reply', match, 'ct_snat;', priority)];
  return [
    flow('reply', `${match} && flags.loopback == 0`, 'ct_snat_in_czone;', 100),
    flow('hairpin-reply', `${match} && flags.loopback == 1 && flags.use_snat_zone == 1`, 'ct_snat;', 100),
  ];
}

/** What is sent to the external address goes to the logical one. */
export function dnatOfNat(applied: AppliedNat): readonly WantedFlow[] {
  const { nat, router } = applied;
  if (nat.type === 'snat') return [];
  const match = comesIn(applied);
  const loopback = atGateway(applied) === undefined ? `${forced(applied)}flags.loopback = 1; ` : '';
  const priority = natPriority(applied, 'destination');
  const text: FlowText = {
    rule: nat.isStateless ? 'stateless' : 'translated',
    priority,
    match: narrowed(applied, match, 'src'),
    actions: `${loopback}${translation(applied)}`,
    hint: nat.ref,
    why: () => `What is sent to ${nat.externalIp} goes to ${nat.logicalIp}.`,
  };
  return [...exempt(applied, match, 'src'), dnat(router, text)];
}

/** On a router that stands on one chassis, senders may be hidden behind an address of the router too. */
function forced({ router }: AppliedNat): string {
  return forcedSnat(router.options, 'dnat') === undefined ? '' : 'flags.force_snat_for_dnat = 1; ';
}

function translation({ nat, router }: AppliedNat): string {
  if (nat.isStateless) return `ip${nat.version}.dst=${nat.logicalIp}; next;`;
  return `${sharesZone(router) ? 'ct_dnat_in_czone' : 'ct_dnat'}(${withPorts(nat.logicalIp, nat)});`;
}
