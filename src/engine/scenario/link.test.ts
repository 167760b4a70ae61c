import fc from 'fast-check';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../packets';
import { utf8Encode, toBase64url } from '../base';
import { RELEASES, Deployment } from '../releases';
import { exportScenario } from './export';
import { GALLERY, galleryScenario, gridPlan } from './gallery';
import { decodeLink, encodeLink, type Compression } from './link';
import { decodeShort, encodeShort, MAX_CODED_BYTES } from './link-coder';
import { packContent, unpackContent } from './link-pack';
import { PRIMER } from './link-primer';
import { originsOf, uuidOf } from './link-uuids';
import { openScenario } from './open';
import { buildNetwork } from './plan';
import { type } from './testing';
import { documentText } from './write';
import type { ScenarioDocument } from './document';

const compression: Compression = {
  deflate: (bytes) => Promise.resolve(new Uint8Array(deflateRawSync(bytes))),
  inflate: (bytes, limit) =>
    new Promise((resolve) => {
      resolve(new Uint8Array(inflateRawSync(bytes, { maxOutputLength: limit })));
    }),
};

const PLACE = 'https://ovn-playground.example.org/#/lab?s=';
const EXTRAS = { name: 'My lab', packets: [], positions: { 'machine:hv1': { x: 10.5, y: 250 } } };

async function addressOf(scenario: ScenarioDocument): Promise<string> {
  const made = await encodeLink({ scenario, extras: { pane: 'trace' } }, compression);
  if (!made.ok) throw new Error(made.error.message);
  const read = await decodeLink(made.value, compression);
  expect(read).toEqual({ ok: true, value: { scenario, extras: { pane: 'trace' } } });
  return PLACE + made.value;
}

function start(release: string): Deployment {
  const deployment = new Deployment({ release: RELEASES.find(({ id }) => id === release)!, seed: 4321 });
  for (const n of [1, 2]) {
    const systemId = `hv${n}`;
    deployment.addMachine(systemId, { systemId, encapType: 'geneve', encapIp: `10.0.0.${n}`, bridge: true });
    deployment.settle();
  }
  return deployment;
}

/** Ports typed one by one, alternately on two hypervisors. */
function typed(ports: number): Deployment {
  const deployment = start('2015-04');
  type(deployment, 'ovn-nbctl lswitch-add sw0');
  for (let n = 1; n <= ports; n++) {
    type(deployment, `ovn-nbctl lport-add sw0 vm${n}`);
    type(deployment, `ovn-nbctl lport-set-macs vm${n} 52:54:00:00:00:${n.toString(16).padStart(2, '0')}`);
    type(deployment, `ovs-vsctl add-port br-int tap${n} -- set Interface tap${n} external_ids:iface-id=vm${n}`);
    deployment.settle();
  }
  return deployment;
}

describe('a link is short', () => {
  it("with the article's network", async () => {
    expect((await addressOf(galleryScenario('article')!)).length).toBeLessThanOrEqual(400);
  });

  it('with every scenario of the gallery', async () => {
    for (const { id } of GALLERY) {
      for (const release of RELEASES) {
        const document = galleryScenario(id, release.id);
        const address = document && (await addressOf(document));
        const most = document?.standing === undefined && id !== 'ten-by-ten' ? 800 : 8_000;
        expect(address?.length ?? 0, id).toBeLessThanOrEqual(most);
      }
    }
  });

  it('with forty ports, also as daemons that start afresh would not make them', async () => {
    const deployment = typed(40);
    expect((await addressOf(exportScenario(deployment, EXTRAS, { shortest: true }))).length).toBeLessThanOrEqual(2_000);
    expect((await addressOf(exportScenario(deployment, EXTRAS))).length).toBeLessThanOrEqual(2_000);
    const grid = new Deployment({ release: RELEASES[1]!, seed: 5 });
    buildNetwork(grid, gridPlan(4, 10, 4));
    expect((await addressOf(exportScenario(grid, EXTRAS))).length).toBeLessThanOrEqual(2_000);
  });
});

describe('what a link opens to', () => {
  it('is equal byte for byte', async () => {
    for (const { id } of GALLERY.filter((entry) => entry.id !== 'ten-by-ten')) {
      const opened = openScenario(galleryScenario(id)!);
      if (!opened.ok) throw new Error(opened.error.message);
      const { deployment, ...extras } = opened.value;
      const full = exportScenario(deployment, extras);
      const made = await encodeLink({ scenario: full, extras: {} }, compression);
      const read = made.ok ? await decodeLink(made.value, compression) : made;
      const again = read.ok ? openScenario(read.value.scenario) : read;
      if (!again.ok) throw new Error(again.error.message);
      expect(documentText(exportScenario(again.value.deployment, extras))).toBe(documentText(full));
    }
  });

  it('has UUIDs that come from nowhere, and texts that look like ours', async () => {
    const scenario = galleryScenario('article')!;
    const foreign = '01234567-89ab-4def-8123-456789abcdef';
    const text = documentText({
      ...scenario,
      name: '@0',
      chance: 17,
      positions: { 'machine:@1': { x: 0, y: -1 }, '@': { x: 1e-7, y: 2 }, __proto__: { x: 1, y: 1 } },
    })
      .replaceAll('df059f4c-589d-4536-b682-c60cd0bbd44f', foreign)
      .replaceAll('sw0-port2', '@<0')
      .replaceAll('"vxlan"', '"@=ü\\n"');
    const changed = JSON.parse(text) as ScenarioDocument;
    expect(changed.northbound.Logical_Port?.[0]?.[0]).toBe(foreign);
    await addressOf(changed);
  });

  it('is refused where the text is none of ours', async () => {
    const of = (text: string) => {
      const bytes = utf8Encode(text);
      const sum = new DataView(new ArrayBuffer(4));
      sum.setUint32(0, crc32c(bytes));
      return `b.${toBase64url(Uint8Array.from([...new Uint8Array(sum.buffer), ...deflateRawSync(bytes)]))}`;
    };
    const good = packContent({ scenario: galleryScenario('acl')!, extras: {} });
    expect((await decodeLink(of(good), compression)).ok).toBe(true);
    const bad = ['', '{}', '[]', 'null', good.replace('"@<', '"@<9'), good.replace('5.0 0.1', 'y'), good.slice(1)];
    bad.push(good.replace('"c c"', '"c c c c"'), good.replace('"c c"', '"1e9 c"'), `[3${good.slice(2)}`);
    for (const text of bad) {
      const read = await decodeLink(of(text), compression);
      expect(read.ok ? text : read.error.message).toMatch(/damaged|newer/);
    }
    expect(await decodeLink(`z.${of(good).slice(2)}`, compression)).toMatchObject({ error: { code: 'damaged-link' } });
  });
});

describe('the coder', () => {
  it('reads what it wrote, whatever it is', () => {
    const primer = PRIMER.slice(0, 500);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.json()), (text) => {
        const bytes = utf8Encode(text.replaceAll('\0', ''));
        expect(decodeShort(encodeShort(bytes, primer), primer)).toEqual(bytes);
      }),
      { numRuns: 60 },
    );
    const long = utf8Encode('abc'.repeat(MAX_CODED_BYTES / 3));
    expect(decodeShort(encodeShort(long, primer), primer)).toEqual(long);
  });

  it('ends at any bytes', () => {
    const primer = PRIMER.slice(0, 500);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const text = decodeShort(bytes, primer);
        if (text !== undefined) expect(text.length).toBeLessThanOrEqual(MAX_CODED_BYTES);
      }),
      { numRuns: 40 },
    );
  });

  it('reads links of the day on which they began', () => {
    expect(crc32c(PRIMER)).toBe(3325792158);
    const text = packContent({ scenario: galleryScenario('empty')!, extras: {} });
    expect(toBase64url(encodeShort(utf8Encode(text), PRIMER))).toBe('h9w1eUsezNdpf3gofylx4Rj1MA');
    expect(unpackContent(text)).toEqual({ scenario: galleryScenario('empty'), extras: {} });
  });
});

it('the place of a UUID in the stream of chance gives it back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.nat(3_000), fc.option(fc.nat(2)), (seed, draws, row) => {
      const origin = { draws, row: row ?? undefined };
      const uuid = uuidOf(seed, origin);
      const chance = (seed + Math.imul(0x9e3779b9, 3_000)) >>> 0;
      expect(originsOf(seed, chance, [uuid]).get(uuid)).toEqual(origin);
    }),
    { numRuns: 50 },
  );
});
