import type { Deployment } from '../releases';
import { describe, expect, it } from 'vitest';
import { exportScenario } from '../scenario';
import { MAC_1, MAC_2, MAC_3, network, packet, traced } from '../scenario/testing';
import type { Update } from '../sim';
import type { TraceRequest } from '../trace';
import type { Edit } from '../network';
import { performEdits } from './perform-edit';
import { whatIf } from './what-if';
import type { WhatIf } from './what-if';

const request = (bytes = packet('ping')): TraceRequest => ({ machine: 'hv1', iface: 'vif1', bytes });

function supposed(deployment: Deployment, ...edits: readonly Edit[]): WhatIf {
  const answer = whatIf(deployment, request(), { edits });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

const uuidOf = (deployment: Deployment) => deployment.release.northbound.switches(deployment.nb)[0]!.uuid;

const aclFor = (deployment: Deployment, match: string): Edit => ({
  kind: 'addAcl',
  switch: uuidOf(deployment),
  priority: 1000,
  match,
  action: 'drop',
  log: false,
});

/** One of each kind that a person can suppose. */
const suppositions: Readonly<Record<string, (deployment: Deployment) => readonly Edit[]>> = {
  'an ACL': (d) => [aclFor(d, 'ip4')],
  'an address': () => [{ kind: 'setMacs', port: 'sw0-port2', macs: [MAC_3] }],
  'port security': () => [{ kind: 'setPortSecurity', port: 'sw0-port1', portSecurity: [MAC_3] }],
  'a binding': () => [{ kind: 'migrate', port: 'sw0-port2', from: 'hv2', to: 'hv1' }],
  'a port that is gone': () => [{ kind: 'deletePort', port: 'sw0-port2' }],
  'a hypervisor that is gone': () => [{ kind: 'deleteMachine', machine: 'hv2' }],
  'several at once': (d) => [aclFor(d, 'tcp'), { kind: 'unplug', port: 'sw0-port2', machine: 'hv2' }],
};

describe('what if', () => {
  it.each(Object.entries(suppositions))('there were %s: it is told, and nothing remains', (_, editsOf) => {
    const deployment = network('2015-08');
    traced(deployment, packet('ping'));
    const updates: Update[] = [];
    deployment.subscribe((update) => updates.push(update));
    const before = everything(deployment);
    const { now, then } = supposed(deployment, ...editsOf(deployment));
    expect(everything(deployment)).toEqual(before);
    expect(updates).toEqual([]);
    expect(now.verdict.sentence).toBe('Delivered to sw0-port2');
    // Done for real, it comes out as was said.
    expect(performEdits(deployment, editsOf(deployment)).ok).toBe(true);
    expect(traced(deployment, packet('ping'))).toEqual(then);
    deployment.undo();
    expect(traced(deployment, packet('ping'))).toEqual(now);
  });

  it('says where the two part', () => {
    const deployment = network('2015-08');
    const { comparison, then, commands } = supposed(deployment, aclFor(deployment, 'ip4'));
    expect(then.verdict.kind).toBe('dropped');
    expect(comparison.steps[comparison.first ?? -1]?.kind).toBe('course');
    expect(commands).toHaveLength(1);
    expect(commands[0]).toContain('ovsdb-client transact');
  });

  it('sends another packet, with the same edits or none', () => {
    const deployment = network('2015-08', {
      ports: [
        { switch: 'sw0', name: 'sw0-port1', macs: [MAC_1], portSecurity: [MAC_1] },
        { switch: 'sw0', name: 'sw0-port2', macs: [MAC_2] },
      ],
    });
    const stranger = request(packet('ping', { ethSrc: '00:00:00:00:00:99' }));
    const answer = whatIf(deployment, request(), { edits: [], request: stranger });
    expect(answer.ok && [answer.value.now.verdict.kind, answer.value.then.verdict.kind]).toEqual([
      'delivered',
      'dropped',
    ]);
  });

  it('follows the port that the packet comes from', () => {
    const deployment = network('2015-08');
    const { moved, then } = supposed(deployment, { kind: 'migrate', port: 'sw0-port1', from: 'hv1', to: 'hv2' });
    expect(moved).toEqual({ machine: 'hv2', iface: 'vif1' });
    expect(then.steps.some(({ kind }) => kind === 'tunnel-out')).toBe(false);
    expect(then.verdict.sentence).toBe('Delivered to sw0-port2');
  });

  it('refuses what the commands refuse, in their words', () => {
    const deployment = network('2015-08');
    const edits: readonly Edit[] = [{ kind: 'setMacs', port: 'nobody', macs: [MAC_1] }];
    expect(whatIf(deployment, request(), { edits })).toMatchObject({
      ok: false,
      error: { code: 'edit-failed', message: expect.stringContaining('nobody') as unknown },
    });
    const gone: Edit = { kind: 'unplug', port: 'sw0-port1', machine: 'hv1' };
    expect(whatIf(deployment, request(), { edits: [gone] })).toMatchObject({ error: { code: 'not-plugged' } });
  });

  it('says which daemons would not act on it', () => {
    const deployment = network('2015-08');
    deployment.setDaemon('ovn-northd', { status: 'paused' });
    const { idle, then } = supposed(deployment, aclFor(deployment, 'ip4'));
    expect(idle).toEqual(['ovn-northd']);
    expect(then.verdict.sentence).toBe('Delivered to sw0-port2');
  });

  it('works in the past and among branches', () => {
    const deployment = network('2015-08');
    performEdits(deployment, [{ kind: 'setMacs', port: 'sw0-port2', macs: [MAC_3] }]);
    deployment.undo();
    const before = everything(deployment);
    expect(supposed(deployment, aclFor(deployment, 'ip4')).then.verdict.kind).toBe('dropped');
    expect(everything(deployment)).toEqual(before);
    expect(deployment.redo()).toBe(true);
    expect(traced(deployment, packet('ping')).verdict.kind).toBe('dropped');
  });
});

describe('several edits as one action', () => {
  it('are all made, and undone together', () => {
    const deployment = network('2015-08');
    const document = saved(deployment);
    const done = performEdits(deployment, [
      { kind: 'setMacs', port: 'sw0-port2', macs: [MAC_3] },
      aclFor(deployment, `eth.dst == ${MAC_3}`),
    ]);
    expect(done).toMatchObject({ ok: true, message: null });
    deployment.undo();
    expect(saved(deployment)).toEqual(document);
  });

  it('are none made when one is refused', () => {
    const deployment = network('2015-08');
    const before = saved(deployment);
    const done = performEdits(deployment, [
      { kind: 'setMacs', port: 'sw0-port2', macs: [MAC_2, MAC_3] },
      { kind: 'deletePort', port: 'nobody' },
    ]);
    expect(done.ok).toBe(false);
    expect(saved(deployment)).toEqual(before);
  });
});

const saved = (deployment: Deployment) => exportScenario(deployment, { name: '', packets: [], positions: {} });

/** All that can be known of a deployment: rows, flows with their counters, history, branches, undo, log, daemons, chance. */
function everything(deployment: Deployment): unknown {
  const { history, branches, position, canUndo, canRedo, log, daemons, next, now, chance } = deployment;
  return {
    ...{ history: [...history], branches, position, canUndo, canRedo, log: [...log], daemons, next, now, chance },
    databases: deployment.databases.map((key) => {
      const database = deployment.database(key);
      const tables = Array.from(database?.schema.tables.keys() ?? []);
      return [key, database?.version, tables.map((table) => Array.from(database?.rows(table).values() ?? []))];
    }),
    machines: Array.from(deployment.machines.values(), (machine) =>
      Array.from(machine.bridges.values(), ({ config, flows, inner }) => [
        config,
        flows.map(({ stats, ...flow }) => [flow, { ...stats }]),
        config.ports.map(({ name }) => machine.counters(name)),
        inner.macs.list(now),
      ]),
    ),
  };
}
