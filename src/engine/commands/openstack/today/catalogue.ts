/** The commands of the `openstack` client for networks, as python-openstackclient has them: the call each makes, and its options. */
import { ok, type Result } from '../../../base';
import { flag, integer, named, none, pairsOf, several, text, type Context, type Options } from './options';

export interface ClientCommand {
  /** E.g. `security group rule create`. */
  readonly words: string;
  readonly doc: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly collection: string;
  /** The key that the body stands under; empty where it has none. */
  readonly resource: string;
  /** What is named behind the options, in order. */
  readonly args: readonly ('name' | 'target' | Argument)[];
  readonly options: Options;
  /** What the body holds before any option. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Behind the id of the target. */
  readonly action?: string;
  /** Puts the last touches to the body. */
  readonly finish?: (context: Context) => void;
}

/** Another object, whose id goes into the body. */
export interface Argument {
  readonly usage: string;
  readonly attribute: string;
  readonly collection: string;
}

const project = text('project_id', 'PROJECT');
const description = text('description', 'TEXT');
const able = (attribute: string) => ({ [`--enable`]: flag(attribute, true), '--disable': flag(attribute, false) });
const secured = {
  '--enable-port-security': flag('port_security_enabled', true),
  '--disable-port-security': flag('port_security_enabled', false),
};
const qos = {
  '--qos-policy': named('qos_policy_id', 'qos/policies', 'POLICY'),
  '--no-qos-policy': flag('qos_policy_id', null),
};

const NETWORK: Options = {
  ...able('admin_state_up'),
  ...secured,
  ...qos,
  '--share': flag('shared', true),
  '--no-share': flag('shared', false),
  '--external': flag('router:external', true),
  '--internal': flag('router:external', false),
  '--mtu': integer('mtu', 'MTU'),
  '--dns-domain': text('dns_domain', 'DOMAIN'),
  '--description': description,
  '--provider-network-type': text('provider:network_type', 'TYPE'),
  '--provider-physical-network': text('provider:physical_network', 'NETWORK'),
  '--provider-segment': integer('provider:segmentation_id', 'ID'),
};

const route = (_context: Context, given: string) => pairsOf(given, { destination: 'destination', gateway: 'nexthop' });
const item = (_context: Context, given: string): Result<unknown, string> => ok(given);

const SUBNET: Options = {
  '--dhcp': flag('enable_dhcp', true),
  '--no-dhcp': flag('enable_dhcp', false),
  '--gateway': {
    value: 'ADDRESS|none',
    apply: ({ body }, values) => {
      const given = values.at(-1);
      if (given !== 'auto') body.gateway_ip = given === 'none' ? null : given;
      return ok(undefined);
    },
  },
  '--dns-nameserver': several('dns_nameservers', 'ADDRESS', item, { clear: '--no-dns-nameservers' }),
  '--host-route': several('host_routes', 'destination=SUBNET,gateway=ADDRESS', route, { clear: '--no-host-route' }),
  '--allocation-pool': several(
    'allocation_pools',
    'start=ADDRESS,end=ADDRESS',
    (_context, given) => pairsOf(given, { start: 'start', end: 'end' }),
    { clear: '--no-allocation-pool' },
  ),
  '--description': description,
};

const fixedIp = ({ lookup }: Context, given: string): Result<unknown, string> => {
  const pairs = pairsOf(given, { subnet: 'subnet_id', 'ip-address': 'ip_address' });
  if (!pairs.ok || pairs.value.subnet_id === undefined) return pairs;
  return ok({ ...pairs.value, subnet_id: lookup.id('subnets', pairs.value.subnet_id) });
};

/** A number where it looks like one. */
function profileValue(given: string): unknown {
  return /^-?\d+$/.test(given) ? Number(given) : given;
}

const PORT: Options = {
  ...able('admin_state_up'),
  ...secured,
  ...qos,
  '--mac-address': text('mac_address', 'MAC'),
  '--device': text('device_id', 'ID'),
  '--device-owner': text('device_owner', 'OWNER'),
  '--host': text('binding:host_id', 'HOST'),
  '--vnic-type': text('binding:vnic_type', 'TYPE'),
  '--dns-name': text('dns_name', 'NAME'),
  '--description': description,
  '--fixed-ip': several('fixed_ips', 'subnet=SUBNET,ip-address=ADDRESS', fixedIp, { clear: '--no-fixed-ip' }),
  '--no-fixed-ip': none('fixed_ips'),
  '--security-group': several(
    'security_groups',
    'GROUP',
    ({ lookup }, given) => ok(lookup.id('security-groups', given)),
    { clear: '--no-security-group' },
  ),
  '--no-security-group': none('security_groups'),
  '--allowed-address': several(
    'allowed_address_pairs',
    'ip-address=ADDRESS[,mac-address=MAC]',
    (_context, given) => pairsOf(given, { 'ip-address': 'ip_address', 'mac-address': 'mac_address' }),
    { clear: '--no-allowed-address' },
  ),
  '--no-allowed-address': none('allowed_address_pairs'),
  '--extra-dhcp-option': several(
    'extra_dhcp_opts',
    'name=NAME,value=VALUE',
    (_context, given) => pairsOf(given, { name: 'opt_name', value: 'opt_value', 'ip-version': 'ip_version' }),
    { keeps: false },
  ),
  '--binding-profile': {
    value: 'KEY=VALUE',
    apply: ({ body, current }, values) => {
      const held = typeof current['binding:profile'] === 'object' ? current['binding:profile'] : {};
      const given = values.map(
        (each) => [each.slice(0, each.indexOf('=')), profileValue(each.slice(each.indexOf('=') + 1))] as const,
      );
      body['binding:profile'] = { ...held, ...Object.fromEntries(given) };
      return ok(undefined);
    },
  },
};

const RULE: Options = {
  '--ingress': flag('direction', 'ingress'),
  '--egress': flag('direction', 'egress'),
  '--ethertype': text('ethertype', 'IPv4|IPv6'),
  '--protocol': text('protocol', 'PROTOCOL'),
  '--dst-port': {
    value: 'PORT[:PORT]',
    apply: ({ body }, values) => {
      const [first = '', last = first] = (values.at(-1) ?? '').split(':');
      Object.assign(body, { port_range_min: Number(first), port_range_max: Number(last) });
      return ok(undefined);
    },
  },
  '--icmp-type': integer('port_range_min', 'TYPE'),
  '--icmp-code': integer('port_range_max', 'CODE'),
  '--remote-ip': text('remote_ip_prefix', 'SUBNET'),
  '--remote-group': named('remote_group_id', 'security-groups', 'GROUP'),
  '--remote-address-group': named('remote_address_group_id', 'address-groups', 'GROUP'),
  '--description': description,
};

/** Without any remote end the client names everybody of the family; an address is a network of one. */
function finishRule({ body }: Context): void {
  body.direction ??= 'ingress';
  body.ethertype ??= 'IPv4';
  const everybody = body.ethertype === 'IPv6' ? '::/0' : '0.0.0.0/0';
  if (body.remote_group_id === undefined && body.remote_address_group_id === undefined)
    body.remote_ip_prefix ??= everybody;
}

/** The gateway's own options come to one object. */
const GATEWAY: Options = {
  '--external-gateway': {
    value: 'NETWORK',
    apply: ({ body, lookup }, values) => gateway(body, { network_id: lookup.id('networks', values.at(-1) ?? '') }),
  },
  '--fixed-ip': {
    value: 'subnet=SUBNET,ip-address=ADDRESS',
    apply: (context, values) => {
      const ips: unknown[] = [];
      for (const each of values) {
        const ip = fixedIp(context, each);
        if (!ip.ok) return ip;
        ips.push(ip.value);
      }
      return gateway(context.body, { external_fixed_ips: ips });
    },
  },
  '--enable-snat': { apply: ({ body }) => gateway(body, { enable_snat: true }) },
  '--disable-snat': { apply: ({ body }) => gateway(body, { enable_snat: false }) },
};

function gateway(body: Record<string, unknown>, values: Readonly<Record<string, unknown>>): Result<void, string> {
  const held = typeof body.external_gateway_info === 'object' ? body.external_gateway_info : {};
  body.external_gateway_info = { ...held, ...values };
  return ok(undefined);
}

const ROUTER: Options = { ...able('admin_state_up'), ...GATEWAY, '--description': description };

const subport = {
  value: 'port=PORT,segmentation-type=TYPE,segmentation-id=ID',
  apply: ({ body, lookup }: Context, values: readonly string[]) => {
    const ports: unknown[] = [];
    for (const each of values) {
      const pairs = pairsOf(each, {
        port: 'port_id',
        'segmentation-type': 'segmentation_type',
        'segmentation-id': 'segmentation_id',
      });
      if (!pairs.ok) return pairs;
      const { port_id = '', segmentation_id, ...rest } = pairs.value;
      ports.push({
        port_id: lookup.id('ports', port_id),
        ...rest,
        ...(segmentation_id !== undefined && { segmentation_id: Number(segmentation_id) }),
      });
    }
    body.sub_ports = ports;
    return ok(undefined);
  },
};

const QOS_RULE: Options = {
  '--type': { value: 'bandwidth-limit|dscp-marking|minimum-bandwidth', apply: () => ok(undefined) },
  '--max-kbps': integer('max_kbps', 'KBPS'),
  '--max-burst-kbits': integer('max_burst_kbps', 'KBITS'),
  '--min-kbps': integer('min_kbps', 'KBPS'),
  '--dscp-mark': integer('dscp_mark', 'MARK'),
  '--ingress': flag('direction', 'ingress'),
  '--egress': flag('direction', 'egress'),
};

const name = { '--name': text('name', 'NAME') };
const base = (words: string, collection: string, resource: string) =>
  ({
    show: {
      words: `${words} show`,
      doc: `show all of one`,
      method: 'GET',
      collection,
      resource,
      args: ['target'],
      options: {},
    },
    list: { words: `${words} list`, doc: `list them`, method: 'GET', collection, resource, args: [], options: {} },
    remove: {
      words: `${words} delete`,
      doc: `delete one`,
      method: 'DELETE',
      collection,
      resource,
      args: ['target'],
      options: {},
    },
    create: { words: `${words} create`, doc: `make one`, method: 'POST', collection, resource },
    set: { words: `${words} set`, doc: `change one`, method: 'PUT', collection, resource, args: ['target'] },
    unset: {
      words: `${words} unset`,
      doc: `take something away from one`,
      method: 'PUT',
      collection,
      resource,
      args: ['target'],
    },
  }) as const;

const network = base('network', 'networks', 'network');
const subnet = base('subnet', 'subnets', 'subnet');
const port = base('port', 'ports', 'port');
const group = base('security group', 'security-groups', 'security_group');
const rule = base('security group rule', 'security-group-rules', 'security_group_rule');
const addresses = base('address group', 'address-groups', 'address_group');
const router = base('router', 'routers', 'router');
const floating = base('floating ip', 'floatingips', 'floatingip');
const trunk = base('network trunk', 'trunks', 'trunk');
const policy = base('network qos policy', 'qos/policies', 'policy');

/** Where the collection stands inside an object, it is found by the program (`requests.ts`). */
export const COMMANDS: readonly ClientCommand[] = [
  network.list,
  network.show,
  network.remove,
  { ...network.create, args: ['name'], options: { ...NETWORK, '--project': project } },
  { ...network.set, options: { ...NETWORK, ...name } },
  subnet.list,
  subnet.show,
  subnet.remove,
  {
    ...subnet.create,
    args: ['name'],
    options: {
      ...SUBNET,
      '--project': project,
      '--network': named('network_id', 'networks', 'NETWORK'),
      '--subnet-range': text('cidr', 'SUBNET'),
      '--ip-version': integer('ip_version', '4|6'),
      '--ipv6-ra-mode': text('ipv6_ra_mode', 'MODE'),
      '--ipv6-address-mode': text('ipv6_address_mode', 'MODE'),
    },
    body: { ip_version: 4 },
  },
  {
    ...subnet.set,
    options: {
      ...SUBNET,
      ...name,
      '--no-dns-nameservers': none('dns_nameservers'),
      '--no-host-route': none('host_routes'),
      '--no-allocation-pool': none('allocation_pools'),
    },
  },
  port.list,
  port.show,
  port.remove,
  {
    ...port.create,
    args: ['name'],
    options: { ...PORT, '--project': project, '--network': named('network_id', 'networks', 'NETWORK') },
  },
  { ...port.set, options: { ...PORT, ...name } },
  { ...port.unset, options: { '--qos-policy': flag('qos_policy_id', null) } },
  group.list,
  group.show,
  group.remove,
  {
    ...group.create,
    args: ['name'],
    options: {
      '--stateless': flag('stateful', false),
      '--stateful': flag('stateful', true),
      '--project': project,
      '--description': description,
    },
  },
  {
    ...group.set,
    options: {
      '--stateless': flag('stateful', false),
      '--stateful': flag('stateful', true),
      ...name,
      '--description': description,
    },
  },
  rule.list,
  rule.show,
  rule.remove,
  {
    ...rule.create,
    args: [{ usage: 'GROUP', attribute: 'security_group_id', collection: 'security-groups' }],
    options: RULE,
    finish: finishRule,
  },
  addresses.list,
  addresses.show,
  addresses.remove,
  {
    ...addresses.create,
    args: ['name'],
    options: { '--address': several('addresses', 'SUBNET', item), '--description': description },
  },
  router.list,
  router.show,
  router.remove,
  { ...router.create, args: ['name'], options: { ...ROUTER, '--project': project } },
  {
    ...router.set,
    options: {
      ...ROUTER,
      ...name,
      '--route': several('routes', 'destination=SUBNET,gateway=ADDRESS', route, { keeps: false }),
      '--no-route': none('routes'),
    },
  },
  { ...router.unset, options: { '--external-gateway': flag('external_gateway_info', {}) } },
  ...(['add', 'remove'] as const).flatMap((verb): ClientCommand[] =>
    (['subnet', 'port'] as const).map((what) => ({
      words: `router ${verb} ${what}`,
      doc: verb === 'add' ? 'give a router an interface' : 'take a router’s interface away',
      method: 'PUT',
      collection: 'routers',
      resource: '',
      args: ['target', { usage: what.toUpperCase(), attribute: `${what}_id`, collection: `${what}s` }],
      options: {},
      action: `${verb}_router_interface`,
    })),
  ),
  floating.list,
  floating.show,
  floating.remove,
  {
    ...floating.create,
    args: [{ usage: 'NETWORK', attribute: 'floating_network_id', collection: 'networks' }],
    options: {
      '--floating-ip-address': text('floating_ip_address', 'ADDRESS'),
      '--port': named('port_id', 'ports', 'PORT'),
      '--fixed-ip-address': text('fixed_ip_address', 'ADDRESS'),
      '--subnet': named('subnet_id', 'subnets', 'SUBNET'),
      ...qos,
      '--project': project,
      '--description': description,
    },
  },
  {
    ...floating.set,
    options: {
      '--port': named('port_id', 'ports', 'PORT'),
      '--fixed-ip-address': text('fixed_ip_address', 'ADDRESS'),
      ...qos,
      '--description': description,
    },
  },
  { ...floating.unset, options: { '--port': flag('port_id', null), '--qos-policy': flag('qos_policy_id', null) } },
  trunk.list,
  trunk.show,
  trunk.remove,
  {
    ...trunk.create,
    args: ['name'],
    options: {
      '--parent-port': named('port_id', 'ports', 'PORT'),
      '--subport': subport,
      ...able('admin_state_up'),
      '--description': description,
    },
  },
  { ...trunk.set, resource: '', action: 'add_subports', options: { '--subport': subport } },
  {
    ...trunk.unset,
    resource: '',
    action: 'remove_subports',
    options: {
      '--subport': several('sub_ports', 'PORT', ({ lookup }, given) => ok({ port_id: lookup.id('ports', given) }), {
        keeps: false,
      }),
    },
  },
  policy.list,
  policy.show,
  policy.remove,
  {
    ...policy.create,
    args: ['name'],
    options: {
      '--share': flag('shared', true),
      '--default': flag('is_default', true),
      '--project': project,
      '--description': description,
    },
  },
  {
    words: 'network qos rule create',
    doc: 'give a policy a rule',
    method: 'POST',
    collection: 'qos/rules',
    resource: '',
    args: ['target'],
    options: QOS_RULE,
  },
  {
    words: 'network qos rule delete',
    doc: 'take a rule away from a policy',
    method: 'DELETE',
    collection: 'qos/rules',
    resource: '',
    args: ['target', 'name'],
    options: {},
  },
  {
    words: 'floating ip port forwarding create',
    doc: 'lead a port of a floating IP to a port of a server',
    method: 'POST',
    collection: 'port_forwardings',
    resource: 'port_forwarding',
    args: ['target'],
    options: {
      '--port': named('internal_port_id', 'ports', 'PORT'),
      '--internal-ip-address': text('internal_ip_address', 'ADDRESS'),
      '--internal-protocol-port': integer('internal_port', 'PORT'),
      '--external-protocol-port': integer('external_port', 'PORT'),
      '--protocol': text('protocol', 'tcp|udp'),
      '--description': description,
    },
  },
  {
    words: 'floating ip port forwarding delete',
    doc: 'stop that',
    method: 'DELETE',
    collection: 'port_forwardings',
    resource: '',
    args: ['target', 'name'],
    options: {},
  },
];
