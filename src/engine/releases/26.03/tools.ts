/** The programs of OVN 26.03. */
import type { ToolRelease } from '../../commands';
import { nbctl } from './nbctl';
import { sbctl } from './sbctl';
import { DAY, OVN_VERSION } from './version';

export const TOOLS: ToolRelease['tools'] = {
  day: DAY,
  version: OVN_VERSION,
  mixedFlowFiles: true,
  modernSwitch: true,
  ovnTrace: true,
  badFlow: 'Bad openflow flow syntax',
  sandbox: ['ovs-vsctl set open . external-ids:ovn-encap-type=geneve external-ids:hostname=sandbox'],
  when: 'in 26.03',
  programs: [nbctl, sbctl],
  missing: {},
  later: { commands: [], when: 'after 26.03' },
};
