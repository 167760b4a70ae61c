/** Samples of the packets that ACLs decide about, for collectors of IPFIX. */
import { placeOf, type Acl, type Sample, type SampleCollector } from '../facts/acls';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import type { StageName } from '../stages';
import { match } from '../texts';
import { OBSERVED } from './acl';
import { REG } from './registers';
import { flowsOn, goesOn, type MakeFlow } from './rows';

const STAGES = {
  'before-lb': 'ls_in_acl_sample',
  'after-lb': 'ls_in_acl_after_lb_sample',
  egress: 'ls_out_acl_sample',
} as const;

/** Packets of established connections, sampled once. */
const ESTABLISHED = 'flags.pkt_sampled == 0 && ip && ct.trk && (ct.est || ct.rel)';

const WHY_NEW = 'A sample of what an ACL decides about goes to the collectors.';
const WHY_ESTABLISHED = 'A sample of a connection that an ACL let through goes to the collectors.';

export const aclSample: StageRules = {
  name: 'ACL samples',
  ofSwitch: ({ uuid }) => Object.values(STAGES).map((stage) => goesOn(flowsOn(uuid), stage)),
  ofAcl({ sw, acl }, net) {
    const isTracked = net.policies.all.get(sw)?.isStateful === true;
    const samplesEstablished = isTracked && acl.sampleEstablished !== undefined && acl.action === 'allow-related';
    if (!acl.sampleNew && !samplesEstablished) return [];
    const flow = flowsOn(sw);
    const withState = isTracked && acl.action !== 'allow-stateless';
    return [
      ...(acl.sampleNew ? [newFlow(flow, acl, acl.sampleNew, withState, net)] : []),
      ...(withState && acl.sampleEstablished ? establishedFlows(flow, acl, acl.sampleEstablished, net) : []),
    ];
  },
};

/** New connections; on egress their state may have been cleared on the way. */
function newFlow(flow: MakeFlow, acl: Acl, sample: Sample, withState: boolean, net: Network): WantedFlow {
  const place = placeOf(acl);
  const stage = STAGES[place];
  const domain = net.global.sampleDomain('acl-new');
  const state = withState && (place === 'egress' ? '(ct.new || !ct.trk)' : 'ct.new');
  const collector = onlyCollector(sample, net);
  if (collector) {
    const test = match(
      'ip',
      state,
      `${REG.collectorNew} == ${collector.id}`,
      `${REG.observedStage} == ${OBSERVED[place]}`,
    );
    const call = sampling([collector], domain, REG.pointNew);
    return flow(stage, withState ? 1000 : 900, test, call, 'sample-new', WHY_NEW);
  }
  const test = match('ip', state, `${REG.pointNew} == ${pointOf(acl, sample)}`);
  return flow(stage, 1100, test, explicitSampling(acl, sample, domain), 'sample-new', WHY_NEW);
}

/** Established connections, in their direction, and in the other pipeline their replies. */
function establishedFlows(flow: MakeFlow, acl: Acl, sample: Sample, net: Network): readonly WantedFlow[] {
  const place = placeOf(acl);
  const replyStage: StageName = place === 'egress' ? 'ls_in_acl_sample' : 'ls_out_acl_sample';
  const domain = net.global.sampleDomain('acl-est');
  const collector = onlyCollector(sample, net);
  const rows = collector
    ? {
        priority: 1000,
        request: match(
          ESTABLISHED,
          'ct_label.obs_unused == 0',
          '!ct.rpl',
          `ct_mark.obs_collector_id == ${collector.id}`,
          `ct_mark.obs_stage == ${OBSERVED[place]}`,
        ),
        reply: match(ESTABLISHED, 'ct_label.obs_unused == 0', 'ct.rpl', `ct_mark.obs_collector_id == ${collector.id}`),
        call: sampling([collector], domain, 'ct_label.obs_point_id'),
      }
    : {
        priority: 1200,
        request: match(ESTABLISHED, '!ct.rpl', labelTest(acl, sample)),
        reply: match(ESTABLISHED, 'ct.rpl', labelTest(acl, sample)),
        call: explicitSampling(acl, sample, domain),
      };
  return [
    flow(STAGES[place], rows.priority, rows.request, rows.call, 'sample-established', WHY_ESTABLISHED),
    flow(replyStage, rows.priority, rows.reply, rows.call, 'sample-reply', WHY_ESTABLISHED),
  ];
}

/** With one collector, and hypervisors that can name points in registers, one flow does for all ACLs. */
function onlyCollector({ collectors }: Sample, { global }: Network): SampleCollector | undefined {
  return global.feature('sampleWithRegisters') && collectors.length === 1 ? collectors[0] : undefined;
}

function pointOf({ label }: Acl, sample: Sample): number {
  return label !== 0 ? label : sample.metadata;
}

function labelTest(acl: Acl, sample: Sample): string {
  return `ct_label.obs_point_id == ${pointOf(acl, sample)} && ct_label.obs_unused == 0`;
}

/** A label stands for itself, in no domain. Without a domain nothing is sampled, and the packet ends here. */
function explicitSampling(acl: Acl, sample: Sample, domain: number): string {
  if (domain === 0) return '';
  return sampling(sample.collectors, acl.label !== 0 ? 0 : domain, String(pointOf(acl, sample)));
}

function sampling(collectors: readonly SampleCollector[], domain: number, point: string): string {
  const calls = collectors.map(
    ({ probability, setId }) =>
      `sample(probability=${probability},collector_set=${setId},obs_domain=${domain},obs_point=${point});`,
  );
  return `${calls.length > 0 ? 'flags.pkt_sampled = 1; ' : ''}${calls.join('')} next;`;
}
