/** The calls on /v2.0/networks. */
import { ok, type Result } from '../../../base';
import {
  attribute,
  BOTH,
  boolean,
  integer,
  list,
  nullable,
  ONCE,
  readBody,
  text,
  uuid,
  type Given,
} from '../../attributes';
import { invalidInput, refuse, type NeutronError } from '../../errors';
import {
  createNetwork as createSwitch,
  deleteNetwork as deleteSwitch,
  updateNetwork as updateSwitch,
} from '../ovn/networks';
import { AUTO_DELETED } from '../devices';
import { notFound } from '../errors';
import {
  all,
  deletion,
  find,
  insertion,
  portsOf,
  segmentsOf,
  serverOf,
  subnetsOf,
  update,
  type Network,
  type Segment,
} from '../tables';
import { ensureMetadataPort } from './metadata';
import { dropPort } from './ports';
import { deleteSubnet as deleteDhcp } from '../ovn/dhcp';
import { ensureDefaultGroup } from './security-groups';
import { policyOf } from './qos';
import type { Handled, Outcome, ZedHost } from '../server';

const ATTRIBUTES = {
  name: attribute(text, BOTH),
  description: attribute(text, BOTH),
  admin_state_up: attribute(boolean, BOTH),
  shared: attribute(boolean, BOTH),
  'router:external': attribute(boolean, BOTH),
  is_default: attribute(boolean, BOTH),
  tenant_id: attribute(text, ONCE),
  project_id: attribute(text, ONCE),
  mtu: attribute(integer, BOTH),
  port_security_enabled: attribute(boolean, BOTH),
  vlan_transparent: attribute(nullable(boolean), ONCE),
  dns_domain: attribute(text, BOTH),
  availability_zone_hints: attribute(list(text), ONCE),
  qos_policy_id: attribute(nullable(uuid), BOTH),
  'provider:network_type': attribute(nullable(text), BOTH),
  'provider:physical_network': attribute(nullable(text), BOTH),
  'provider:segmentation_id': attribute(nullable(integer), BOTH),
};

const TYPES: readonly string[] = ['local', 'flat', 'vlan', 'geneve'];
const PHYSICAL: readonly string[] = ['flat', 'vlan'];

/** What Ethernet carries, and what is left of it inside a Geneve tunnel. */
const MTU = { physical: 1500, geneve: 1442 } as const;

const FIRST_VNI = 1;
const FIRST_VLAN = 1;

export function createNetwork(host: ZedHost, body: unknown): Outcome {
  const given = readBody(body, 'network', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { value } = given;
  const segment = segmentOf(host, value);
  if (!segment.ok) return segment;
  const policy = policyOf(host, value.qos_policy_id);
  if (!policy.ok) return policy;
  const most = segment.value.network_type === 'geneve' ? MTU.geneve : MTU.physical;
  const { mtu = 0 } = value;
  if (mtu > most) {
    const message = `The requested MTU is too big, maximum is ${most}`;
    return refuse(400, 'InvalidInput', `Invalid input for operation: ${message}.`);
  }
  const project = value.project_id ?? value.tenant_id ?? serverOf(host.neutron).project_id;
  const group = ensureDefaultGroup(host, project);
  const network: Network = {
    id: host.newUuid(),
    name: value.name ?? '',
    description: value.description ?? '',
    project_id: project,
    revision_number: 1,
    admin_state_up: value.admin_state_up ?? true,
    shared: value.shared ?? false,
    status: 'ACTIVE',
    'router:external': value['router:external'] ?? false,
    mtu: mtu === 0 ? most : mtu,
    port_security_enabled: value.port_security_enabled ?? true,
    vlan_transparent: value.vlan_transparent ?? false,
    dns_domain: value.dns_domain ?? '',
    availability_zone_hints: value.availability_zone_hints ?? [],
    qos_policy_id: policy.value ?? null,
  };
  const standard = { name: '', description: '', project_id: project, revision_number: 0 };
  host.commit([
    insertion('Network', network),
    insertion('Segment', { id: host.newUuid(), ...standard, network_id: network.id, ...segment.value }),
  ]);
  return ok({
    status: 201,
    body: { network: networkDict(host, network) },
    after: [...group.after, () => createSwitch(host, network), () => ensureMetadataPort(host, network)],
    undo: () => {
      host.commit([
        ...segmentsOf(host.neutron, network.id).map(({ id }) => deletion('Segment', id)),
        deletion('Network', network.id),
      ]);
    },
  });
}

export function updateNetwork(host: ZedHost, id: string, body: unknown): Outcome {
  const before = find(host.neutron, 'Network', id);
  if (before === undefined) return notFound.network(id);
  const given = readBody(body, 'network', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  const { value } = given;
  const [segment] = segmentsOf(host.neutron, before.id);
  const vlan = value['provider:segmentation_id'];
  if (value['provider:network_type'] !== undefined || value['provider:physical_network'] !== undefined) {
    return invalidInput(
      'Plugin does not support updating the following provider network attributes: provider:network_type, provider:physical_network',
    );
  }
  const policy = policyOf(host, value.qos_policy_id);
  if (!policy.ok) return policy;
  host.commit([
    ...update(host.neutron, 'Network', before.id, {
      ...columnsOf(value),
      ...(policy.value !== undefined && { qos_policy_id: policy.value }),
    }),
    ...(vlan == null || segment === undefined
      ? []
      : update(host.neutron, 'Segment', segment.id, { segmentation_id: vlan })),
  ]);
  const network = find(host.neutron, 'Network', id) ?? before;
  return ok({
    status: 200,
    body: { network: networkDict(host, network) },
    after: [() => updateSwitch(host, find(host.neutron, 'Network', before.id) ?? network, before)],
  });
}

export function deleteNetwork(host: ZedHost, id: string): Outcome {
  const network = find(host.neutron, 'Network', id);
  if (network === undefined) return notFound.network(id);
  const ports = portsOf(host.neutron, network.id);
  const used = ports.filter(({ device_owner }) => !AUTO_DELETED.includes(device_owner));
  if (used.length > 0) {
    const ids = used.map((port) => port.id).join(',');
    const message = `Unable to complete operation on network ${id}. There are one or more ports still in use on the network, id for these ports is: ${ids}.`;
    return refuse(409, 'NetworkInUse', message);
  }
  const dropped = ports.map((port) => dropPort(host, port));
  const subnets = subnetsOf(host.neutron, network.id);
  host.commit([
    ...subnets.map((subnet) => deletion('Subnet', subnet.id)),
    ...segmentsOf(host.neutron, network.id).map((segment) => deletion('Segment', segment.id)),
    deletion('Network', network.id),
  ]);
  return ok({
    status: 204,
    body: null,
    after: [
      ...dropped.flatMap(({ after = [] }: Handled) => after),
      ...subnets.map((subnet) => () => deleteDhcp(host, subnet.id)),
      () => deleteSwitch(host, network.id),
    ],
  });
}

export function networkDict(host: Pick<ZedHost, 'neutron'>, network: Network): Record<string, unknown> {
  const segments = segmentsOf(host.neutron, network.id);
  const provider = segments.map((segment) => ({
    'provider:network_type': segment.network_type,
    'provider:physical_network': segment.physical_network,
    'provider:segmentation_id': segment.segmentation_id,
  }));
  return {
    ...network,
    tenant_id: network.project_id,
    vlan_transparent: network.vlan_transparent ? true : null,
    ...(provider.length > 1 ? { segments: provider } : provider[0]),
    subnets: subnetsOf(host.neutron, network.id).map(({ id }) => id),
  };
}

type NetworkBody = Given<typeof ATTRIBUTES>;

function columnsOf(value: NetworkBody): Partial<Network> {
  const names = [
    'name',
    'description',
    'admin_state_up',
    'shared',
    'router:external',
    'mtu',
    'port_security_enabled',
    'dns_domain',
  ] as const;
  return Object.fromEntries(names.flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]]])));
}

type NewSegment = Pick<Segment, 'network_type' | 'physical_network' | 'segmentation_id'>;

/** The one that was asked for, or the first VNI that nobody has. */
function segmentOf(host: ZedHost, value: NetworkBody): Result<NewSegment, NeutronError> {
  const type = value['provider:network_type'] ?? 'geneve';
  const physical = value['provider:physical_network'] ?? null;
  const id = value['provider:segmentation_id'] ?? null;
  if (!TYPES.includes(type))
    return refuse(400, 'InvalidInput', `Invalid input for operation: Unknown value for network_type.`);
  if (PHYSICAL.includes(type) && physical === null)
    return invalidInput(`physical_network required for ${type} provider network`);
  if (!PHYSICAL.includes(type) && physical !== null)
    return invalidInput(`provider:physical_network specified for ${type} network`);
  const segments = all(host.neutron, 'Segment').filter(
    ({ network_type, physical_network }) => network_type === type && physical_network === physical,
  );
  if (type === 'flat' || type === 'local') {
    if (type === 'flat' && segments.length > 0) {
      const message = `Unable to create the flat network. Physical network ${physical ?? ''} is in use.`;
      return refuse(409, 'FlatNetworkInUse', message);
    }
    return ok({ network_type: type, physical_network: physical, segmentation_id: null });
  }
  if (id !== null && segments.some(({ segmentation_id }) => segmentation_id === id)) {
    return type === 'vlan'
      ? refuse(
          409,
          'VlanIdInUse',
          `Unable to create the network. The VLAN ${id} on physical network ${physical ?? ''} is in use.`,
        )
      : refuse(409, 'TunnelIdInUse', `Unable to create the network. The tunnel ID ${id} is in use.`);
  }
  return ok({
    network_type: type,
    physical_network: physical,
    segmentation_id: id ?? freeId(segments, type === 'vlan' ? FIRST_VLAN : FIRST_VNI),
  });
}

function freeId(segments: readonly Segment[], first: number): number {
  const used = new Set(segments.map(({ segmentation_id }) => segmentation_id));
  let id = first;
  while (used.has(id)) id += 1;
  return id;
}
