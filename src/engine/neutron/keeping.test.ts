import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeLink, encodeLink, exportScenario, openScenario, type Compression } from '../scenario';
import { snapshot } from '../sim/testing';
import { cloud } from './testing';

const compression: Compression = {
  deflate: (bytes) => Promise.resolve(new Uint8Array(deflateRawSync(bytes))),
  inflate: (bytes, limit) => Promise.resolve(new Uint8Array(inflateRawSync(bytes, { maxOutputLength: limit }))),
};

const EXTRAS = { name: 'a cloud', packets: [], positions: {} };

/** A server that waits, a container's port, and a neutron-server that does not reach OVN. */
function busy(release: '2015-04' | '2015-08') {
  const world = cloud(release, { portStatus: 'up' });
  const network = world.make('networks', 'network', { name: 'private' });
  world.make('subnets', 'subnet', { network_id: network.id, cidr: '10.0.0.0/24', ip_version: 4 });
  const port = world.make('ports', 'port', { network_id: network.id, name: 'p1' });
  const profile = { parent_name: port.id, tag: 42 };
  world.make('ports', 'port', { network_id: network.id, 'binding:profile': profile });
  world.boot('vm1', [{ kind: 'port', id: port.id! }]);
  world.deployment.setDaemon('ovn-northd', { status: 'paused' });
  world.boot('vm2', [{ kind: 'net', id: network.id! }]);
  world.deployment.openstack.setConnected(false);
  return world;
}

describe.each(['2015-04', '2015-08'] as const)('a deployment of %s with Neutron and Nova', (release) => {
  it('opens as it was saved, and goes on alike', () => {
    const { deployment } = busy(release);
    const saved = exportScenario(deployment, EXTRAS);
    const opened = openScenario(saved);
    if (!opened.ok) throw new Error(opened.error.message);
    const again = opened.value.deployment;
    expect(exportScenario(again, EXTRAS)).toEqual(saved);
    for (const each of [deployment, again]) {
      each.setDaemon('ovn-northd', { status: 'running' });
      each.openstack.setConnected(true);
      each.settle();
    }
    expect({ ...snapshot(again), log: [] }).toEqual({ ...snapshot(deployment), log: [] });
  });

  it('fits into a link', async () => {
    const { deployment } = busy(release);
    const scenario = exportScenario(deployment, EXTRAS, { shortest: true });
    const link = await encodeLink({ scenario, extras: {} }, compression);
    if (!link.ok) throw new Error(link.error.message);
    expect(await decodeLink(link.value, compression)).toEqual({ ok: true, value: { scenario, extras: {} } });
  });

  it('goes back and forth in time', () => {
    const { deployment } = busy(release);
    const end = deployment.position;
    const after = snapshot(deployment);
    while (deployment.undo());
    expect(deployment.database('Nova')?.rows('Server').size).toBe(0);
    expect(deployment.nb.rows('Logical_Switch').size).toBe(0);
    deployment.goTo(end);
    expect(snapshot(deployment)).toEqual(after);
  });
});
