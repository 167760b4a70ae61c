/** What Neutron 21 refuses, with its own names, words and statuses, where they differ from those of 2015. */
import { refuse } from '../errors';

const missing = (type: string, what: string) => (id: string) => refuse(404, type, `${what} ${id} could not be found.`);

export const notFound = {
  network: missing('NetworkNotFound', 'Network'),
  segment: missing('SegmentNotFound', 'Segment'),
  subnet: missing('SubnetNotFound', 'Subnet'),
  port: missing('PortNotFound', 'Port'),
  router: missing('RouterNotFound', 'Router'),
  trunk: missing('TrunkNotFound', 'Trunk'),
  floatingIp: missing('FloatingIPNotFound', 'Floating IP'),
  policy: missing('QosPolicyNotFound', 'QoS policy'),
  addressGroup: missing('AddressGroupNotFound', 'Address group'),
  qosRule: (policy: string, id: string) =>
    refuse(404, 'QosRuleNotFound', `QoS rule ${id} for policy ${policy} could not be found.`),
  forwarding: (id: string) => refuse(404, 'PortForwardingNotFound', `Port Forwarding ${id} could not be found.`),
  group: (id: string) => refuse(404, 'SecurityGroupNotFound', `Security group ${id} does not exist`),
  rule: (id: string) => refuse(404, 'SecurityGroupRuleNotFound', `Security group rule ${id} does not exist`),
} as const;

export function badRequest(resource: string, message: string) {
  return refuse(400, 'BadRequest', `Bad ${resource} request: ${message}.`);
}

/** A list as Python prints it. */
export function pythonText(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(pythonText).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${pythonText(key)}: ${pythonText(item)}`)
    .join(', ')}}`;
}
