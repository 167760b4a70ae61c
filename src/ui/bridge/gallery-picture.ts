/** What a picture of a gallery entry is drawn from: its switches, their ports, and where each is plugged in. */
import { finishWork } from '../../engine/base';
import { allOf } from '../../engine/neutron';
import { getMapString } from '../../engine/ovsdb';
import { beginning, galleryScenario } from '../../engine/scenario';
import { NEUTRON } from '../../engine/sim';
import type { Deployment } from '../../engine/releases';
import type { GalleryPicture } from './protocol';

/** Networks do not change while a page is open. */
const made = new Map<string, GalleryPicture | null>();

export function galleryPicture(id: string): GalleryPicture | null {
  const known = made.get(id);
  if (known !== undefined) return known;
  const document = galleryScenario(id);
  const begun = document && finishWork(beginning(document, { evenIfCostly: true }));
  const picture = begun?.ok === true ? pictureOf(begun.value.scenario.deployment) : null;
  made.set(id, picture);
  return picture;
}

function pictureOf(deployment: Deployment): GalleryPicture {
  const { nb, release, machines } = deployment;
  const neutron = deployment.database(NEUTRON);
  const networks = neutron === undefined ? [] : allOf(neutron, 'Network');
  const place = new Map<string, string>();
  for (const { name, ovs } of machines.values()) {
    for (const row of ovs.rows('Interface').values()) {
      const port = getMapString(row, 'external_ids', 'iface-id');
      if (port !== undefined) place.set(port, name);
    }
  }
  return {
    machines: Array.from(machines.keys()),
    switches: release.northbound.switches(nb).map(({ uuid, name }) => ({
      name: networks.find(({ id }) => name === `neutron-${id}`)?.name ?? name,
      ports: release.northbound.portsOf(nb, uuid).map((port) => ({
        name: port.name,
        machine: place.get(port.parent ?? port.name) ?? null,
      })),
    })),
  };
}
