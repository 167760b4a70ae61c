/** The stages of logical switches: one file a stage or family of stages, each listed here. */
import type { StageRules } from '../rules';
import { acl } from './acl';
import { aclAction } from './acl-action';
import { aclEvaluation } from './acl-eval';
import { aclHints } from './acl-hints';
import { aclSample } from './acl-sample';
import { dhcp } from './dhcp';
import { dns } from './dns';
import { fdb } from './fdb';
import { hairpin } from './hairpin';
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
  dhcp,
  dns,
];
