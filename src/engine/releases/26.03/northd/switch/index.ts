/** The stages of logical switches: one file a stage or family of stages, each listed here. */
import type { StageRules } from '../rules';
import { acl } from './acl';
import { aclAction } from './acl-action';
import { aclEvaluation } from './acl-eval';
import { aclHints } from './acl-hints';
import { aclSample } from './acl-sample';
import { arpResponder } from './arp-responder';
import { dhcp } from './dhcp';
import { dns } from './dns';
import { externalPort } from './external-port';
import { fdb } from './fdb';
import { forwardingGroup } from './forwarding-group';
import { hairpin } from './hairpin';
import { healthChecks } from './health-checks';
import { l2Multicast } from './l2-multicast';
import { l2Router } from './l2-router';
import { l2Unicast } from './l2-unicast';
import { loadBalancer } from './load-balancer';
import { mirror } from './mirror';
import { portSecurity } from './port-security';
import { preAcl, preLb, preStateful } from './pre-conntrack';
import { qos } from './qos';
import { networkFunctions, stateful } from './stateful';

export const SWITCH_RULES: readonly StageRules[] = [
  portSecurity,
  mirror,
  fdb,
  preAcl,
  preLb,
  preStateful,
  aclHints,
  aclEvaluation,
  acl,
  aclSample,
  aclAction,
  qos,
  loadBalancer,
  hairpin,
  networkFunctions,
  stateful,
  arpResponder,
  healthChecks,
  dhcp,
  dns,
  externalPort,
  l2Unicast,
  l2Multicast,
  l2Router,
  forwardingGroup,
];
