/** The bindings that ports of switches want. */
import type { Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import { getOptionalUuid, getString, type Row, type RowValues } from '../../../../ovsdb';
import { mirrorPortName } from '../facts/mirrors';
import { optionIs, optionNumber, optionsOf, SAME, type Options } from '../facts/sources';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { ChassisTable } from './chassis';
import type { TableContext } from './context';
import type { HaChassisGroups } from './ha-chassis-group';
import { garpAddresses } from './nat-addresses';
import { flavourOf, requestedKey, type WantedBinding } from './wanted-binding';
import { mapOf, optionalOf, setOf } from './sync';

export function switchPortBindings(
  context: TableContext,
  chassis: ChassisTable,
  groups: HaChassisGroups,
): Collection<string, WantedBinding> {
  const { graph, nb, sb, net, datapathId } = context;
  const externalIds = nb.table('Logical_Switch_Port', ['external_ids']);
  const held = sb
    .table('Port_Binding', ['logical_port', 'options', 'chassis'])
    .by('options of bindings by port', (row) => [getString(row, 'logical_port')]);
  const mirrors = sb.table('Mirror', ['name']).by('mirrors by name', (row) => [getString(row, 'name')]);
  const northboundMirrors = nb.table('Mirror', ['name']);
  const queues = queueIds(context);

  const ofVif = (port: SwitchPortFacts, row: Row | undefined): RowValues => {
    const { type, options } = port;
    const before: Options = row === undefined ? new Map() : optionsOf(row, 'options');
    const bound = row === undefined ? undefined : getOptionalUuid(row, 'chassis');
    const requested = (options.get('requested-chassis') ?? '').split(',').flatMap((name) => chassis.find(name) ?? []);
    const [first, ...others] = requested;
    const more: [string, string][] = [...options];
    const queue = queues(port);
    if (queue !== undefined) {
      const [localnet] = net.switches.get(port.sw)?.localnetPorts ?? [];
      const physical =
        localnet === undefined ? undefined : net.switchPorts.all.get(localnet)?.options.get('network_name');
      if (physical !== undefined) more.push(['qos_physical_network', physical]);
      more.push(['qdisc_queue_id', `${queue}`]);
    }
    if (net.switches.get(port.sw)?.vlanPassthru === true) more.push(['vlan-passthru', 'true']);
    const kept = [
      ...(others.length > 0 ? ['additional-chassis-activated'] : []),
      ...(type === 'virtual' ? ['vport-last-claim', 'vport-backoff'] : []),
    ];
    for (const key of kept) {
      const value = before.get(key);
      if (value !== undefined) more.push([key, value]);
    }
    const columns: Record<string, RowValues[string]> = {
      requested_chassis: optionalOf(first),
      requested_additional_chassis: setOf(others),
    };
    // Ports of other zones are bound by ovn-northd itself: no controller of this one sees them.
    if (type === 'remote' || others.length > 0) {
      if (first !== undefined && chassis.isRemote(first)) {
        columns.chassis = [first];
        more.push(['is-remote-nb-bound', 'true']);
      } else if (optionIs(before, 'is-remote-nb-bound')) {
        columns.chassis = [];
        more.push(['is-remote-nb-bound', 'false']);
      }
    } else if (bound !== undefined && chassis.isRemote(bound)) columns.chassis = [];
    if (type === 'switch' && port.peer !== undefined) {
      const peer = net.switchPorts.all.get(port.peer.port);
      if (peer !== undefined) more.push(['peer', peer.name]);
    }
    return {
      ...columns,
      type: type === 'switch' ? 'patch' : KNOWN_TYPES.has(type) ? type : '',
      options: mapOf(more),
      nat_addresses: [],
      ha_chassis_group: type === 'external' ? optionalOf(groups.ofPort(port.uuid)) : [],
    };
  };

  const ofRouterPort = (port: SwitchPortFacts): RowValues => {
    const { peer, options, enableRouterPortAcl } = port;
    const routerPort = peer?.kind === 'router' ? net.routerPorts.all.get(peer.port) : undefined;
    const gateway = routerPort === undefined ? undefined : net.routers.get(routerPort.router)?.options.get('chassis');
    const more: [string, string][] = [];
    const name = options.get('router-port');
    if (name !== undefined) {
      more.push(['peer', routerPort?.name ?? name]);
      if (enableRouterPortAcl) more.push(['enable_router_port_acl', 'true']);
    }
    if (gateway !== undefined) more.push(['l3gateway-chassis', gateway]);
    return {
      type: gateway === undefined ? 'patch' : 'l3gateway',
      options: mapOf(more),
      nat_addresses: setOf(garpAddresses(net, port)),
    };
  };

  return graph.flatMap(
    'bindings of switch ports',
    net.switchPorts.all,
    (port, uuid): [string, WantedBinding][] => {
      const datapath = datapathId(port.sw);
      const external = externalIds.get(uuid);
      const ids: Options = external === undefined ? new Map() : optionsOf(external, 'external_ids');
      const neutron = ids.get('neutron:port_name');
      const rules = port.mirrorRules.flatMap((mirror) => {
        const row = northboundMirrors.get(mirror);
        return row === undefined ? [] : mirrors.keys(getString(row, 'name'));
      });
      const common: RowValues = {
        parent_port: optionalOf(port.parentName),
        tag: optionalOf(port.tag),
        mac: setOf(port.rawAddresses),
        port_security: setOf(port.portSecurity),
        external_ids: mapOf(neutron === undefined || neutron === '' ? ids : [...ids, ['name', neutron] as const]),
        mirror_rules: setOf(rules),
      };
      const row = port.type === 'router' ? undefined : held.first(port.name);
      const own: WantedBinding = {
        datapath,
        name: port.name,
        flavour: flavourOf(port.type, port.parentName),
        requested: requestedKey(port.options),
        columns: { ...common, ...(port.type === 'router' ? ofRouterPort(port) : ofVif(port, row)) },
      };
      const bindings: [string, WantedBinding][] = [[uuid, own]];
      if (port.crPort !== undefined && port.peer !== undefined) {
        const columns: RowValues = {
          ...common,
          type: 'chassisredirect',
          options: mapOf([['distributed-port', port.name]]),
          ha_chassis_group: optionalOf(groups.ofPort(port.peer.port)),
          nat_addresses: [],
        };
        bindings.push([`${uuid} cr`, { datapath, name: port.crPort.name, flavour: '', requested: 0, columns }]);
      }
      for (const mirror of port.mirrorRules) {
        const sink = net.mirrors.get(mirror)?.sink;
        const target = sink === undefined ? undefined : net.switchPorts.byName.first(sink);
        if (target === undefined) continue;
        const name = mirrorPortName(net.switches.get(port.sw)?.name ?? '', target.name);
        const columns: RowValues = { type: 'mirror', mirror_port: [target.name] };
        bindings.push([`${uuid} ${name}`, { datapath, name, flavour: '', requested: 0, columns }]);
      }
      return bindings;
    },
    SAME,
  );
}

/** What ovn-northd knows; any other type is as none. */
const KNOWN_TYPES: ReadonlySet<string> = new Set([
  'l2gateway',
  'localnet',
  'localport',
  'router',
  'switch',
  'vtep',
  'external',
  'virtual',
  'remote',
]);

/** The queue of a port with limits of its own: one of its own, kept as long as it has them. */
function queueIds({ graph, sb, net }: TableContext): (port: SwitchPortFacts) => number | undefined {
  const numbers = graph.map('queues of bindings', sb.table('Port_Binding', ['options']), (row) => {
    const queue = optionNumber(optionsOf(row, 'options'), 'qdisc_queue_id', 0);
    return queue > 0 ? queue : undefined;
  });
  const names = sb
    .table('Port_Binding', ['logical_port'])
    .by('rows of bindings by port', (row) => [getString(row, 'logical_port')]);
  const used = numbers.by('queues in use', (queue) => ['all', `${queue}`]);
  const limited = graph
    .map('ports with limits', net.switchPorts.all, ({ options, type }) =>
      type !== 'router' && ['qos_max_rate', 'qos_min_rate', 'qos_burst'].some((key) => options.has(key))
        ? true
        : undefined,
    )
    .by('all ports with limits', () => ['all']);
  const held = (port: SwitchPortFacts | undefined): number | undefined => {
    if (port === undefined) return undefined;
    return names.keys(port.name).flatMap((uuid: Uuid) => numbers.get(uuid) ?? [])[0];
  };
  return (port) => {
    if (!['qos_max_rate', 'qos_min_rate', 'qos_burst'].some((key) => port.options.has(key))) return undefined;
    const own = held(port);
    if (own !== undefined) return own;
    const waiting = limited.keys('all').filter((uuid) => held(net.switchPorts.all.get(uuid)) === undefined);
    let place = waiting.indexOf(port.uuid);
    for (let queue = 1; ; queue++) {
      if (used.has(`${queue}`)) continue;
      if (place <= 0) return queue;
      place -= 1;
    }
  };
}
