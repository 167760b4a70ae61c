/**
 * Logical actions of OVN 24.03: fewer than in 26.03, other tables on br-int, and registers before they were
 * consolidated. What later releases added to the form of an action is read here too; `ct_commit(…)` with arguments in
 * parentheses, which northd no longer wrote, is not.
 */
import { ACTION_NAMES, type ActionLanguage, type TodayActionName } from '../../actions';
import { language26_03 } from '../26.03/language';

const LATER: readonly TodayActionName[] = [
  'ct_lb_mark_local',
  'ct_proto',
  'dhcp_relay_req_chk',
  'dhcp_relay_resp_chk',
  'flood_remote',
  'get_remote_fdb',
  'mirror',
];

export const language24_03: ActionLanguage = {
  ...language26_03,
  actions: new Set(ACTION_NAMES.filter((name) => !LATER.includes(name))),
  stages: { ingress: 29, egress: 29 },
  tables: { ...language26_03.tables, output: { ingress: 37, egress: 64 }, remoteOutput: 39, egress: 42 },
  registers: {
    ...language26_03.registers,
    original: { ip4: 'reg1', ip6: 'xxreg1', port: 'reg2', protocol: 'reg1', kept: false },
    affinity: { ip4: 'reg4', ip6: { switch: 'xxreg0', router: 'xxreg1' }, port: 'reg8' },
  },
};
