/**
 * The flows of one ACL on one switch. A verdict is noted in a register and carried out two tables later (acl-action.ts);
 * what connections need comes from the hints (acl-hints.ts).
 */
import { placeOf, type Acl } from '../facts/acls';
import type { SwitchPolicy } from '../facts/switch-policy';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import type { StageName } from '../stages';
import { actions, match } from '../texts';
import { REG } from './registers';
import { flowsOn, type MakeFlow } from './rows';

/** An ACL's priority in its stage; below and above there is room for what is no ACL. */
const OFFSET = 1000;
const LOG_RELATED = 65533;

const EVALUATION = {
  'before-lb': 'ls_in_acl_eval',
  'after-lb': 'ls_in_acl_after_lb_eval',
  egress: 'ls_out_acl_eval',
} as const;

/** How samples call the place where an ACL was evaluated. */
export const OBSERVED = { 'before-lb': 0, 'after-lb': 1, egress: 2 } as const;

export const acl: StageRules = {
  name: 'ACLs',
  ofAcl({ sw, acl }, net) {
    const policy = net.policies.all.get(sw);
    if (!policy) return [];
    const flow = flowsOn(sw);
    const tracks = policy.isStateful || policy.hasVip;
    return [
      ...(acl.action === 'allow-stateless' && tracks ? [statelessFilter(flow, acl)] : []),
      ...(tracks ? logOfRelated(flow, acl) : []),
      ...evaluation(flow, acl, policy, net),
    ];
  },
};

/** What is not to be tracked is marked before the tracking. */
function statelessFilter(flow: MakeFlow, acl: Acl): WantedFlow {
  const stage = acl.direction === 'from-lport' ? 'ls_in_pre_acl' : 'ls_out_pre_acl';
  const why = 'What an allow-stateless ACL matches is not tracked.';
  return flow(stage, acl.priority + OFFSET, acl.match, actions(`${REG.stateless} = 1`, 'next'), 'stateless', why, {
    hint: acl.ref,
  });
}

/** Replies and related packets pass above every ACL, so that an ACL that logs them too needs flows above those. */
function logOfRelated(flow: MakeFlow, acl: Acl): readonly WantedFlow[] {
  const allows = acl.action === 'allow' || acl.action === 'allow-related';
  if (!allows || !acl.log || acl.label === 0 || !acl.logRelated) return [];
  const stage = acl.direction === 'from-lport' ? 'ls_out_acl_eval' : 'ls_in_acl_eval';
  const states = ['ct.est && !ct.rel && ct.rpl', '!ct.est && ct.rel && !ct.new'];
  return states.map((state) =>
    flow(
      stage,
      LOG_RELATED,
      match(state, 'ct_mark.blocked == 0', `ct_label.label == ${acl.label}`),
      actions(logCall(acl), `${REG.functionEnabled} = ct_label.nf`, `${REG.verdictAllow} = 1`, 'next'),
      'log-related',
      'The ACL logs replies and related packets of its connections too.',
      { hint: acl.ref },
    ),
  );
}

function evaluation(
  flow: MakeFlow,
  acl: Acl,
  { isStateful, hasVip, tiers }: SwitchPolicy,
  { global }: Network,
): readonly WantedFlow[] {
  const place = placeOf(acl);
  const tier = tiers[place] > 0 && `${REG.tier} == ${acl.tier}`;
  const stage: StageName = EVALUATION[place];
  const withoutState = !(isStateful || hasVip) || acl.action === 'pass' || acl.action === 'allow-stateless';
  const row = (hint: string | false, statements: readonly (string | false | undefined)[], rule: string, why: string) =>
    flow(
      stage,
      acl.priority + OFFSET,
      match(tier, hint, `(${acl.match})`),
      actions(logCall(acl), VERDICTS[acl.action] ?? `${REG.verdictAllow} = 1`, ...statements),
      rule,
      why,
      { hint: acl.ref, ctTranslation: !withoutState && global.optionIs('acl_ct_translation') },
    );
  const said = `An ACL with action ${acl.action} and priority ${acl.priority}`;
  if (withoutState) {
    if (acl.hasNetworkFunction) return [];
    return [row(false, [...labelled(acl, false), 'next'], 'acl', `${said} decides about what it matches.`)];
  }
  if (acl.action === 'allow' || acl.action === 'allow-related') {
    const recommits = acl.label !== 0 || acl.sampleEstablished !== undefined;
    const persist =
      acl.persistentId === undefined ? [] : [`${REG.aclId} = ${acl.persistentId}`, `${REG.persistId} = 1`];
    return [
      row(
        `${REG.mayAllowNew} == 1`,
        [...persist, ...labelled(acl, true), 'next'],
        'acl-new',
        `${said} lets new connections through, which are then tracked.`,
      ),
      row(
        `${REG.mayAllow} == 1`,
        [recommits && `${REG.commit} = 1`, ...labelled(acl, true), 'next'],
        'acl-established',
        `${said} lets through what belongs to a connection that is known, or is not tracked.`,
      ),
    ];
  }
  if (acl.hasNetworkFunction) return [];
  const point = acl.sampleEstablished?.metadata ?? 0;
  return [
    row(
      `${REG.mayDrop} == 1`,
      [...labelled(acl, false), 'next'],
      'acl-refuse',
      `${said} refuses what belongs to no connection that was allowed.`,
    ),
    row(
      `${REG.mayBlock} == 1`,
      [...labelled(acl, false), `ct_commit { ct_mark.blocked = 1; ct_label.obs_point_id = ${point}; }`, 'next'],
      'acl-block',
      `${said} refuses a connection that was allowed before, and marks it as blocked.`,
    ),
  ];
}

/** The verdict that each action notes; all others allow. */
const VERDICTS: Readonly<Record<string, string | false>> = {
  drop: `${REG.verdictDrop} = 1`,
  reject: `${REG.verdictReject} = 1`,
  pass: false,
};

const LOGGED: Readonly<Record<string, string>> = { drop: 'drop', reject: 'reject', pass: 'pass' };

function logCall({ log, name, severity, meter, action }: Acl): string | false {
  if (!log) return false;
  const fields = [
    name !== undefined && `name="${name}"`,
    `severity=${severity ?? 'info'}`,
    `verdict=${LOGGED[action] ?? 'allow'}`,
    meter !== undefined && `meter="${meter}"`,
  ];
  return `log(${fields.filter(Boolean).join(', ')})`;
}

/** Notes which points samples of the ACL's packets are to name; only connections have samples of established ones. */
function labelled(acl: Acl, withEstablished: boolean): readonly string[] {
  const established = withEstablished ? acl.sampleEstablished : undefined;
  if (acl.label === 0 && !acl.sampleNew && !established) return [];
  const point = (sample: Acl['sampleNew']) => (acl.label !== 0 ? acl.label : (sample?.metadata ?? 0));
  const collector = (sample: Acl['sampleNew']) =>
    acl.label === 0 && sample?.collectors.length === 1 ? (sample.collectors[0]?.id ?? 0) : 0;
  return [
    `${REG.label} = 1`,
    `${REG.pointNew} = ${point(acl.sampleNew)}`,
    `${REG.pointEstablished} = ${point(established)}`,
    `${REG.collectorNew} = ${collector(acl.sampleNew)}`,
    `${REG.collectorEstablished} = ${collector(established)}`,
    `${REG.observedStage} = ${OBSERVED[placeOf(acl)]}`,
  ];
}
