/** The programs of April 2015: there is no ovn-sbctl yet, and ovn-nbctl has fewer commands. */
import type { ToolRelease } from '../../commands';
import { notExecuted } from '../../vswitch';
import { memberNamesSwitch } from '../2015/membership';
import { NBCTL_COMMANDS } from '../2015/nbctl-commands';
import { portListByColumn } from '../2015/nbctl-handlers';
import { nbctl } from '../2015/ovn-nbctl';

/** What ovn-nbctl learned by August. */
const NOT_YET = [
  'show',
  'lport-set-port-security',
  'lport-get-port-security',
  'lport-set-enabled',
  'lport-get-enabled',
  'lport-set-type',
  'lport-get-type',
  'lport-set-options',
  'lport-get-options',
];

const COMMANDS = NBCTL_COMMANDS.filter(({ name }) => !NOT_YET.includes(name)).map((command) =>
  command.name === 'lport-list' ? { ...command, run: portListByColumn } : command,
);

export const TOOLS: ToolRelease['tools'] = {
  day: '2015-04-21',
  version: '2.3.90',
  refuses: notExecuted,
  mixedFlowFiles: false,
  modernSwitch: false,
  ovnTrace: false,
  badFlow: 'Bad flow syntax',
  sandbox: ['ovs-vsctl set open . external-ids:ovn-encap-type=vxlan', 'ovs-vsctl add-br br-int'],
  when: 'in April 2015',
  programs: [nbctl(COMMANDS, memberNamesSwitch)],
  missing: {
    'ovn-sbctl':
      'ovn-sbctl was written in the summer of 2015; on the day of the article the southbound database is read with: ovsdb-client dump OVN_Southbound',
  },
  later: { commands: NOT_YET.map((name) => `ovn-nbctl ${name}`), when: 'in the summer of 2015' },
};
