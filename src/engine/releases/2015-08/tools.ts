/** The programs of August 2015. */
import type { ToolRelease } from '../../commands';
import { notExecuted } from '../../vswitch';
import { switchListsMembers } from '../2015/membership';
import { NBCTL_COMMANDS } from '../2015/nbctl-commands';
import { nbctl } from '../2015/ovn-nbctl';
import { sbctl } from '../2015/ovn-sbctl';

export const TOOLS: ToolRelease['tools'] = {
  day: '2015-08-03',
  version: '2.4.90',
  refuses: notExecuted,
  mixedFlowFiles: true,
  modernSwitch: false,
  ovnTrace: false,
  badFlow: 'Bad openflow flow syntax',
  sandbox: [
    'ovs-vsctl set open . external-ids:ovn-encap-type=geneve',
    'ovs-vsctl add-br br-int -- set bridge br-int fail-mode=secure other-config:disable-in-band=true',
  ],
  when: 'in August 2015',
  programs: [nbctl(NBCTL_COMMANDS, switchListsMembers), sbctl],
  missing: {},
  later: { commands: [], when: 'later in 2015' },
};
