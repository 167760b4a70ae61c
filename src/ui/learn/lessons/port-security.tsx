/** Port security, and what it did to broadcasts in April 2015. */
import { portNamed, traceOf } from '../checks';
import type { Lesson } from '../lesson';

export const portSecurity: Lesson = {
  id: 'port-security',
  title: 'Port security, and a bug worth knowing',
  summary: 'Stop a virtual machine from lying about its address, then find out why it no longer hears broadcasts.',
  scenario: 'article',
  steps: [
    {
      title: 'Lie about an address',
      text: (
        <p>
          Send a packet from sw0-port1 whose Ethernet source is not its own, say 00:00:00:00:00:99, to
          00:00:00:00:00:02. Nothing stops it: table 0 asks only which port it came from.
        </p>
      ),
      check: ({ player }) => {
        const steps = traceOf(player, /:99$/, /:02$/);
        if (!steps) return 'Send a packet from 00:00:00:00:00:99 to 00:00:00:00:00:02.';
        return null;
      },
    },
    {
      title: 'Turn port security on',
      text: (
        <p>
          Select sw0-port1 and set its port security to 00:00:00:00:00:01. Its row in table 0 now also wants that source
          address, and its row in table 3 that destination. April’s ovn-nbctl had no command for it, so the page commits
          it with <code>ovsdb-client transact</code>; the terminal shows how.
        </p>
      ),
      check: ({ mirror }) =>
        portNamed(mirror, 'sw0-port1')?.portSecurity.length ? null : 'sw0-port1 has no port security yet.',
    },
    {
      title: 'Lie again',
      text: (
        <p>
          Send the same packet again. The verdict says where it ended and why; the row that caused it is one click away.
        </p>
      ),
      check: ({ mirror, player }) => {
        if (!portNamed(mirror, 'sw0-port1')?.portSecurity.length) return 'Port security is off.';
        const steps = player.stale ? undefined : traceOf(player, /:99$/, /:02$/);
        if (!steps) return 'Send the packet from 00:00:00:00:00:99 again.';
        return steps.some((step) => step.kind === 'deliver') ? 'It still arrived.' : null;
      },
    },
    {
      title: 'Now broadcast to it',
      text: (
        <p>
          Send a broadcast from sw0-port2. sw0-port1 does not get its copy: in this release table 3 has one row for it,
          and that row wants its own address as the destination. The release of August 2015 added a row for multicast
          before it. A rule that is right for unicast can be wrong for the rest.
        </p>
      ),
      check: ({ mirror, player }) => {
        if (!portNamed(mirror, 'sw0-port1')?.portSecurity.length) return 'Port security is off.';
        const steps = player.stale ? undefined : traceOf(player, /:02$/, /^ff:ff:ff:ff:ff:ff$/);
        if (!steps) return 'Send a broadcast from sw0-port2.';
        return steps.some((step) => step.kind === 'deliver' && step.logicalPort === 'sw0-port1')
          ? 'sw0-port1 did get this one.'
          : null;
      },
    },
  ],
};
