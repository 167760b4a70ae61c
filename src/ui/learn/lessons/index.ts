/** All lessons, in the order in which they are best taken. */
import type { Lesson } from '../lesson';
import { article } from './article';
import { containers } from './containers';
import { daemons } from './daemons';
import { migration } from './migration';
import { neutron } from './neutron';
import { neutronContainers } from './neutron-containers';
import { neutronSync } from './neutron-sync';
import { portSecurity } from './port-security';
import { securityGroups } from './security-groups';
import { tenants } from './tenants';
import { unknown } from './unknown';
import { vifPlugged } from './vif-plugged';

export const lessons: readonly Lesson[] = [
  article,
  portSecurity,
  migration,
  unknown,
  tenants,
  containers,
  daemons,
  neutron,
  vifPlugged,
  neutronContainers,
  securityGroups,
  neutronSync,
];
