/** Policies of routers: what becomes of packets that they match, by which next hops, in which chain. */
import { compareText, hashOrder, type RowRef, type Uuid } from '../../../../base';
import type { Collection, Group } from '../../../../derive';
import {
  getNumber,
  getOptionalString,
  getOptionalUuid,
  getString,
  getStrings,
  getUuids,
  type Row,
} from '../../../../ovsdb';
import type { Bfd } from './bfd';
import type { RouterPorts } from './router-ports';
import type { RouterFacts } from './routers';
import { addressInNetwork, forcedWay } from './routes';
import { northboundRow, optionNumber, optionsOf, SAME, type Sources } from './sources';

export interface PolicyHop {
  readonly address: string;
  readonly port: Uuid;
  /** The address of the port from which the next hop is asked for its own. */
  readonly source: string;
}

export interface Policy {
  readonly ref: RowRef;
  readonly uuid: Uuid;
  readonly router: Uuid;
  readonly priority: number;
  readonly match: string;
  readonly action: string;
  /** The next hops that there is a way to, and that no session of BFD says are down. */
  readonly hops: readonly PolicyHop[];
  /** Whether several next hops were named, however many of them work. */
  readonly isEcmp: boolean;
  /** 0 for none. */
  readonly mark: number;
  readonly chain: string;
  readonly jumpChain: string;
}

export interface Policies {
  readonly all: Collection<Uuid, Policy>;
  readonly byRouter: Group<Uuid, Uuid, Policy>;
  /** The number of a policy with several next hops among those of its router, from 1. */
  readonly groupNumber: (policy: Policy) => number;
  /** The number of a chain, from 1, if some policy is in it; 0 for none. Undefined where chains are not told apart. */
  readonly chainNumber: (router: Uuid, chain: string) => number | undefined;
}

export function policyFacts(
  from: Sources,
  routers: Collection<Uuid, RouterFacts>,
  ports: RouterPorts,
  bfd: Bfd,
): Policies {
  const { graph, nb } = from;
  const owners = nb.table('Logical_Router', ['policies']).by('routers by policy', (row) => getUuids(row, 'policies'));
  const rows = nb.table('Logical_Router_Policy', [
    'priority',
    'match',
    'action',
    'nexthop',
    'nexthops',
    'output_port',
    'options',
    'bfd_sessions',
    'chain',
    'jump_chain',
  ]);
  const sessions = nb.table('BFD', ['logical_port', 'dst_ip']);
  const ways: Ways = { ports, sessions, bfd };
  const all = graph.map(
    'policies',
    rows,
    (row, uuid): Policy | undefined => {
      const [router] = owners.keys(uuid);
      return router !== undefined && routers.has(router) ? workingPolicy(row, router, ways) : undefined;
    },
    SAME,
  );
  const byRouter = all.by('policies by router', ({ router }) => [router]);
  const chained = graph
    .map(
      'policies in chains',
      rows,
      (row, uuid) => {
        const [router] = owners.keys(uuid);
        const chain = getOptionalString(row, 'chain') ?? '';
        return router === undefined || chain === '' ? undefined : { router, uuid, chain };
      },
      SAME,
    )
    .by('all policies in chains', () => [EVERY]);
  const chains = graph.memo('numbers of policy chains', () => chainNumbers(chained.values(EVERY), routers), SAME);
  return {
    all,
    byRouter,
    groupNumber: ({ router, uuid }) => ecmpOrder(byRouter.values(router)).indexOf(uuid) + 1,
    chainNumber(router, chain) {
      if (!chained.has(EVERY)) return undefined;
      const { numbers, before } = chains.get(EVERY);
      return before.has(router) ? undefined : chain === '' ? 0 : (numbers.get(chain) ?? 0);
    },
  };
}

const EVERY = 'every';

interface Ways {
  readonly ports: RouterPorts;
  readonly sessions: Collection<Uuid, Row>;
  readonly bfd: Bfd;
}

/** Undefined where ovn-northd logs that the policy cannot be. */
function workingPolicy(row: Row, router: Uuid, ways: Ways): Policy | undefined {
  const action = getString(row, 'action');
  const named = getStrings(row, 'nexthops');
  const outputPort = getOptionalUuid(row, 'output_port');
  if ((getOptionalString(row, 'nexthop') ?? '') !== '') return undefined;
  const reroutes = action === 'reroute';
  if (reroutes && outputPort !== undefined && named.length !== 1) return undefined;
  const watched = getUuids(row, 'bfd_sessions');
  const hops = reroutes ? named.flatMap((address) => hopTo(address, router, outputPort, watched, ways)) : [];
  if (reroutes && hops.length === 0) return undefined;
  const options = optionsOf(row, 'options');
  return {
    ref: northboundRow('Logical_Router_Policy', row._uuid),
    uuid: row._uuid,
    router,
    priority: getNumber(row, 'priority'),
    match: getString(row, 'match'),
    action,
    hops,
    isEcmp: reroutes && named.length > 1,
    mark: optionNumber(options, 'pkt_mark', 0),
    chain: getOptionalString(row, 'chain') ?? '',
    jumpChain: getOptionalString(row, 'jump_chain') ?? '',
  };
}

function hopTo(
  address: string,
  router: Uuid,
  outputPort: Uuid | undefined,
  watched: readonly Uuid[],
  ways: Ways,
): readonly PolicyHop[] {
  const way = wayTo(address, router, outputPort, ways.ports);
  const port = way && ways.ports.all.get(way.port);
  return port && isUp(address, port.name, watched, ways) ? [{ address, ...way }] : [];
}

function wayTo(address: string, router: Uuid, outputPort: Uuid | undefined, ports: RouterPorts) {
  if (address === '') return undefined;
  if (outputPort !== undefined) return forcedWay(ports.all.get(outputPort), address, address.includes('.') ? 4 : 6);
  for (const port of ports.byRouter.values(router)) {
    const source = addressInNetwork(port, address);
    if (source !== undefined) return { port: port.uuid, source };
  }
  return undefined;
}

/** Without a session that watches it, a next hop is taken to be there. */
function isUp(address: string, port: string, watched: readonly Uuid[], { sessions, bfd }: Ways): boolean {
  const own = watched.some((session) => {
    const row = sessions.get(session);
    return row && getString(row, 'dst_ip') === address && getString(row, 'logical_port') === port;
  });
  return !own || bfd.isUp(port, address);
}

/** Policies of one router are in one bucket of a hash table, which is walked to number them. */
function ecmpOrder(policies: readonly Policy[]): readonly Uuid[] {
  const inserted = [...policies].sort((a, b) => compareText(a.uuid, b.uuid));
  const walked = hashOrder(inserted, ({ router }) => hashOf(router));
  return walked.flatMap(({ isEcmp, uuid }) => (isEcmp ? [uuid] : []));
}

interface Chained {
  readonly router: Uuid;
  readonly uuid: Uuid;
  readonly chain: string;
}

/** Chains are numbered as they are met, router by router; routers before the first of them know nothing of chains. */
function chainNumbers(chained: readonly Chained[], routers: Collection<Uuid, RouterFacts>) {
  const numbers = new Map<string, number>();
  const before = new Set<Uuid>();
  for (const router of hashOrder(routers.keys(), hashOf)) {
    const own = chained.filter((policy) => policy.router === router).sort((a, b) => compareText(a.uuid, b.uuid));
    for (const { chain } of own) if (!numbers.has(chain)) numbers.set(chain, numbers.size + 1);
    if (numbers.size === 0) before.add(router);
  }
  return { numbers, before };
}

function hashOf(uuid: Uuid): number {
  return Number.parseInt(uuid.slice(0, 8), 16);
}
