import type { PartText } from '../part';

export const text: PartText = {
  title: 'Log',
  what: (
    <p>
      What ovn-northd, the ovn-controllers and the ovs-vswitchds have to say, newest last, with a link to the row that a
      line is about. An address that does not parse or a match that does not compile is told here first.
    </p>
  ),
  where: (
    <p>
      <code>/var/log/openvswitch/ovn-northd.log</code>, <code>ovn-controller.log</code> and{' '}
      <code>ovs-vswitchd.log</code>, each on its host. The form of the lines is the same: a number, the time, the
      module, the level, the message.
    </p>
  ),
  prints: [
    { line: 'log', says: 'all lines; outside it is a pager on the file' },
    { line: 'log ovn-northd', says: 'those of one daemon' },
  ],
  simplified: (
    <p>
      Modules and wording of the messages that matter are those of 2015. Messages about connections and rate limits are
      left out. <code>log</code> is a command of this page.
    </p>
  ),
};
