/** The calls on /v2.0/trunks. */
import { ok, type Result, type Uuid } from '../../../base';
import { attribute, BOTH, boolean, integer, isBody, list, NEEDED, ONCE, readBody, text } from '../../attributes';
import { refuse, type NeutronError } from '../../errors';
import { setParent } from '../ovn/ports';
import { SUBPORT } from '../devices';
import { notFound } from '../errors';
import { all, deletion, find, insertion, serverOf, update, type Port, type Subport, type Trunk } from '../tables';
import type { After, Outcome, ZedHost } from '../server';

const ATTRIBUTES = {
  name: attribute(text, BOTH),
  description: attribute(text, BOTH),
  port_id: attribute(text, NEEDED),
  admin_state_up: attribute(boolean, BOTH),
  sub_ports: attribute(list(subportBody), ONCE),
  tenant_id: attribute(text, ONCE),
  project_id: attribute(text, ONCE),
};

interface SubportBody {
  readonly port_id: string;
  readonly segmentation_type: string;
  readonly segmentation_id: number;
}

function subportBody(value: unknown): Result<SubportBody, string> {
  const given = isBody(value) ? value : {};
  const id = integer(given.segmentation_id ?? 0);
  if (typeof given.port_id !== 'string' || !id.ok)
    return { ok: false, error: `'${JSON.stringify(value)}' is not a valid subport` };
  const { segmentation_type: type = 'vlan' } = given;
  return ok({
    port_id: given.port_id,
    segmentation_type: typeof type === 'string' ? type : 'vlan',
    segmentation_id: id.value,
  });
}

export function createTrunk(host: ZedHost, body: unknown): Outcome {
  const given = readBody(body, 'trunk', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { value } = given;
  const parent = find(host.neutron, 'Port', value.port_id ?? '');
  if (parent === undefined) return notFound.port(value.port_id ?? '');
  if (all(host.neutron, 'Trunk').some(({ port_id }) => port_id === parent.id)) {
    return refuse(
      409,
      'ParentPortInUse',
      `Port ${parent.id} is currently in use and is not eligible for use as a parent port.`,
    );
  }
  const trunk: Trunk = {
    id: host.newUuid(),
    name: value.name ?? '',
    description: value.description ?? '',
    project_id: value.project_id ?? value.tenant_id ?? serverOf(host.neutron).project_id,
    revision_number: 1,
    port_id: parent.id,
    admin_state_up: value.admin_state_up ?? true,
    status: 'ACTIVE',
  };
  host.commit([insertion('Trunk', trunk)]);
  const added = addAll(host, trunk, value.sub_ports ?? []);
  return added.ok ? ok({ status: 201, body: { trunk: trunkDict(host, trunk) }, after: added.value }) : added;
}

export function updateTrunk(host: ZedHost, id: string, body: unknown): Outcome {
  const before = find(host.neutron, 'Trunk', id);
  if (before === undefined) return notFound.trunk(id);
  const given = readBody(body, 'trunk', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  const { name, description, admin_state_up } = given.value;
  host.commit(
    update(host.neutron, 'Trunk', before.id, {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(admin_state_up !== undefined && { admin_state_up }),
    }),
  );
  return ok({ status: 200, body: { trunk: trunkDict(host, find(host.neutron, 'Trunk', id) ?? before) } });
}

export function deleteTrunk(host: ZedHost, id: string): Outcome {
  const trunk = find(host.neutron, 'Trunk', id);
  if (trunk === undefined) return notFound.trunk(id);
  const parent = find(host.neutron, 'Port', trunk.port_id);
  if (
    parent !== undefined &&
    parent.device_id !== '' &&
    parent['binding:vif_type'] === 'ovs' &&
    parent.status === 'ACTIVE'
  ) {
    return refuse(409, 'TrunkInUse', `Trunk ${id} is currently in use.`);
  }
  const after = subportsOf(host, trunk.id).map((subport) => remove(host, subport));
  host.commit([deletion('Trunk', trunk.id)]);
  return ok({ status: 204, body: null, after });
}

export function addSubports(host: ZedHost, id: string, body: unknown): Outcome {
  const trunk = find(host.neutron, 'Trunk', id);
  if (trunk === undefined) return notFound.trunk(id);
  const given = list(subportBody)(isBody(body) ? body.sub_ports : undefined);
  if (!given.ok) return refuse(400, 'HTTPBadRequest', `Invalid input for sub_ports. Reason: ${given.error}.`);
  const added = addAll(host, trunk, given.value);
  return added.ok ? ok({ status: 200, body: trunkDict(host, trunk), after: added.value }) : added;
}

export function removeSubports(host: ZedHost, id: string, body: unknown): Outcome {
  const trunk = find(host.neutron, 'Trunk', id);
  if (trunk === undefined) return notFound.trunk(id);
  const given = list((each) => (isBody(each) ? text(each.port_id) : text(undefined)))(
    isBody(body) ? body.sub_ports : undefined,
  );
  if (!given.ok) return refuse(400, 'HTTPBadRequest', `Invalid input for sub_ports. Reason: ${given.error}.`);
  const held = subportsOf(host, trunk.id);
  const after: After[] = [];
  for (const port of given.value) {
    const subport = held.find(({ port_id }) => port_id === port);
    if (subport === undefined)
      return refuse(404, 'SubPortNotFound', `SubPort on trunk ${id} with parent port ${port} could not be found.`);
    after.push(remove(host, subport));
  }
  return ok({ status: 200, body: trunkDict(host, trunk), after });
}

export function trunkDict(host: Pick<ZedHost, 'neutron'>, trunk: Trunk): Record<string, unknown> {
  return { ...trunk, tenant_id: trunk.project_id, sub_ports: subportsOf(host, trunk.id).map(subportDict) };
}

export function subportDict({ port_id, segmentation_type, segmentation_id }: Subport) {
  return { port_id, segmentation_type, segmentation_id };
}

export function subportsOf({ neutron }: Pick<ZedHost, 'neutron'>, trunk: Uuid): readonly Subport[] {
  return all(neutron, 'Subport').filter(({ trunk_id }) => trunk_id === trunk);
}

function addAll(host: ZedHost, trunk: Trunk, bodies: readonly SubportBody[]): Result<readonly After[], NeutronError> {
  const after: After[] = [];
  for (const { port_id, segmentation_type, segmentation_id } of bodies) {
    const port = find(host.neutron, 'Port', port_id);
    if (port === undefined) return notFound.port(port_id);
    if (port.id === trunk.port_id || all(host.neutron, 'Subport').some((each) => each.port_id === port.id)) {
      return refuse(409, 'PortInUseAsSubPort', `Port ${port.id} is currently in use as a subport.`);
    }
    if (
      subportsOf(host, trunk.id).some(
        (each) => each.segmentation_id === segmentation_id && each.segmentation_type === segmentation_type,
      )
    ) {
      const message = `segmentation_type ${segmentation_type} and segmentation_id ${segmentation_id} already in use on trunk ${trunk.id}.`;
      return refuse(409, 'DuplicateSubPort', message);
    }
    const subport: Subport = {
      id: host.newUuid(),
      trunk_id: trunk.id,
      port_id: port.id,
      segmentation_type,
      segmentation_id,
    };
    host.commit([insertion('Subport', subport)]);
    const parent = { name: trunk.port_id, tag: segmentation_id };
    const status = find(host.neutron, 'Port', trunk.port_id)?.status ?? port.status;
    host.commit(
      update(host.neutron, 'Port', port.id, {
        device_owner: SUBPORT,
        status,
        'binding:vif_type': 'ovs',
        'binding:profile': { ...port['binding:profile'], parent_name: trunk.port_id, tag: segmentation_id },
      }),
    );
    after.push(() => setParent(host, port.id, parent));
  }
  return ok(after);
}

/** Within a step: what follows from it. */
function remove(host: ZedHost, subport: Subport): After {
  const port = find(host.neutron, 'Port', subport.port_id);
  host.commit([deletion('Subport', subport.id), ...(port === undefined ? [] : freed(host, port))]);
  return () => setParent(host, subport.port_id, undefined);
}

function freed(host: ZedHost, port: Port) {
  const profile = Object.entries(port['binding:profile']).filter(([key]) => key !== 'parent_name' && key !== 'tag');
  return update(host.neutron, 'Port', port.id, {
    device_owner: '',
    'binding:vif_type': 'unbound',
    'binding:profile': Object.fromEntries(profile),
  });
}
