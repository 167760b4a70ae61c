/** Which hypervisor a port is on: what is checked of it, and what becomes of it. */
import { ok, type Result } from '../../base';
import { invalidInput, type NeutronError } from '../errors';
import { chassisOf } from './ovn/chassis';
import { isExternal } from './devices';
import { notFound } from './errors';
import { find, segmentsOf, type Port } from './tables';
import type { ZedHost } from './server';

const VNIC_TYPES = ['normal', 'direct', 'direct-physical', 'macvtap', 'vdpa', 'remote-managed', 'baremetal'];

export type Bound = Pick<Port, 'binding:vif_type' | 'binding:vif_details'>;

/** Unbound without a host; failed where no hypervisor of that name reaches the network. */
export function bind(host: ZedHost, port: Port): Bound {
  const name = port['binding:host_id'];
  if (name === '') return { 'binding:vif_type': 'unbound', 'binding:vif_details': {} };
  const failed: Bound = { 'binding:vif_type': 'binding_failed', 'binding:vif_details': {} };
  if (!VNIC_TYPES.includes(port['binding:vnic_type']) || isExternal(port)) return failed;
  const chassis = chassisOf(host.southbound).find(({ hostname }) => hostname === name);
  if (chassis === undefined) return failed;
  const reached = segmentsOf(host.neutron, port.network_id).some(
    ({ physical_network }) => physical_network === null || chassis.physnets.includes(physical_network),
  );
  if (!reached) return failed;
  return {
    'binding:vif_type': 'ovs',
    'binding:vif_details': { port_filter: true, connectivity: 'l2', bound_drivers: { '0': 'ovn' } },
  };
}

/** Parameters that belong together, with the types that they must have. */
const SETS: readonly Readonly<Record<string, 'string' | 'number'>>[] = [
  { parent_name: 'string', tag: 'number' },
  { 'vtep-physical-switch': 'string', 'vtep-logical-switch': 'string' },
];

/** Refuses a binding:profile before anything is written. */
export function checkProfile(host: ZedHost, profile: Port['binding:profile']): Result<void, NeutronError> {
  if (profile.capabilities !== undefined && !Array.isArray(profile.capabilities)) {
    return invalidInput('Invalid binding:profile. capabilities must be of type list.');
  }
  const set = SETS.find((each) => Object.keys(each).some((key) => profile[key] !== undefined));
  if (set === undefined) return ok(undefined);
  const keys = Object.keys(set);
  if (keys.some((key) => profile[key] === undefined)) {
    const text = `dict_keys([${keys.map((key) => `'${key}'`).join(', ')}])`;
    return invalidInput(`Invalid binding:profile. ${text} are all required`);
  }
  for (const [key, type] of Object.entries(set)) {
    const value = profile[key];
    if (typeof value === type && (type === 'string' || Number.isInteger(value))) continue;
    return invalidInput(
      `Invalid binding:profile. ${key} ${typeof value === 'string' ? value : JSON.stringify(value)} value invalid type`,
    );
  }
  const { parent_name: parent, tag } = profile;
  if (typeof parent === 'string' && set.parent_name !== undefined && find(host.neutron, 'Port', parent) === undefined) {
    return notFound.port(parent);
  }
  if (typeof tag === 'number' && (tag < 0 || tag > 4095)) {
    return invalidInput(`Invalid binding:profile. tag "${tag}" must be an integer between 0 and 4095, inclusive`);
  }
  return ok(undefined);
}
