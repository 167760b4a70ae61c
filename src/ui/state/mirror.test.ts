import { describe, expect, test } from 'vitest';
import { createSession } from '../bridge/session';
import type { Update } from '../bridge';
import { northboundKey, southboundKey } from '../bridge';
import { applyUpdate, emptyMirror, tableKey } from './mirror';
import type { Mirror } from './mirror';

const refuse = () => Promise.reject(new Error('not used here'));

/** A session without a worker, and a mirror that follows it. */
function start() {
  const session = createSession({ compression: { deflate: refuse, inflate: refuse } });
  const updates: Update[] = [];
  let mirror: Mirror = emptyMirror;
  session.subscribe((update) => {
    updates.push(update);
    mirror = applyUpdate(mirror, update);
  });
  return { session, updates, mirror: () => mirror };
}

/** What a page that opened just now would see. */
function fresh(session: ReturnType<typeof start>['session']): Mirror {
  let mirror: Mirror = emptyMirror;
  session.subscribe((update) => {
    mirror = applyUpdate(mirror, update);
  });
  return mirror;
}

describe('the mirror', () => {
  test('holds the article’s network after the first update', () => {
    const { mirror } = start();
    expect(
      mirror().model.switches.map((sw) => [
        sw.name,
        sw.ports.map((port) => `${port.name} ${port.up === true ? 'up' : 'down'} on ${port.machine ?? 'nothing'}`),
      ]),
    ).toEqual([['sw0', ['sw0-port1 up on hv1', 'sw0-port2 up on hv2']]]);
    expect(mirror().tables.get(tableKey('OVN_Southbound', 'Pipeline'))?.size).toBe(11);
    expect(
      mirror().model.machines.map(
        ({ name, tunnels }) => `${name} to ${tunnels.map((tunnel) => tunnel.peer ?? '?').join()}`,
      ),
    ).toEqual(['hv1 to hv2', 'hv2 to hv1']);
  });

  test('follows changes to the same state that a fresh page would see', async () => {
    const { session, mirror } = start();
    for (const line of [
      'ovn-nbctl lswitch-add sw1',
      'ovn-nbctl lport-add sw1 p1',
      'ovs-vsctl add-port br-int vif9 -- set interface vif9 external-ids:iface-id=p1',
      'ovn-nbctl lport-del sw0-port2',
      'sim_add hv3',
      'sim_del hv2',
    ]) {
      expect(await session.run(line, 'hv1')).toMatchObject({ status: 0, stderr: '' });
    }
    await session.undo();
    await session.undo();
    await session.redo();
    await session.goTo(mirror().history.position - 2);
    expect(stateOf(mirror())).toEqual(stateOf(fresh(session)));
  });

  test('keeps the identity of what did not change', async () => {
    const { session, mirror } = start();
    const before = mirror();
    await session.rename('Another name');
    expect(mirror().tables).toBe(before.tables);
    expect(mirror().flows).toBe(before.flows);
    expect(mirror().model).toBe(before.model);
    expect(mirror().daemons).toBe(before.daemons);
  });

  test('lights up what a row was made from and what it became', () => {
    const { session, mirror } = start();
    const { items } = session.pipelineRows({ datapath: null, filter: 'inport == "sw0-port1"' }, { start: 0, count: 9 });
    const row = items.flatMap((item) => (item.kind === 'row' ? item.value : []))[0];
    const port = mirror().model.switches[0]?.ports[0];
    if (!row || !port) throw new Error('The article has both');
    const lit = session.related(southboundKey(row.uuid));
    expect(lit).toContain(northboundKey(port.uuid));
    expect(
      Array.from(lit)
        .filter((key) => key.startsWith('flow:'))
        .map((key) => key.split(',').slice(0, 2).join()),
    ).toEqual(['flow:hv1:16,50', 'flow:hv2:16,50']);
    expect(session.related(northboundKey(port.uuid))).toContain(southboundKey(row.uuid));
  });
});

/** All but how often and how lately the mirror changed. */
function stateOf(mirror: Mirror): unknown {
  const sizes = (extents: Mirror['tables']) => new Map(Array.from(extents, ([key, { size }]) => [key, size]));
  return sorted({
    ...mirror,
    version: 0,
    tables: sizes(mirror.tables),
    flows: sizes(mirror.flows),
    log: mirror.log.size,
  });
}

/** Maps have an order that a patched one need not share with a fresh one. */
function sorted(value: unknown): unknown {
  if (value instanceof Map)
    return Array.from(value, ([key, inner]) => [String(key), sorted(inner)] as const).sort(([a], [b]) =>
      a < b ? -1 : 1,
    );
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sorted(inner)]));
  return value;
}
