/** Sessions of BFD, by which routers watch their next hops. */
import { getString } from '../../../../ovsdb';
import { SAME, type Sources } from './sources';

export interface Bfd {
  /** Whether a router port, by its name, has a session. */
  readonly runsOn: (port: string) => boolean;
  /** Whether a session exists, of whatever state. */
  readonly exists: (port: string, address: string) => boolean;
  /** Whether the other end is not known to be down. A session that ovn-controller has not begun yet is down. */
  readonly isUp: (port: string, address: string) => boolean;
}

export function bfdFacts({ graph, nb, sb }: Sources): Bfd {
  const sessions = nb.table('BFD', ['logical_port', 'dst_ip']);
  const byPort = sessions.by('BFD by port', (row) => [getString(row, 'logical_port')]);
  const byEnds = sessions.by('BFD by both ends', (row) => [
    ends(getString(row, 'logical_port'), getString(row, 'dst_ip')),
  ]);
  const states = graph
    .map('states of BFD', sb.table('BFD', ['logical_port', 'dst_ip', 'status']), (row) => row, SAME)
    .by('states of BFD by both ends', (row) => [ends(getString(row, 'logical_port'), getString(row, 'dst_ip'))]);
  const stateOf = (port: string, address: string) => {
    const row = states.first(ends(port, address));
    return row && getString(row, 'status');
  };
  return {
    runsOn: (port) => byPort.has(port),
    exists: (port, address) => byEnds.has(ends(port, address)) || stateOf(port, address) !== undefined,
    isUp(port, address) {
      const state = stateOf(port, address);
      return state !== undefined && state !== 'down' && state !== 'admin_down';
    },
  };
}

function ends(port: string, address: string): string {
  return `${address} ${port}`;
}
