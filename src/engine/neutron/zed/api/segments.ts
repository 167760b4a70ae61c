/** The calls on /v2.0/segments. */
import { ok } from '../../../base';
import { attribute, BOTH, integer, NEEDED, nullable, ONCE, readBody, text } from '../../attributes';
import { refuse } from '../../errors';
import { createSegment as createPort, deleteSegment as deletePort } from '../ovn/networks';
import { notFound } from '../errors';
import { without } from '../shown';
import { deletion, find, insertion, segmentsOf, update, type Segment } from '../tables';
import type { Outcome, ZedHost } from '../server';

const ATTRIBUTES = {
  network_id: attribute(text, NEEDED),
  network_type: attribute(text, NEEDED),
  physical_network: attribute(nullable(text), ONCE),
  segmentation_id: attribute(nullable(integer), ONCE),
  name: attribute(nullable(text), BOTH),
  description: attribute(nullable(text), BOTH),
};

export function createSegment(host: ZedHost, body: unknown): Outcome {
  const given = readBody(body, 'segment', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { value } = given;
  const network = find(host.neutron, 'Network', value.network_id ?? '');
  if (network === undefined) return notFound.network(value.network_id ?? '');
  const segment: Segment = {
    id: host.newUuid(),
    name: value.name ?? '',
    description: value.description ?? '',
    project_id: network.project_id,
    revision_number: 0,
    network_id: network.id,
    network_type: value.network_type ?? 'geneve',
    physical_network: value.physical_network ?? null,
    segmentation_id: value.segmentation_id ?? null,
  };
  host.commit([insertion('Segment', segment)]);
  return ok({ status: 201, body: { segment: segmentDict(segment) }, after: [() => createPort(host, segment)] });
}

export function updateSegment(host: ZedHost, id: string, body: unknown): Outcome {
  const before = find(host.neutron, 'Segment', id);
  if (before === undefined) return notFound.segment(id);
  const given = readBody(body, 'segment', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  const { name, description } = given.value;
  host.commit(
    update(host.neutron, 'Segment', before.id, {
      name: name ?? before.name,
      description: description ?? before.description,
    }),
  );
  return ok({ status: 200, body: { segment: segmentDict(find(host.neutron, 'Segment', id) ?? before) } });
}

export function deleteSegment(host: ZedHost, id: string): Outcome {
  const segment = find(host.neutron, 'Segment', id);
  if (segment === undefined) return notFound.segment(id);
  if (segmentsOf(host.neutron, segment.network_id).length === 1) {
    return refuse(
      409,
      'SegmentInUse',
      `Segment '${id}' cannot be deleted: The segment is the only segment of its network.`,
    );
  }
  host.commit([deletion('Segment', segment.id)]);
  return ok({ status: 204, body: null, after: [() => deletePort(host, segment)] });
}

export function segmentDict(segment: Segment): Record<string, unknown> {
  const { name, description } = segment;
  const shown = without(segment, ['project_id', 'name', 'description']);
  return { ...shown, name: name === '' ? null : name, description: description === '' ? null : description };
}
