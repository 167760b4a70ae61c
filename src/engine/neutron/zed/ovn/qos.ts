/** Policies of ports as QoS rows of their switch. */
import { ok, type Uuid } from '../../../base';
import { all, find, portsOf, type Port, type QosPolicy, type QosRule } from '../tables';
import { writeOvn, type ZedHost } from '../server';
import { isExternal, isNetworkDevice } from '../devices';
import { ovnName } from './names';
import { pairs, type Northbound } from './northbound';

const PRIORITY = 2002;
const MIN_RATE = 'qos_min_rate';

const DIRECTIONS = [
  { rules: 'egress', direction: 'from-lport', end: 'inport' },
  { rules: 'ingress', direction: 'to-lport', end: 'outport' },
] as const;

/** The port's own policy, else its network's; Neutron's own devices have none. */
export function effectivePolicy(host: ZedHost, port: Port): Uuid | null {
  if (isNetworkDevice(port)) return null;
  return port.qos_policy_id ?? find(host.neutron, 'Network', port.network_id)?.qos_policy_id ?? null;
}

/** The rules of a policy have changed. */
export function updatePolicy(host: ZedHost, policy: QosPolicy): boolean {
  return writeOvn(host, `update the QoS policy ${policy.name}`, (nb) => {
    for (const network of all(host.neutron, 'Network')) {
      if (network.qos_policy_id !== policy.id) continue;
      for (const port of portsOf(host.neutron, network.id))
        if (port.qos_policy_id === null) writePortQos(host, nb, port);
    }
    for (const port of all(host.neutron, 'Port')) if (port.qos_policy_id === policy.id) writePortQos(host, nb, port);
    return ok(undefined);
  });
}

/** Makes the rows of a port those of its policy, one for each direction that has rules. */
export function writePortQos(host: ZedHost, nb: Northbound, port: Port): void {
  if (isExternal(port)) return;
  const policy = effectivePolicy(host, port);
  const rules = policy === null ? [] : all(host.neutron, 'QoS_Rule').filter(({ policy_id }) => policy_id === policy);
  for (const { rules: direction, ...place } of DIRECTIONS) {
    const own = rules.filter((rule) => rule.direction === direction);
    const columns = columnsOf(own);
    if (columns === undefined) dropRow(nb, port, place);
    else writeRow(nb, port, place, columns);
  }
  const least = rules.find(({ type, direction }) => type === 'minimum_bandwidth' && direction === 'egress')?.min_kbps;
  const lsp = nb.named('Logical_Switch_Port', port.id);
  if (lsp === undefined) return;
  if (least == null) nb.removeKey('Logical_Switch_Port', lsp._uuid, 'options', MIN_RATE);
  else nb.setKeys('Logical_Switch_Port', lsp._uuid, 'options', { [MIN_RATE]: String(least) });
}

export function dropPortQos(nb: Northbound, port: Port): void {
  for (const place of DIRECTIONS) dropRow(nb, port, place);
}

type Place = Pick<(typeof DIRECTIONS)[number], 'direction' | 'end'>;

/** Nothing where no rule says anything that a row can hold. */
function columnsOf(rules: readonly QosRule[]) {
  const limit = rules.find(({ type }) => type === 'bandwidth_limit');
  const dscp = rules.find(({ type }) => type === 'dscp_marking')?.dscp_mark ?? undefined;
  if (limit?.max_kbps == null && dscp === undefined) return undefined;
  const bandwidth: [string, number][] = [];
  if (limit?.max_kbps != null) bandwidth.push(['rate', limit.max_kbps]);
  if (limit?.max_burst_kbps) bandwidth.push(['burst', limit.max_burst_kbps]);
  const action: [string, number][] = dscp === undefined ? [] : [['dscp', dscp]];
  return { bandwidth, action };
}

function writeRow(
  nb: Northbound,
  port: Port,
  { direction, end }: Place,
  columns: NonNullable<ReturnType<typeof columnsOf>>,
): void {
  const found = rowOf(nb, port, { direction, end });
  const values = { ...columns, external_ids: pairs({ 'neutron:port_id': port.id }) };
  if (found === undefined) return;
  if (found.row !== undefined) {
    nb.set('QoS', found.row._uuid, values);
    return;
  }
  const uuid = nb.insert('QoS', { ...values, priority: PRIORITY, direction, match: matchOf(port, end) });
  nb.add('Logical_Switch', found.on, 'qos_rules', uuid);
}

function dropRow(nb: Northbound, port: Port, place: Place): void {
  const found = rowOf(nb, port, place);
  if (found?.row !== undefined) nb.remove('Logical_Switch', found.on, 'qos_rules', found.row._uuid);
}

function rowOf(nb: Northbound, port: Port, { direction, end }: Place) {
  const on = nb.named('Logical_Switch', ovnName(port.network_id));
  if (on === undefined) return undefined;
  const match = matchOf(port, end);
  const row = nb.members(on, 'qos_rules', 'QoS').find((each) => each.direction === direction && each.match === match);
  return { on: on._uuid, row };
}

function matchOf(port: Port, end: string): string {
  return `${end} == "${port.id}"`;
}
