/** The days of networking-ovn in 2015: what had been merged by then (docs/neutron.md has the dates). */
import type { Day } from './networking-ovn';

const APRIL: Day = {
  id: 'ovn-2015-04-21',
  title: 'networking-ovn of 21 April 2015',
  summary:
    'The driver of the article’s day. It meant to write the MAC and wrote two letters of it into external_ids instead: macs stays empty, and no port gets a unicast packet.',
  plugin: 'ml2',
  together: false,
  macs: 'slip',
  idAsName: true,
  containers: false,
  portSecurity: false,
  enabled: false,
  missingSwitchIsError: true,
  routers: false,
  profileWithEachUpdate: false,
  timeout: 10,
  sync: null,
};

const APRIL_CORRECTED: Day = {
  ...APRIL,
  id: 'ovn-2015-04-29',
  title: 'networking-ovn of 29 April 2015',
  summary:
    'Eight days after the article: macs holds the MAC, and parent_name and tag of binding:profile make a container’s port. Each command still is a transaction of its own.',
  macs: 'set',
  idAsName: false,
  containers: true,
  missingSwitchIsError: false,
};

const MAY: Day = {
  ...APRIL_CORRECTED,
  id: 'ovn-2015-05-14',
  title: 'networking-ovn of 14 May 2015',
  summary:
    'One transaction for each call, port security by MAC, and the comparison of both databases when neutron-server starts.',
  together: true,
  portSecurity: true,
  sync: {
    defaultMode: 'off',
    words: { network: 'Create network postcommit failed for network', port: 'Create port postcommit failed for port' },
    losesContainers: false,
  },
};

const AUGUST: Day = {
  ...MAY,
  id: 'ovn-2015-08-03',
  title: 'networking-ovn of 3 August 2015',
  summary:
    'No longer a driver of ML2 but a plugin of its own: a refused transaction fails the call, routers are written, ports can be disabled, and every port is ACTIVE as soon as it is made.',
  plugin: 'core',
  enabled: true,
  routers: true,
  profileWithEachUpdate: true,
  missingSwitchIsError: true,
  timeout: 60,
  sync: {
    defaultMode: 'log',
    words: { network: 'Create network failed for network', port: 'Create port failed for port' },
    losesContainers: true,
  },
};

/** For the northbound schema in which ports name their switch. */
export const DAYS_OF_SPRING: readonly Day[] = [APRIL, APRIL_CORRECTED, MAY];

/** For the one in which a switch lists its ports. */
export const DAYS_OF_SUMMER: readonly Day[] = [AUGUST];
