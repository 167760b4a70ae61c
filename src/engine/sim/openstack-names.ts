/** The daemons of OpenStack that a deployment may have. */
export type OpenStackDaemon = 'neutron-server' | 'nova';

export function isOpenStack(name: string): name is OpenStackDaemon {
  return name === 'neutron-server' || name === 'nova';
}
