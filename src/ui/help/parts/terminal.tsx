import type { PartText } from '../part';

export const text: PartText = {
  title: 'Terminal',
  what: (
    <p>
      A shell with the programs of 2015. What you type changes the graph, and what you draw is printed here as the
      commands that do it, marked <code># drawn</code>. Tab completes and explains. A whole tutorial can be pasted; one
      undo takes it back.
    </p>
  ),
  where: (
    <p>
      A root shell in the sandbox of Open vSwitch (<code>make sandbox</code>), or on a hypervisor.{' '}
      <code>ovs-vsctl</code>, <code>ovs-ofctl</code> and <code>ovs-appctl</code> speak to the hypervisor of the prompt;{' '}
      <code>as hv2</code> goes to another.
    </p>
  ),
  prints: [
    { line: 'help', says: 'what can be typed' },
    { line: 'help ovn-nbctl', says: 'the commands of one program' },
  ],
  simplified: (
    <p>
      There are no files, and of the shell what tutorials use. <code>as</code>, <code>sim_add</code> and{' '}
      <code>log</code> are commands of this page. ovn-nbctl has the commands of its day: <code>lswitch-add</code>, not{' '}
      <code>ls-add</code>. The palette (Ctrl+K) knows the names of today.
    </p>
  ),
};
