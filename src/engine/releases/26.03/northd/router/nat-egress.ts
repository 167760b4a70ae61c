/** lr_out_chk_dnat_local to lr_out_post_snat: what NAT does with packets on their way out. */
import type { WantedFlow } from '../flow';
import { checkDnatLocal, postSnat, postUndnat, snat, undnat } from './connections';
import { exempt, narrowed } from './nat-addresses';
import {
  atGateway,
  centralPlace,
  commitsAll,
  natPlace,
  natPriority,
  ownMac,
  sharesZone,
  withPorts,
  type AppliedNat,
} from './nat-subject';
import { all, REG, type FlowText } from './text';

/** With a common zone: whether the destination is an address of NAT that is applied on this chassis. */
export function dnatLocalOfNat(applied: AppliedNat): readonly WantedFlow[] {
  const { nat, router, gateway } = applied;
  if (!router.commonZone || gateway === undefined) return [];
  return [
    checkDnatLocal(router, {
      rule: 'local',
      priority: 50,
      match: all('ip', `ip${nat.version}.dst == ${nat.externalIp}`, natPlace(applied)),
      actions: `${REG.natIsLocal} = 1; next;`,
      hint: nat.ref,
      why: () => `The translation of ${nat.externalIp} is applied on this chassis.`,
    }),
  ];
}

/** Replies of whoever has the logical address get the external one as their source. */
export function undnatOfNat(applied: AppliedNat): readonly WantedFlow[] {
  const { nat, router, gateway } = applied;
  if (gateway === undefined || nat.type === 'snat') return [];
  const translation = sharesZone(router) ? 'ct_dnat_in_czone;' : 'ct_dnat;';
  return [
    undnat(router, {
      rule: nat.isStateless ? 'stateless' : 'reply',
      priority: 100,
      match: all(
        'ip',
        `ip${nat.version}.src == ${nat.logicalIp}`,
        `outport == ${gateway.quoted}`,
        centralPlace(applied),
      ),
      actions: `${ownMac(applied)}${nat.isStateless ? 'next;' : translation}`,
      hint: nat.ref,
      why: () => `What ${nat.logicalIp} answers comes from ${nat.externalIp}.`,
    }),
  ];
}

/** What the logical network sends comes from the external address. */
export function snatOfNat(applied: AppliedNat): readonly WantedFlow[] {
  const { nat, router } = applied;
  if (nat.type === 'dnat') return [];
  const out = direction(applied, 'out');
  const exempted = exempt(applied, out, 'dst');
  const match = narrowed(applied, out, 'dst');
  if (nat.isStateless) return [...exempted, stateless(applied, match)];
  if (sharesZone(router)) return [...exempted, ...inCommonZone(applied, match)];
  return [...exempted, snat(router, translated(applied, match, 'ct_snat')), ...tracked(applied, match)];
}

const NOT_A_REPLY = '(!ct.trk || !ct.rpl)';

/** Between the logical network and the outside: on the way out, or back in. */
function direction(applied: AppliedNat, way: 'out' | 'in'): string {
  const { nat } = applied;
  const gateway = atGateway(applied);
  return all(
    'ip',
    `ip${nat.version}.${way === 'out' ? 'src' : 'dst'} == ${nat.logicalIp}`,
    gateway && `${way === 'out' ? 'outport' : 'inport'} == ${gateway.quoted}`,
    gateway && natPlace(applied),
  );
}

function stateless(applied: AppliedNat, match: string): WantedFlow {
  const { nat, router } = applied;
  return snat(router, {
    rule: 'stateless',
    priority: natPriority(applied, 'source'),
    match,
    actions: `${atGateway(applied) ? ownMac(applied) : ''}ip${nat.version}.src=${nat.externalIp}; next;`,
    hint: nat.ref,
    why: () => `What ${nat.logicalIp} sends comes from ${nat.externalIp}.`,
  });
}

function translated(applied: AppliedNat, match: string, action: 'ct_snat' | 'ct_snat_in_czone'): FlowText {
  const { nat } = applied;
  return {
    rule: 'translated',
    priority: natPriority(applied, 'source'),
    match: `${match} && ${NOT_A_REPLY}`,
    actions: `${atGateway(applied) ? ownMac(applied) : ''}${action}(${withPorts(nat.externalIp, nat)});`,
    hint: nat.ref,
    why: () => `What ${nat.logicalIp} sends is hidden behind ${nat.externalIp}.`,
  };
}

/** What comes back to another address of NAT on this chassis leaves the common zone. */
function inCommonZone(applied: AppliedNat, match: string): readonly WantedFlow[] {
  const { nat, router } = applied;
  const text = translated(applied, match, 'ct_snat_in_czone');
  return [
    snat(router, text),
    snat(router, {
      ...text,
      rule: 'hairpin',
      priority: text.priority + 1,
      match: `${text.match} && ${REG.natIsLocal} == 1`,
      actions: `${ownMac(applied)}${REG.natIsLocal} = 0; ct_snat(${withPorts(nat.externalIp, nat)});`,
    }),
  ];
}

/**
 * Connections between the logical network and the outside are tracked in one zone whichever side begins them, so that
 * replies are told from what is to be hidden.
 */
function tracked(applied: AppliedNat, match: string): readonly WantedFlow[] {
  const { nat, router } = applied;
  const able = router.has('ctCommitToZone') && router.has('ctNextZone');
  if (!able || router.isGateway || commitsAll(router)) return [];
  const [zone, above] = nat.type === 'snat' ? (['snat', 0] as const) : (['dnat', 5] as const);
  const priority = natPriority(applied, 'source') + above;
  const back = direction(applied, 'in');
  const inwards = narrowed(applied, back, 'src');
  const why = () => `Connections to and from ${nat.logicalIp} are tracked, so that their replies are not hidden.`;
  return [
    postUndnat(router, {
      rule: 'track',
      priority: 70 + above,
      match: `${match} && ${NOT_A_REPLY}`,
      actions: `ct_next(${zone});`,
      why,
    }),
    // OVN asks for the exempted addresses of the way in as well.
    ...exempt(applied, back, 'src'),
    snat(router, { rule: 'track', priority, match: `${inwards} && ${NOT_A_REPLY}`, actions: `ct_${zone};`, why }),
    postSnat(router, {
      rule: 'commit',
      priority,
      match: `${inwards} && ct.new`,
      actions: `ct_commit_to_zone(${zone});`,
      why,
    }),
  ];
}
