/** DHCP relays: the server that requests are sent to. */
import type { Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import { getOptionalString } from '../../../../ovsdb';
import { parseEndpoint } from './endpoint';
import type { Sources } from './sources';

/** The address of the server by relay; the port of a server is always 67. */
export function dhcpRelays({ graph, nb }: Sources): Collection<Uuid, string> {
  return graph.map(
    'DHCP relays',
    nb.table('DHCP_Relay', ['servers']),
    (row) => parseEndpoint(getOptionalString(row, 'servers') ?? '')?.address,
  );
}
