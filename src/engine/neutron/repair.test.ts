/**
 * After any calls of the API and any failures, and a repair, OVN has what a driver that
 * starts with an empty database would write, with the exceptions of the day: rows that
 * exist on both sides are not compared, so that an update that was lost stays lost; and
 * in August a port that is made again has no parent and no tag. ACLs are compared where
 * nothing was called while neutron-server was cut off: those of ports that both sides
 * have are not made anew.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driverOf, synchronize } from '.';
import { Database, type Row } from '../ovsdb';
import { createRandom } from '../base';
import { transactNorthbound } from './server';
import { all } from './tables';
import { cloud, type Cloud } from './testing';

type Deed = readonly [name: keyof typeof DEEDS, a: number, b: number];

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

/** What has been written over or past Neutron, so that a repair cannot know of it. */
interface Story {
  readonly world: Cloud;
  readonly updated: Set<string>;
  /** Something was called that OVN could not hear of. */
  unheard: boolean;
}

const networks = ({ world }: Story) => all(world.deployment.database('Neutron')!, 'Network');
const ports = ({ world }: Story) => all(world.deployment.database('Neutron')!, 'Port');

const DEEDS = {
  addNetwork: ({ world }, a) => void world.call('POST', 'networks', { network: { name: `n${a % 3}` } }),
  addPort: (story, a, b) => {
    const network = at(networks(story), a);
    const parent = b % 3 === 0 ? at(ports(story), b) : undefined;
    const profile = parent === undefined ? {} : { 'binding:profile': { parent_name: parent.id, tag: 1 + (b % 9) } };
    story.world.call('POST', 'ports', { port: { network_id: network?.id ?? '', name: `p${b % 3}`, ...profile } });
  },
  delNetwork: (story, a) => void story.world.call('DELETE', `networks/${at(networks(story), a)?.id ?? ''}`),
  delPort: (story, a) => void story.world.call('DELETE', `ports/${at(ports(story), a)?.id ?? ''}`),
  rename: (story, a, b) => {
    const port = at(ports(story), a);
    if (port === undefined) return;
    if (!story.world.deployment.openstack.connected) story.updated.add(port.id);
    story.world.call('PUT', `ports/${port.id}`, {
      port: { name: `q${b % 3}`, 'binding:profile': port['binding:profile'] },
    });
  },
  addRule: ({ world }, a, b) => {
    const [group] = all(world.deployment.database('Neutron')!, 'Security_Group');
    const remote = b % 2 === 0 ? { remote_group_id: group?.id } : { remote_ip_prefix: `10.0.${a % 3}.0/24` };
    const rule = { security_group_id: group?.id ?? '', direction: a % 2 === 0 ? 'ingress' : 'egress', ...remote };
    world.call('POST', 'security-group-rules', {
      security_group_rule: { ...rule, protocol: 'tcp', port_range_min: 1 + (b % 3), port_range_max: 9 },
    });
  },
  delRule: ({ world }, a) => {
    const rule = at(all(world.deployment.database('Neutron')!, 'Security_Group_Rule'), a);
    world.call('DELETE', `security-group-rules/${rule?.id ?? ''}`);
  },
  setGroups: (story, a, b) => {
    const [group] = all(story.world.deployment.database('Neutron')!, 'Security_Group');
    const port = at(ports(story), a);
    if (port === undefined || group === undefined) return;
    const security_groups = b % 2 === 0 ? [] : [group.id];
    story.world.call('PUT', `ports/${port.id}`, {
      port: { security_groups, 'binding:profile': port['binding:profile'] },
    });
  },
  cut: ({ world }, a) => void world.deployment.openstack.setConnected(a % 2 === 0),
  undo: ({ world }, a) => {
    if (a % 3 === 0) world.deployment.undo();
  },
  deleteByHand: ({ world }, a) => {
    const { deployment } = world;
    const row = at([...deployment.nb.rows('Logical_Port').values()], a);
    if (row === undefined) return;
    deployment.commitNorthbound(
      deployment.release.northbound.delPort(deployment.nb, row._uuid),
      'deletes a row by hand',
    );
    deployment.settle();
  },
  addByHand: ({ world }, a) => {
    const { deployment } = world;
    const uuid = deployment.plannedUuid(0);
    deployment.commitNorthbound(deployment.release.northbound.addSwitch(uuid, `hand${a % 2}`), 'adds a switch by hand');
    deployment.settle();
  },
} satisfies Record<string, (story: Story, a: number, b: number) => void>;

const deeds = fc.array(
  fc.tuple(fc.constantFrom(...(Object.keys(DEEDS) as (keyof typeof DEEDS)[])), fc.nat(60), fc.nat(60)),
  { maxLength: 14 },
) as fc.Arbitrary<Deed[]>;

/** Without UUIDs, without what northd writes; a switch's own ports by name. */
function contents(nb: Database, story: Story): unknown {
  const marked = (row: Row, mark: string) => JSON.stringify(row.external_ids).includes(mark);
  const named = (table: string, mark: string) => [...nb.rows(table).values()].filter((row) => marked(row, mark));
  const owner = (port: Row) =>
    typeof port.lswitch === 'string'
      ? nb.rows('Logical_Switch').get(port.lswitch as Row['_uuid'])?.name
      : [...nb.rows('Logical_Switch').values()].find((sw) => (sw.ports as readonly string[]).includes(port._uuid))
          ?.name;
  return {
    switches: named('Logical_Switch', 'neutron:network_name')
      .map(({ name, external_ids }) => JSON.stringify([name, external_ids]))
      .sort(),
    ports: named('Logical_Port', 'neutron:port_name')
      .map((row) => {
        const lost = story.updated.has(String(row.name));
        const { name, macs, port_security, enabled, external_ids } = row;
        return JSON.stringify([
          name,
          owner(row),
          macs,
          port_security,
          enabled,
          lost ? 'an update was lost' : external_ids,
        ]);
      })
      .sort(),
  };
}

/** What of the ACLs does not depend on which rows they are. */
function aclsOf(nb: Database): readonly string[] {
  return [...nb.rows('ACL').values()]
    .map(({ priority, match, action, external_ids }) => JSON.stringify([priority, match, action, external_ids]))
    .sort();
}

const SILENT: ReadonlySet<string> = new Set(['cut', 'undo', 'deleteByHand', 'addByHand']);

/** What the driver writes into a database in which there is nothing. */
function afresh({ deployment }: Cloud): Database {
  const neutron = deployment.database('Neutron')!;
  const northbound = new Database(deployment.release.schemas.nb, createRandom(1));
  const driver = driverOf(neutron, deployment.release.neutron!);
  const host = {
    neutron,
    northbound,
    driver,
    random: createRandom(2),
    connected: true,
    step: <T>(_: string, body: () => T) => body(),
    commit: () => undefined,
    transact(edits: Parameters<Database['commit']>[0]) {
      const done = northbound.commit(edits);
      return done.ok ? ({ ok: true, value: undefined } as const) : ({ ok: false, error: done.error.message } as const);
    },
    newUuid: () => northbound.newUuid(),
    log: () => undefined,
    runLater: () => undefined,
  };
  const create = [
    ...all(neutron, 'Network').map(
      (network) => ({ kind: 'network', event: 'create', network, attributes: [] }) as const,
    ),
    ...all(neutron, 'Port').map((port) => ({ kind: 'port', event: 'create', port, attributes: [] }) as const),
  ];
  for (const change of create) for (const each of driver.transactions(change, neutron)) transactNorthbound(host, each);
  return northbound;
}

describe.each([
  ['2015-04', 'ovn-2015-05-14', ''],
  ['2015-08', 'ovn-2015-08-03', ''],
  ['2015-04', 'ovn-2015-05-14', 'designed-corrected'],
  ['2015-08', 'ovn-2015-08-03', 'october-2015'],
] as const)('%s with %s, security groups “%s”', (release, driver, securityGroups) => {
  it('after a repair OVN has what a fresh driver would write', () => {
    fc.assert(
      fc.property(deeds, fc.nat(1000), (story, seed) => {
        const world = cloud(release, { driver, syncMode: 'off', securityGroups }, seed);
        const told: Story = { world, updated: new Set(), unheard: false };
        for (const [name, a, b] of story) {
          told.unheard ||= !SILENT.has(name) && !world.deployment.openstack.connected;
          DEEDS[name](told, a, b);
        }
        const { deployment } = world;
        deployment.openstack.setConnected(true);
        const repair = () =>
          deployment.action(() =>
            deployment.openstack.withNeutron((host) => synchronize(host, host.driver.sync!, 'repair')),
          );
        // Where ports point to their switch, those of a switch that goes go first: with the repair before.
        repair();
        repair();
        const fresh = afresh(world);
        expect(contents(deployment.nb, told)).toEqual(contents(fresh, told));
        if (!told.unheard) expect(aclsOf(deployment.nb)).toEqual(aclsOf(fresh));
        const third = deployment.position;
        expect(repair()).toEqual([]);
        expect(deployment.history.slice(third).flatMap(({ changes }) => changes)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
