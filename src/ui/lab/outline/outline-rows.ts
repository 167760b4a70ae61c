/** From the mirror to the outline's visible rows; pure. */
import type { DaemonView, NetworkModel, RouterView, ScenarioInfo, TopologyView, Uuid } from '../../bridge';
import { daemonKey, inNameOrder, machineKey, northboundKey, packetKey, vifKey } from '../../state';
import type { EntityKey } from '../../state';
import { datapathColorOf } from '../datapath-color';

export interface OutlineRow {
  /** An entity, or `group:` and the heading. */
  readonly key: EntityKey;
  readonly level: 1 | 2 | 3;
  readonly label: string;
  readonly aside: string;
  readonly mark: 'none' | 'square' | 'router' | 'up' | 'down' | 'packet';
  readonly color?: string;
  readonly children: number;
  readonly mono: boolean;
}

/** So many ports and interfaces are listed without being asked for. */
const MOST = 400;

/** What a person has opened or closed differs from how things start: all open, or, in a large network, switches and machines closed. */
export function closedIn({ switches, machines }: NetworkModel, toggled: ReadonlySet<EntityKey>) {
  const parts =
    switches.reduce((sum, { ports }) => sum + ports.length, 0) +
    machines.reduce((sum, { vifs }) => sum + vifs.length, 0);
  return (key: EntityKey): boolean => toggled.has(key) !== (parts > MOST && !key.startsWith('group:'));
}

export function outlineRows(
  model: NetworkModel,
  daemons: readonly DaemonView[],
  packets: ScenarioInfo['packets'],
  isClosed: (key: EntityKey) => boolean,
  /** What to call a switch or a port that OVN knows by an id. */
  called: (name: string) => string = (name) => name,
): readonly OutlineRow[] {
  const rows: OutlineRow[] = [];
  const group = (name: string, count: number): boolean => {
    const key = `group:${name}`;
    rows.push({ key, level: 1, label: name, aside: '', mark: 'none', children: count, mono: false });
    return !isClosed(key);
  };
  const routers = model.topology?.routers ?? [];
  if (group('Logical network', model.switches.length + routers.length)) {
    for (const sw of inNameOrder(model.switches)) {
      const key = northboundKey(sw.uuid);
      const count = sw.ports.length;
      rows.push({
        key,
        level: 2,
        label: called(sw.name) || '(no name)',
        aside: `${count} ${count === 1 ? 'port' : 'ports'}`,
        mark: 'square',
        color: datapathColorOf(model.switches, sw.uuid),
        children: count,
        mono: false,
      });
      if (isClosed(key)) continue;
      for (const port of inNameOrder(sw.ports)) {
        rows.push({
          key: northboundKey(port.uuid),
          level: 3,
          label: called(port.name),
          aside: port.enabled === false ? 'disabled' : port.up === true ? '' : 'down',
          mark: port.up === true ? 'up' : 'down',
          children: 0,
          mono: true,
        });
      }
    }
    rows.push(...routerRows(routers, isClosed, called));
  }
  const policy = policyRows(model.topology);
  if (policy.length > 0 && group('Policy', policy.length)) rows.push(...policy);
  if (group('Hypervisors', model.machines.length)) {
    for (const machine of inNameOrder(model.machines)) {
      const key = machineKey(machine.name);
      rows.push({
        key,
        level: 2,
        label: machine.name,
        aside: machine.encapIp ?? '',
        mark: 'none',
        children: machine.vifs.length,
        mono: false,
      });
      if (isClosed(key)) continue;
      for (const vif of inNameOrder(machine.vifs)) {
        rows.push({
          key: vifKey(machine.name, vif.name),
          level: 3,
          label: vif.name,
          aside: vif.ifaceId === null ? 'no iface-id' : called(vif.ifaceId),
          mark: vif.ifaceId === null ? 'down' : 'up',
          children: 0,
          mono: true,
        });
      }
    }
  }
  if (group('Daemons', daemons.length)) {
    for (const daemon of inNameOrder(daemons)) {
      rows.push({
        key: daemonKey(daemon.name),
        level: 2,
        label: daemon.name.replace('@', ' '),
        // A daemon with nothing to do is no news.
        aside: daemon.status !== 'running' ? daemon.status : daemon.pending ? 'working' : '',
        mark: daemon.status === 'running' ? 'up' : 'down',
        children: 0,
        mono: false,
      });
    }
  }
  if (group('Packets', packets.length)) {
    for (const packet of packets) {
      rows.push({
        key: packetKey(packet.id),
        level: 2,
        label: packet.name,
        aside: '',
        mark: 'packet',
        children: 0,
        mono: false,
      });
    }
  }
  return rows;
}

function routerRows(
  routers: readonly RouterView[],
  isClosed: (key: EntityKey) => boolean,
  called: (name: string) => string,
): readonly OutlineRow[] {
  return inNameOrder(routers).flatMap((router): readonly OutlineRow[] => {
    const key = northboundKey(router.uuid);
    const own: OutlineRow = {
      key,
      level: 2,
      label: called(router.name) || '(no name)',
      aside: 'router',
      mark: 'router',
      children: router.ports.length,
      mono: false,
    };
    if (isClosed(key)) return [own];
    const ports = inNameOrder(router.ports).map(({ uuid, name, networks, enabled }): OutlineRow => ({
      key: northboundKey(uuid),
      level: 3,
      label: name,
      aside: networks[0] ?? '',
      mark: enabled ? 'up' : 'down',
      children: 0,
      mono: true,
    }));
    return [own, ...ports];
  });
}

/** What stands on no card of the graph. */
function policyRows(topology: TopologyView | undefined): readonly OutlineRow[] {
  if (topology === undefined) return [];
  const row = (uuid: Uuid, label: string, aside: string): OutlineRow => ({
    key: northboundKey(uuid),
    level: 2,
    label,
    aside,
    mark: 'none',
    children: 0,
    mono: false,
  });
  const { loadBalancers, portGroups, addressSets, dhcp } = topology;
  return [
    ...inNameOrder(loadBalancers).map(({ uuid, name }) => row(uuid, name, 'load balancer')),
    ...inNameOrder(portGroups).map(({ uuid, name }) => row(uuid, name, 'port group')),
    ...inNameOrder(addressSets).map(({ uuid, name }) => row(uuid, name, 'address set')),
    ...dhcp.map(({ uuid, cidr }) => row(uuid, cidr, 'DHCP')),
  ];
}

/** The rows that have a text in them, whatever the case, and those above them. */
export function rowsWith(rows: readonly OutlineRow[], text: string): readonly OutlineRow[] {
  const wanted = text.toLowerCase();
  const kept: OutlineRow[] = [];
  let level = 0;
  for (const row of rows.toReversed()) {
    const hasIt = row.level > 1 && `${row.label} ${row.aside}`.toLowerCase().includes(wanted);
    if (hasIt || row.level < level) {
      kept.push(row);
      level = row.level;
    }
  }
  return kept.toReversed();
}
