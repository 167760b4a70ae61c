/** Lines of neutron and nova that lessons have in common. */

/** The id of a port, as people of the day put it into other commands. */
export const portId = (name: string) => `$(neutron port-show -f value -F id ${name})`;

/** A server on a hypervisor, with a port that was made before. */
export const boot = (name: string, host: string) =>
  `nova boot --flavor m1.nano --image cirros --availability-zone nova:${host} --nic port-id=${portId(name)} ${name}`;

export const portCreate = (name: string, network: string, options = '') =>
  `neutron port-create --name ${name}${options === '' ? '' : ` ${options}`} ${network}`;

export const send = (from: string, to: string, kind = 'ping') => `send ${portId(from)} ${kind} to=${portId(to)}`;
