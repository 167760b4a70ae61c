/** Northbound switches, routers and their ports, as their own rows say, before anything is connected. */
import type { RowRef, Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import {
  getOptionalBoolean,
  getOptionalNumber,
  getOptionalString,
  getOptionalUuid,
  getString,
  getStrings,
  getUuids,
  type Row,
} from '../../../../ovsdb';
import { parseAddresses, parseIpAddresses, parseMac, parseNetworks, type LportAddresses } from './addresses';
import { northboundRow, optionIs, optionsOf, SAME, type Options, type Sources } from './sources';

export interface SwitchRow {
  readonly ref: RowRef;
  readonly uuid: Uuid;
  readonly name: string;
  readonly otherConfig: Options;
  readonly copp: Uuid | undefined;
}

export interface RouterRow {
  readonly ref: RowRef;
  readonly uuid: Uuid;
  readonly name: string;
  readonly options: Options;
  readonly copp: Uuid | undefined;
}

export interface SwitchPortRow {
  readonly ref: RowRef;
  readonly uuid: Uuid;
  readonly name: string;
  /** The name in quotes (`json_key`), as matches and actions have it. */
  readonly quoted: string;
  /** The switch that lists it. */
  readonly sw: Uuid;
  /** `` for a VIF, `router`, `localnet`, `localport`, `switch`, `external`, `virtual`, `remote`, `vtep` … */
  readonly type: string;
  readonly options: Options;
  /** The column as it is, with `unknown`, `router` and `dynamic`. */
  readonly rawAddresses: readonly string[];
  /** What IPAM has written: `MAC IP…`. */
  readonly dynamicAddresses: string | undefined;
  /** Those of `addresses` that are neither `unknown`, `router` nor dynamic. */
  readonly staticAddresses: readonly LportAddresses[];
  /** `unknown` is among its addresses, or it leads to another switch. */
  readonly hasUnknown: boolean;
  readonly portSecurity: readonly string[];
  /** `lsp_has_port_sec`: a member of `port_security` has a MAC. */
  readonly hasPortSecurity: boolean;
  readonly enabled: boolean;
  /** `lsp_is_up`. */
  readonly up: boolean;
  readonly parentName: string | undefined;
  readonly tag: number | undefined;
  readonly tagRequest: number | undefined;
  /** The column `peer`, of ports of type `switch`. */
  readonly peerName: string | undefined;
  readonly dhcpv4Options: Uuid | undefined;
  readonly dhcpv6Options: Uuid | undefined;
  readonly haChassisGroup: Uuid | undefined;
  readonly mirrorRules: readonly Uuid[];
  readonly healthChecks: readonly Uuid[];
}

export interface RouterPortRow {
  readonly ref: RowRef;
  readonly uuid: Uuid;
  readonly name: string;
  readonly quoted: string;
  /** The router that lists it; it is not disabled. */
  readonly router: Uuid;
  readonly options: Options;
  /** The column `mac` as it is. */
  readonly rawMac: string;
  /** `lrp_networks`: the link-local address that its MAC gives is the last of `ipv6`. */
  readonly networks: LportAddresses;
  /** The column as it is. */
  readonly rawNetworks: readonly string[];
  readonly enabled: boolean;
  /** The column `peer`: another router's port. */
  readonly peerName: string | undefined;
  readonly gatewayChassis: readonly Uuid[];
  readonly haChassisGroup: Uuid | undefined;
  /** Distributed gateway port (`lrp_is_l3dgw`): it has gateway chassis, and its router is not bound to a chassis. */
  readonly isDistributedGateway: boolean;
  /** The derived port on the gateway chassis, if it is a distributed gateway port: `cr-NAME`. */
  readonly crPort: { readonly name: string; readonly quoted: string } | undefined;
  readonly ipv6RaConfigs: Options;
  readonly ipv6Prefix: readonly string[];
  readonly dhcpRelay: Uuid | undefined;
  readonly prefixDelegation: boolean;
}

export interface NorthboundRows {
  readonly switches: Collection<Uuid, SwitchRow>;
  readonly routers: Collection<Uuid, RouterRow>;
  readonly switchPorts: Collection<Uuid, SwitchPortRow>;
  readonly routerPorts: Collection<Uuid, RouterPortRow>;
}

export function northboundRows({ graph, nb }: Sources): NorthboundRows {
  const switches = graph.map(
    'rows of switches',
    nb.table('Logical_Switch', ['name', 'other_config', 'copp']),
    (row, uuid): SwitchRow => ({
      ref: northboundRow('Logical_Switch', uuid),
      uuid,
      name: getString(row, 'name'),
      otherConfig: optionsOf(row, 'other_config'),
      copp: getOptionalUuid(row, 'copp'),
    }),
    SAME,
  );
  const routers = graph.map(
    'rows of routers',
    nb.table('Logical_Router', ['name', 'options', 'copp', 'enabled']),
    (row, uuid): RouterRow | undefined =>
      getOptionalBoolean(row, 'enabled') === false
        ? undefined
        : {
            ref: northboundRow('Logical_Router', uuid),
            uuid,
            name: getString(row, 'name'),
            options: optionsOf(row, 'options'),
            copp: getOptionalUuid(row, 'copp'),
          },
    SAME,
  );
  const switchOf = nb.table('Logical_Switch', ['ports']).by('switches by port', (row) => getUuids(row, 'ports'));
  const routerOf = nb.table('Logical_Router', ['ports']).by('routers by port', (row) => getUuids(row, 'ports'));
  return {
    switches,
    routers,
    switchPorts: graph.map(
      'rows of switch ports',
      nb.table('Logical_Switch_Port', SWITCH_PORT_COLUMNS),
      (row, uuid) => {
        const [sw] = switchOf.keys(uuid);
        return sw === undefined ? undefined : switchPortRow(row, sw);
      },
      SAME,
    ),
    routerPorts: graph.map(
      'rows of router ports',
      nb.table('Logical_Router_Port', ROUTER_PORT_COLUMNS),
      (row, uuid) => {
        const [owner] = routerOf.keys(uuid);
        const router = owner === undefined ? undefined : routers.get(owner);
        return router === undefined ? undefined : routerPortRow(row, router);
      },
      SAME,
    ),
  };
}

/** As `is_dynamic_lsp_address`: `dynamic`, `dynamic IP…` or `MAC dynamic`, of which IPAM fills in what is missing. */
export function isDynamicAddress(text: string): boolean {
  const [head = '', ...rest] = text.trim().split(/\s+/);
  if (head === 'dynamic') return rest.length === 0 || parseIpAddresses(rest.join(' ')) !== undefined;
  return rest.join(' ') === 'dynamic' && parseMac(head) !== undefined;
}

const SWITCH_PORT_COLUMNS = [
  'name',
  'type',
  'options',
  'addresses',
  'dynamic_addresses',
  'port_security',
  'enabled',
  'up',
  'parent_name',
  'tag',
  'tag_request',
  'peer',
  'dhcpv4_options',
  'dhcpv6_options',
  'ha_chassis_group',
  'mirror_rules',
  'health_checks',
];

function switchPortRow(row: Row, sw: Uuid): SwitchPortRow {
  const name = getString(row, 'name');
  const type = getString(row, 'type');
  const rawAddresses = getStrings(row, 'addresses');
  const portSecurity = getStrings(row, 'port_security');
  const own = rawAddresses.filter((text) => text !== 'unknown' && text !== 'router' && !isDynamicAddress(text));
  return {
    ref: northboundRow('Logical_Switch_Port', row._uuid),
    uuid: row._uuid,
    name,
    quoted: JSON.stringify(name),
    sw,
    type,
    options: optionsOf(row, 'options'),
    rawAddresses,
    dynamicAddresses: getOptionalString(row, 'dynamic_addresses'),
    staticAddresses: own.flatMap((text) => parseAddresses(text) ?? []),
    hasUnknown: rawAddresses.includes('unknown') || type === 'switch',
    portSecurity,
    hasPortSecurity: portSecurity.some((text) => parseAddresses(text.replace(/^VRRPv3/, '')) !== undefined),
    enabled: getOptionalBoolean(row, 'enabled') ?? true,
    up: getOptionalBoolean(row, 'up') ?? false,
    parentName: getOptionalString(row, 'parent_name'),
    tag: getOptionalNumber(row, 'tag'),
    tagRequest: getOptionalNumber(row, 'tag_request'),
    peerName: getOptionalString(row, 'peer'),
    dhcpv4Options: getOptionalUuid(row, 'dhcpv4_options'),
    dhcpv6Options: getOptionalUuid(row, 'dhcpv6_options'),
    haChassisGroup: getOptionalUuid(row, 'ha_chassis_group'),
    mirrorRules: getUuids(row, 'mirror_rules'),
    healthChecks: getUuids(row, 'health_checks'),
  };
}

const ROUTER_PORT_COLUMNS = [
  'name',
  'mac',
  'networks',
  'options',
  'enabled',
  'peer',
  'gateway_chassis',
  'ha_chassis_group',
  'ipv6_ra_configs',
  'ipv6_prefix',
  'dhcp_relay',
];

/** Undefined where the MAC is none: ovn-northd passes over such a port. */
function routerPortRow(row: Row, router: RouterRow): RouterPortRow | undefined {
  const name = getString(row, 'name');
  const rawMac = getString(row, 'mac');
  const rawNetworks = getStrings(row, 'networks');
  const networks = parseNetworks(rawMac, rawNetworks);
  if (networks === undefined) return undefined;
  const options = optionsOf(row, 'options');
  const gatewayChassis = getUuids(row, 'gateway_chassis');
  const haChassisGroup = getOptionalUuid(row, 'ha_chassis_group');
  const isDistributedGateway =
    (gatewayChassis.length > 0 || haChassisGroup !== undefined) && !router.options.has('chassis');
  const crName = `cr-${name}`;
  return {
    ref: northboundRow('Logical_Router_Port', row._uuid),
    uuid: row._uuid,
    name,
    quoted: JSON.stringify(name),
    router: router.uuid,
    options,
    rawMac,
    networks,
    rawNetworks,
    enabled: getOptionalBoolean(row, 'enabled') ?? true,
    peerName: getOptionalString(row, 'peer'),
    gatewayChassis,
    haChassisGroup,
    isDistributedGateway,
    crPort: isDistributedGateway ? { name: crName, quoted: JSON.stringify(crName) } : undefined,
    ipv6RaConfigs: optionsOf(row, 'ipv6_ra_configs'),
    ipv6Prefix: getStrings(row, 'ipv6_prefix'),
    dhcpRelay: getOptionalUuid(row, 'dhcp_relay'),
    prefixDelegation: optionIs(options, 'prefix_delegation'),
  };
}
