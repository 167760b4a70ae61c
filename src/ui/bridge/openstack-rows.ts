/** Rows of Neutron and Nova, and the northbound rows that they have become: to be lit up both ways. */
import { aclOrigin, aclsOfRule, allOf, findIn } from '../../engine/neutron';
import { serverOf, serversOf } from '../../engine/nova';
import { getString } from '../../engine/ovsdb';
import type { Deployment } from '../../engine/releases';
import type { RowRef, Uuid } from './protocol';

const NEUTRON = 'Neutron';
const NOVA = 'Nova';
/** A switch is called after its network. */
const SWITCH = 'neutron-';

/** The northbound rows that exist because of a row of Neutron or Nova. */
export function northboundOf(deployment: Deployment, db: string, uuid: Uuid): readonly Uuid[] {
  const { nb, release } = deployment;
  const [neutron, nova] = [deployment.database(NEUTRON), deployment.database(NOVA)];
  const portNamed = (name: string) => nb.find(release.northbound.portTable, 'name', name)?._uuid ?? [];
  if (db === NOVA && nova) return serverOf(nova, uuid)?.vifs.flatMap(({ port }) => portNamed(port)) ?? [];
  if (db !== NEUTRON || !neutron) return [];
  if (findIn(neutron, 'Network', uuid)) return [nb.find('Logical_Switch', 'name', SWITCH + uuid)?._uuid ?? []].flat();
  if (findIn(neutron, 'Port', uuid)) return [portNamed(uuid)].flat();
  return release.neutron === undefined ? [] : aclsOfRule(neutron, nb, release.neutron, uuid);
}

/** The rows of Neutron and Nova that a northbound row exists because of. */
export function openstackOf(deployment: Deployment, uuid: Uuid): readonly RowRef[] {
  const { nb, release } = deployment;
  const [neutron, nova] = [deployment.database(NEUTRON), deployment.database(NOVA)];
  if (neutron === undefined || release.neutron === undefined) return [];
  const ref = (table: string, id: Uuid): RowRef => ({ db: NEUTRON, table, uuid: id });
  const acl = nb.row('ACL', uuid);
  if (acl !== undefined) {
    const origin = aclOrigin(neutron, release.neutron, acl);
    if (origin === undefined) return [];
    const { rules, groups } = origin;
    if (rules.length === 0) return groups.map(({ id }) => ref('Security_Group', id));
    return rules.map(({ id }) => ref('Security_Group_Rule', id));
  }
  const port = nb.row(release.northbound.portTable, uuid);
  if (port !== undefined) {
    const own = findIn(neutron, 'Port', getString(port, 'name'));
    const servers = own && nova ? serversOf(nova).filter(({ vifs }) => vifs.some((vif) => vif.port === own.id)) : [];
    return own ? [ref('Port', own.id), ...servers.map(({ id }) => ({ db: NOVA, table: 'Server', uuid: id }))] : [];
  }
  const sw = nb.row('Logical_Switch', uuid);
  const network = sw && allOf(neutron, 'Network').find(({ id }) => SWITCH + id === getString(sw, 'name'));
  return network ? [ref('Network', network.id)] : [];
}
