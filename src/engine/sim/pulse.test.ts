import { expect, test, vi } from 'vitest';
import { finishWork } from '../base';
import { releaseById, Deployment } from '../releases';
import { INTEGRATION_BRIDGE } from '../controller';
import type { RowEdit } from '../ovsdb';

/** Long work is never silent: signs of life are counted against what was done, so that no clock is needed. */
const PORTS = 1_500;

function lab(): { readonly deployment: Deployment; readonly pulses: () => number } {
  const release = releaseById('2015-08');
  if (release === undefined) throw new Error('There is no release 2015-08.');
  const deployment = new Deployment({ release, seed: 1 });
  deployment.addMachine('hv1', { systemId: 'hv1', encapType: 'geneve', encapIp: '10.0.0.1', bridge: true });
  deployment.settle();
  const pulse = vi.fn();
  deployment.pulse = pulse;
  const pulses = () => {
    const count = pulse.mock.calls.length;
    pulse.mockClear();
    return count;
  };
  return { deployment, pulses };
}

function addPorts(deployment: Deployment): void {
  const ops = deployment.release.northbound;
  const sw = deployment.plannedUuid(0);
  const edits: RowEdit[] = [...ops.addSwitch(sw, 'sw0')];
  expect(deployment.commitNorthbound(edits, 'adds a switch').ok).toBe(true);
  const ports = Array.from({ length: PORTS }, (_, index) => ({
    uuid: deployment.plannedUuid(index),
    name: `port${index}`,
    macs: [`02:00:00:00:${hex(index >> 8)}:${hex(index & 255)}`],
  }));
  expect(deployment.commitNorthbound(ops.addPorts(deployment.nb, sw, ports), 'adds ports').ok).toBe(true);
}

const hex = (byte: number) => byte.toString(16).padStart(2, '0');

test('a commit, every run of a daemon, and undoing give signs of life', () => {
  const { deployment, pulses } = lab();
  addPorts(deployment);
  expect(pulses()).toBeGreaterThan((2 * PORTS) / 1_000 - 2);

  expect(deployment.next?.daemon).toBe('ovn-northd');
  deployment.step();
  const rows = deployment.sb.rows('Pipeline').size;
  expect(rows).toBeGreaterThan(PORTS);
  // The ports are read and compiled, the rows are compared, committed, and so become real.
  expect(pulses()).toBeGreaterThan((2 * PORTS + rows) / 500 + (2 * rows) / 1_000 - 4);

  while (deployment.next !== undefined && deployment.next.daemon !== 'ovn-controller@hv1') deployment.step();
  pulses();
  deployment.step();
  expect(pulses()).toBeGreaterThan(rows / 250 - 2);

  while (deployment.next !== undefined && deployment.next.daemon !== 'ovs-vswitchd@hv1') deployment.step();
  pulses();
  deployment.step();
  const flows = deployment.machines.get('hv1')?.bridges.get(INTEGRATION_BRIDGE)?.flowCount ?? 0;
  expect(flows).toBeGreaterThan(PORTS);
  expect(pulses()).toBeGreaterThan(flows / 1_000 - 2);

  deployment.settle();
  pulses();
  deployment.undo();
  expect(pulses()).toBeGreaterThan((flows + rows + PORTS) / 1_000);
});

test('a run that is let go is done again from the beginning', () => {
  const [left, right] = [lab().deployment, lab().deployment];
  for (const deployment of [left, right]) addPorts(deployment);
  for (let events = 0; events < 6; events += 1) {
    // As long as there is something in the middle of which it can be let go.
    const work = left.stepping();
    for (let piece = 0; piece < 3; piece += 1) if (work.next().done === true) break;
    if (left.next === undefined) break;
  }
  left.settle();
  finishWork(right.settling());
  const flows = (deployment: Deployment) =>
    deployment.machines
      .get('hv1')
      ?.bridges.get(INTEGRATION_BRIDGE)
      ?.flows.map(({ given }) => given);
  expect(left.sb.rows('Pipeline').size).toBe(right.sb.rows('Pipeline').size);
  expect(flows(left)).toHaveLength(flows(right)?.length ?? 0);
  expect(left.position).toBe(right.position);
});
