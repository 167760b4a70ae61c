import { describe, expect, it } from 'vitest';
import { GALLERY, galleryScenario, openScenario } from '../scenario';
import { trace } from '../trace';
import { fromHex } from '../../packets';
import type { Deployment } from '../releases';

function lab(): Deployment {
  const opened = openScenario(galleryScenario('article')!);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value.deployment;
}

/** What must not depend on a machine's name: southbound rows, and flows without their ports. */
function shared(d: Deployment) {
  const rows = ['Chassis', 'Encap', 'Bindings', 'Pipeline'].map((table) => [...d.sb.rows(table)]);
  return { rows, nb: [...d.nb.rows('Logical_Port')] };
}

describe('a renamed machine', () => {
  it('keeps its chassis, its bindings and its place, and packets still arrive', () => {
    const d = lab();
    const before = shared(d);
    expect(d.renameMachine('hv1', 'rack-7')).toMatchObject({ ok: true });
    expect(d.settle().settled).toBe(true);
    expect(Array.from(d.machines.keys())).toEqual(['rack-7', 'hv2']);
    expect(shared(d)).toEqual(before);
    const packet = galleryScenario('article')!.packets[0]!;
    const traced = trace(d, { machine: 'rack-7', iface: packet.iface, bytes: fromHex(packet.hex)! });
    expect(traced).toMatchObject({ ok: true, value: { verdict: { kind: 'delivered' }, agreement: { agree: true } } });
  });

  it('is one action that can be undone and done again', () => {
    const d = lab();
    const before = shared(d);
    d.renameMachine('hv2', 'other');
    d.settle();
    d.undo();
    expect(Array.from(d.machines.keys())).toEqual(['hv1', 'hv2']);
    expect(shared(d)).toEqual(before);
    d.redo();
    expect(d.machines.has('other')).toBe(true);
    expect(d.settle().events).toBe(0);
  });

  it('keeps what its daemons and its underlay were', () => {
    const d = lab();
    d.setDaemon('ovn-controller@hv2', { status: 'killed', delay: 7 });
    d.setCutOff('hv2', 'underlay', true);
    d.settle();
    const before = shared(d);
    d.renameMachine('hv2', 'other');
    d.settle();
    expect(d.daemon('ovn-controller@other')).toMatchObject({ status: 'killed', delay: 7 });
    expect(d.daemon('ovn-controller@hv2')).toBeUndefined();
    expect(d.isCutOff('other', 'underlay')).toBe(true);
    expect(shared(d)).toEqual(before);
  });

  it.each([
    ['nobody', 'x', 'there is no machine nobody'],
    ['hv1', 'hv2', 'machine hv2 already exists'],
    ['hv1', 'a b', "'a b' is not a machine's name"],
  ])('is refused: %s to %s', (from, to, message) => {
    const d = lab();
    const position = d.position;
    expect(d.renameMachine(from, to)).toMatchObject({ ok: false, error: { message } });
    expect(d.position).toBe(position);
  });

  it('is refused while its view of the southbound database stands still', () => {
    const d = lab();
    d.setCutOff('hv1', 'southbound', true);
    expect(d.renameMachine('hv1', 'x')).toMatchObject({ ok: false, error: { code: 'cut-off' } });
    expect(d.machines.has('hv1')).toBe(true);
  });
});

it('can be done in every scenario of the gallery', () => {
  for (const { id } of GALLERY) {
    const opened = openScenario(galleryScenario(id)!);
    if (!opened.ok) throw new Error(opened.error.message);
    const d = opened.value.deployment;
    const [name] = d.machines.keys();
    if (name === undefined) continue;
    const before = [...d.sb.rows('Chassis')];
    expect(d.renameMachine(name, 'renamed').ok).toBe(true);
    expect(d.settle().settled).toBe(true);
    expect([...d.sb.rows('Chassis')]).toEqual(before);
  }
});
