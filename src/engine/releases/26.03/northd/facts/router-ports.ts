/** Ports of logical routers. */
import type { Uuid } from '../../../../base';
import type { Collection, Group } from '../../../../derive';
import type { Peer, Peers } from './peers';
import type { NorthboundRows, RouterPortRow } from './rows';
import { optionIs, SAME, type Sources } from './sources';

export interface RouterPortFacts extends RouterPortRow {
  /** The port of the switch, or of the other router, that it is connected to. */
  readonly peer: Peer | undefined;
}

export interface RouterPorts {
  readonly all: Collection<Uuid, RouterPortFacts>;
  readonly byRouter: Group<Uuid, Uuid, RouterPortFacts>;
  readonly byName: Group<string, Uuid, RouterPortFacts>;
  /** Enabled ports that want all multicasts, by router. */
  readonly flooded: Group<Uuid, Uuid, RouterPortFacts>;
}

export function routerPortFacts({ graph }: Sources, rows: NorthboundRows, peers: Peers): RouterPorts {
  const all = graph.map(
    'router ports',
    rows.routerPorts,
    (row, uuid): RouterPortFacts => ({ ...row, peer: peers.ofRouterPort(uuid) }),
    SAME,
  );
  return {
    all,
    byRouter: all.by('router ports by router', ({ router }) => [router]),
    byName: all.by('facts of router ports by name', ({ name }) => [name]),
    flooded: all.by('flooded router ports', ({ router, enabled, options }) =>
      enabled && optionIs(options, 'mcast_flood') ? [router] : [],
    ),
  };
}
