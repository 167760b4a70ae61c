/** Datapath_Binding: a row for each switch and each router, with a tunnel key of its own. */
import type { Uuid } from '../../../../base';
import { getNumber, getOptionalUuid, type Row, type RowValues } from '../../../../ovsdb';
import { smallestAgeThreshold } from '../facts/aging';
import { optionIs, optionNumber, optionsOf, SAME, type Options, type Sources } from '../facts/sources';
import type { Network } from '../network';
import { mapOf, syncTable, type Identified, type Pass, type TableLayout } from './sync';
import { KeySpaces } from './tunnel-keys';

/** A datapath is known by the UUID of its northbound row. */
export const DATAPATH_BINDING: TableLayout = {
  table: 'Datapath_Binding',
  keyColumns: ['nb_uuid'],
  keyOf: (row) => getOptionalUuid(row, 'nb_uuid'),
};

export function datapathBindings(from: Sources, net: Network, ids: Identified, pass: () => Pass): void {
  const { graph, nb, sb } = from;
  const switchRows = nb.table('Logical_Switch', ['external_ids']);
  const routerRows = nb.table('Logical_Router', ['external_ids']);
  const requestOfSwitch = ({ otherConfig }: { readonly otherConfig: Options }): number => {
    const key = optionNumber(otherConfig, 'requested-tnl-key', 0);
    return key > MAX_KEY.vxlan && !otherConfig.has('interconn-ts') && net.global.vxlanMode() ? 0 : key;
  };
  const requests = [
    graph
      .map('keys that switches request', net.switches, requestOfSwitch)
      .by('switches by requested key', (key) => [key]),
    graph
      .map('keys that routers request', net.routers, ({ options }) => optionNumber(options, 'requested-tnl-key', 0))
      .by('routers by requested key', (key) => [key]),
  ];
  const requester = (key: number): string | undefined => requests.flatMap((some) => some.keys(key))[0];
  const rows = sb.table(DATAPATH_BINDING.table, ['tunnel_key']);
  const spaces = new KeySpaces(rows, () => '');
  syncTable({
    ...DATAPATH_BINDING,
    graph,
    sb,
    ids,
    pass,
    wanted: [
      graph.flatMap(
        'datapaths of switches',
        net.switches,
        (sw): [string, RowValues][] => {
          const requested = requestOfSwitch(sw);
          return [
            [
              sw.uuid,
              columns(
                'logical-switch',
                sw.uuid,
                switchIds(sw.name, sw.otherConfig, externalIds(switchRows.get(sw.uuid))),
                requested,
                requester(requested),
              ),
            ],
          ];
        },
        SAME,
      ),
      graph.flatMap(
        'datapaths of routers',
        net.routers,
        ({ uuid, name, options }): [string, RowValues][] => {
          const requested = optionNumber(options, 'requested-tnl-key', 0);
          return [
            [
              uuid,
              columns(
                'logical-router',
                uuid,
                routerIds(name, options, externalIds(routerRows.get(uuid))),
                requested,
                requester(requested),
              ),
            ],
          ];
        },
        SAME,
      ),
    ],
    assigned(_, wanted, held, run) {
      if (wanted.tunnel_key !== undefined) return {};
      const isTaken = (key: number): boolean => requester(key) !== undefined;
      if (held !== undefined && !isTaken(getNumber(held, 'tunnel_key'))) return {};
      const key = spaces.next(run, '', maxDatapathKey(net), isTaken);
      return key === undefined ? undefined : { tunnel_key: key };
    },
  });
}

/** Of 24 bits some keys are kept for networks of several zones; with VXLAN there are 12 bits. */
const MAX_KEY = { geneve: 2 ** 24 - 2 ** 16, vxlan: 2 ** 12 - 1, vxlanOfZones: 2 ** 10 - 1 } as const;

/** `max_tunid`: the highest key of a datapath. */
export function maxDatapathKey(net: Network): number {
  if (net.global.interconnectVxlan()) return MAX_KEY.vxlanOfZones;
  return net.global.vxlanMode() ? MAX_KEY.vxlan : MAX_KEY.geneve;
}

/** The key is among the columns where it was asked for, and nobody asked before. */
function columns(
  type: string,
  uuid: Uuid,
  ids: readonly (readonly [string, string])[],
  requested: number,
  requester: string | undefined,
): RowValues {
  // Older controllers look for the UUID among the identifiers.
  const own: RowValues = { type: [type], nb_uuid: [uuid], external_ids: mapOf([...ids, [type, uuid]]) };
  return requested > 0 && requester === uuid ? { ...own, tunnel_key: requested } : own;
}

function externalIds(row: Row | undefined): Options {
  return row === undefined ? new Map() : optionsOf(row, 'external_ids');
}

function switchIds(name: string, config: Options, external: Options): [string, string][] {
  const ids: [string, string][] = named(name, external.get('neutron:network_name'));
  const limit = optionNumber(config, 'ct-zone-limit', -1);
  if (limit > 0) ids.push(['ct-zone-limit', `${limit}`]);
  const transit = config.get('interconn-ts');
  if (transit !== undefined) ids.push(['interconn-ts', transit]);
  const age = optionNumber(config, 'fdb_age_threshold', 0);
  if (age > 0) ids.push(['fdb_age_threshold', `${age}`]);
  if (config.has('dynamic-routing-vni')) {
    for (const key of ['dynamic-routing-vni', 'dynamic-routing-redistribute', 'dynamic-routing-arp-prefer-local']) {
      const value = config.get(key);
      if (value !== undefined) ids.push([key, value]);
    }
    for (const key of [
      'dynamic-routing-bridge-ifname',
      'dynamic-routing-vxlan-ifname',
      'dynamic-routing-advertise-ifname',
    ]) {
      const names = config.get(key);
      if (names?.split(',').every((one) => one.length <= MAX_INTERFACE_NAME) === true) ids.push([key, names]);
    }
  }
  return ids;
}

/** IFNAMSIZ of Linux. */
const MAX_INTERFACE_NAME = 16;

function routerIds(name: string, options: Options, external: Options): [string, string][] {
  const ids: [string, string][] = named(name, external.get('neutron:router_name'));
  const limit = optionNumber(options, 'ct-zone-limit', -1);
  if (limit > 0) ids.push(['ct-zone-limit', `${limit}`]);
  const zone = optionNumber(options, 'snat-ct-zone', -1);
  if (zone >= 0) ids.push(['snat-ct-zone', `${zone}`]);
  if (!optionIs(options, 'always_learn_from_arp_request', true)) ids.push(['always_learn_from_arp_request', 'false']);
  const age = smallestAgeThreshold(options.get('mac_binding_age_threshold'));
  if (age !== undefined) ids.push(['mac_binding_age_threshold', `${age}`]);
  ids.push(['disable_garp_rarp', `${optionIs(options, 'disable_garp_rarp')}`]);
  const vrf = optionNumber(options, 'dynamic-routing-vrf-id', -1);
  if (vrf > 0) ids.push(['dynamic-routing-vrf-id', `${vrf}`]);
  for (const key of ['dynamic-routing-v4-prefix-nexthop', 'dynamic-routing-v6-prefix-nexthop']) {
    const hop = options.get(key);
    if (hop !== undefined && hop !== '') ids.push([key, hop]);
  }
  return ids;
}

function named(name: string, neutron: string | undefined): [string, string][] {
  return neutron === undefined || neutron === ''
    ? [['name', name]]
    : [
        ['name', name],
        ['name2', neutron],
      ];
}
