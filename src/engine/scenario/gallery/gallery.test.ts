/** Every entry of the gallery opens, and its packets come to what it says of them. */
import { describe, expect, it } from 'vitest';
import { allOf } from '../../neutron';
import { NEUTRON } from '../../sim';
import type { Deployment } from '../../releases';
import { trace } from '../../trace';
import { openScenario } from '../open';
import { GALLERY, galleryScenario } from '.';

/** Neutron's name of a logical port that it made, else its own. */
function nameOf(deployment: Deployment, logicalPort: string): string {
  const neutron = deployment.database(NEUTRON);
  return (neutron && allOf(neutron, 'Port').find(({ id }) => id === logicalPort)?.name) ?? logicalPort;
}

describe.each(GALLERY)('$id', ({ id, packets }) => {
  const document = galleryScenario(id)!;

  it('opens, and its packets come to what it says', () => {
    const opened = openScenario(document);
    if (!opened.ok) throw new Error(opened.error.message);
    const { deployment, packets: saved } = opened.value;
    const became = saved.map(({ machine, iface, hex }) => {
      const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
      const told = trace(deployment, { machine, iface, bytes }, { live: false });
      if (!told.ok) throw new Error(told.error.message);
      const { deliveries, sentence, detail } = told.value.verdict;
      return {
        delivered: deliveries.map(({ logicalPort }) => nameOf(deployment, logicalPort)).toSorted(),
        said: `${sentence}. ${detail}`,
      };
    });
    expect(became).toEqual(
      packets.map(({ expect: { delivered, says } }) => ({
        delivered: delivered.toSorted(),
        said: expect.stringContaining(says ?? '') as unknown,
      })),
    );
  });
});

it('calls no two entries, or packets of one, alike', () => {
  const ids = GALLERY.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(GALLERY.map(({ title }) => title)).size).toBe(ids.length);
  for (const { id, packets } of GALLERY)
    expect([id, new Set(packets.map(({ name }) => name)).size]).toEqual([id, packets.length]);
});
