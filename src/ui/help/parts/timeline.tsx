import type { PartText } from '../part';

export const text: PartText = {
  title: 'Timeline',
  what: (
    <p>
      Each commit of a person or a daemon, in order, with what caused it: your command wakes ovn-northd, its rows wake
      the ovn-controllers, their flows reach the switches. Go back to a moment, and the whole lab is as it was. A change
      made there begins a branch, and two branches can be compared. “One event at a time” holds the daemons until you
      say so.
    </p>
  ),
  where: (
    <p>
      A real deployment keeps no such history. What is left are the transactions in the files of{' '}
      <code>ovsdb-server</code> and the logs of the daemons, each on its own host with its own clock.
    </p>
  ),
  prints: [
    { line: 'ovsdb-client monitor OVN_Southbound Pipeline', says: 'rows as they change; Ctrl+C ends it' },
    { line: 'log', says: 'what the daemons say they did' },
  ],
  simplified: (
    <p>
      Daemons act one after the other, in an order that the scenario’s seed decides, so that the same actions always
      lead to the same lab. Real ones act at once and may meet. Time here is counted, not measured.
    </p>
  ),
};
