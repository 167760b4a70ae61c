/** Rules of NAT that are only for some of the addresses outside: sets of those that are allowed or exempted. */
import type { WantedFlow } from '../flow';
import { dnat, snat } from './connections';
import { natPriority, type AppliedNat } from './nat-subject';
import { all } from './text';

/** The match of a rule with what its own match and its allowed addresses add. `side` is where the outside stands. */
export function narrowed({ nat }: AppliedNat, match: string, side: 'src' | 'dst'): string {
  return all(match, nat.allowed && `ip${nat.version}.${side} == $${nat.allowed}`, nat.match !== '' && `(${nat.match})`);
}

/** Exempted addresses are passed over by a flow above that of the rule. */
export function exempt(applied: AppliedNat, match: string, side: 'src' | 'dst'): readonly WantedFlow[] {
  const { nat, router } = applied;
  if (nat.exempted === undefined) return [];
  const { exempted, version, ref, externalIp } = nat;
  const flow = side === 'src' ? dnat : snat;
  return [
    flow(router, {
      rule: 'exempted',
      priority: natPriority(applied, side === 'src' ? 'destination' : 'source') + 2,
      match: `${match} && ip${version}.${side} == $${exempted}`,
      actions: 'next;',
      hint: ref,
      why: () => `Addresses in ${exempted} are exempted from the translation of ${externalIp}.`,
    }),
  ];
}
