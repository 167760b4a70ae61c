import { fromBase64url, toBase64url } from '../base';
import fc from 'fast-check';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { getUuids } from '../ovsdb';
import { parseDocument, readDocument } from './document';
import { GALLERY, galleryScenario } from './gallery';
import { decodeLink, encodeLink, MAX_SCENARIO_BYTES, type Compression, type LinkContent } from './link';
import { migrate } from './migrations';
import { exportScenario, type ExportOptions } from './export';
import { openScenario, type OpenedScenario } from './open';
import type { ScenarioDocument } from './document';

const compression: Compression = {
  deflate: (bytes) => Promise.resolve(new Uint8Array(deflateRawSync(bytes))),
  inflate: (bytes, limit) =>
    new Promise((resolve) => {
      resolve(new Uint8Array(inflateRawSync(bytes, { maxOutputLength: limit })));
    }),
};

function open(document: ScenarioDocument): OpenedScenario {
  const opened = openScenario(document);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

async function link(content: LinkContent): Promise<string> {
  const made = await encodeLink(content, compression);
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
}

function save({ deployment, ...extras }: OpenedScenario, options?: ExportOptions): ScenarioDocument {
  return exportScenario(deployment, extras, options);
}

describe.each(GALLERY)('gallery: $id', ({ id, packets, commands }) => {
  const document = galleryScenario(id)!;

  it('opens, and is the same when it is saved again', () => {
    const opened = open(document);
    expect(opened.deployment.next).toBeUndefined();
    expect(save(opened, { shortest: true })).toEqual(document);
    // What was typed may need more than daemons that start afresh make.
    if (commands !== undefined) return;
    expect(document.standing).toBeUndefined();
    expect(document.machines.every(({ flows }) => flows === undefined)).toBe(true);
  });

  it('has packets that can be sent', () => {
    const { deployment, packets: saved } = open(document);
    expect(saved).toHaveLength(packets.length);
    for (const { machine, iface, hex } of saved) {
      expect(deployment.inject(machine, iface, Uint8Array.from(Buffer.from(hex, 'hex'))).ok).toBe(true);
    }
  });
});

describe('a saved scenario', () => {
  const article = galleryScenario('article')!;

  it('has the same rows with the same UUIDs when it opens', () => {
    const first = open(article).deployment;
    const second = open(save(open(article))).deployment;
    for (const key of first.databases) {
      const [a, b] = [first.database(key)!, second.database(key)!];
      for (const table of a.schema.tables.keys()) expect([...b.rows(table).keys()]).toEqual([...a.rows(table).keys()]);
    }
  });

  it('goes on with other chance than before', () => {
    const { deployment } = open(article);
    const uuid = deployment.plannedUuid(0);
    deployment.commitNorthbound(deployment.release.northbound.addSwitch(uuid, 'sw1'), 'adds sw1');
    deployment.settle();
    const again = open(save({ deployment, name: '', packets: [], positions: {} })).deployment;
    expect(again.plannedUuid(0)).not.toBe(uuid);
    expect(again.plannedUuid(0)).toBe(deployment.plannedUuid(0));
  });

  it('keeps tunnel keys that fresh daemons would choose otherwise', () => {
    const { deployment } = open(article);
    const { northbound, southbound } = deployment.release;
    const [port] = northbound.ports(deployment.nb);
    deployment.commitNorthbound(northbound.delPort(deployment.nb, port!.uuid), 'deletes a port');
    deployment.settle();
    const [sw] = northbound.switches(deployment.nb);
    const added = { uuid: deployment.plannedUuid(0), name: 'late', macs: [] };
    deployment.commitNorthbound(northbound.addPorts(deployment.nb, sw!.uuid, [added]), 'adds a port');
    deployment.settle();
    const keys = (of: typeof deployment) =>
      southbound
        .bindings(of.sb)
        .map((b) => `${b.logicalPort} ${b.tunnelKey}`)
        .sort();
    expect(keys(deployment)).toEqual(['late 1', 'sw0-port2 2']);
    expect(keys(open(save({ deployment, name: '', packets: [], positions: {} })).deployment)).toEqual(keys(deployment));
  });

  it('keeps what is stale because a daemon does not run', () => {
    const { deployment } = open(article);
    deployment.setDaemon('ovn-controller@hv1', { status: 'killed' });
    deployment.setDaemon('ovn-northd', { status: 'paused', delay: 50 });
    const { ovs } = deployment.machines.get('hv2')!;
    const bridge = ovs.find('Bridge', 'name', 'br-int')!;
    const port = ovs.find('Port', 'name', 'vif2')!;
    const ports = getUuids(bridge, 'ports').filter((uuid) => uuid !== port._uuid);
    deployment.commitLocal('hv2', [{ op: 'update', table: 'Bridge', uuid: bridge._uuid, row: { ports } }], 'unplugs');
    deployment.settle();
    const flows = deployment.machines.get('hv1')!.bridges.get('br-int')!.flows;
    const again = open(save({ deployment, name: '', packets: [], positions: {} })).deployment;
    expect(again.daemon('ovn-northd')).toMatchObject({ status: 'paused', delay: 50 });
    expect(again.machines.get('hv1')!.bridges.get('br-int')!.differences(flows)).toMatchObject({
      added: [],
      removed: [],
    });
    expect(again.release.northbound.findPort(again.nb, 'sw0-port2')).toMatchObject({ value: { up: true } });
  });
});

describe('a link', () => {
  const article = galleryScenario('article')!;

  it('carries a scenario and what to look at', async () => {
    const extras = { packet: 'packet-1', step: 3, pane: 'trace' };
    const text = await link({ scenario: article, extras });
    expect(text).toMatch(/^a\.[\w-]+$/);
    expect(await decodeLink(text, compression)).toEqual({ ok: true, value: { scenario: article, extras } });
  });

  it('that is damaged says so, wherever the damage is', async () => {
    const text = await link({ scenario: article, extras: {} });
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom('A', 'z', '-', '!', ''), async (at, put) => {
        const damaged = text.slice(0, at) + put + text.slice(at + 1);
        if (damaged === text) return;
        const read = await decodeLink(damaged, compression);
        // The last byte has bits that carry nothing: then it is the same content, never another.
        if (read.ok) expect(read.value).toEqual({ scenario: article, extras: {} });
        else expect(read.error.code).toBe('damaged-link');
        if (at < text.length - 4) expect(read.ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('of any text is content or a problem', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect((await decodeLink(text, compression)).ok).toBe(false);
      }),
    );
  });

  it('that would fill the memory is refused', async () => {
    const bomb = deflateRawSync(Buffer.alloc(20 * 2 ** 20));
    const text = toBase64url(Uint8Array.from([0, 0, 0, 0, ...bomb]));
    expect(await decodeLink(text, compression)).toMatchObject({ ok: false, error: { code: 'too-large' } });
  });

  it('that could not be opened is not made', async () => {
    const scenario = { ...article, name: 'n'.repeat(MAX_SCENARIO_BYTES) };
    expect(await encodeLink({ scenario, extras: {} }, compression)).toMatchObject({
      ok: false,
      error: { code: 'too-large', hint: 'Save it as a file and share the file.' },
    });
  });

  it('is base64url of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
      }),
    );
  });
});

describe('a document that is wrong', () => {
  const article = galleryScenario('article')!;
  const machine = article.machines[0]!;

  it.each([
    ['[]', 'expected an object'],
    ['{', 'this is not JSON'],
    ['{}', 'v: expected the version of the document'],
    ['{"v": 99}', 'This scenario was written by a newer program: it is of version 99, and this program knows 2.'],
    [{ ...article, name: 1 }, 'name: expected a text'],
    [{ ...article, machines: [{ ...machine, name: null }] }, 'machines[0].name: expected a text'],
    [
      { ...article, northbound: { Logical_Port: [['x', {}]] } },
      'northbound.Logical_Port[0]: expected a UUID and columns',
    ],
    [
      { ...article, packets: [{ id: 'a', name: 'b', machine: 'hv1', iface: 'vif1', hex: '0' }] },
      'packets[0].hex: expected bytes in hexadecimal',
    ],
    [
      { ...article, daemons: [{ name: 'ovn-northd', status: 'asleep', delay: 0 }] },
      'daemons[0].status: expected one of running, paused, killed, stopped',
    ],
  ])('%# => %s', (document, message) => {
    const read = typeof document === 'string' ? parseDocument(document) : readDocument(document);
    expect(read).toMatchObject({ ok: false, error: { message } });
  });

  it.each([
    [{ ...article, release: '1999-01' }, 'release: 1999-01 is not a release'],
    [{ ...article, northbound: { Nothing: [] } }, 'northbound.Nothing: there is no table Nothing'],
    [{ ...article, daemons: [{ name: 'sshd', status: 'killed', delay: 0 }] }, 'daemons[0]: there is no daemon sshd'],
    [{ ...article, machines: [machine, machine] }, 'machines[1]: machine hv1 already exists'],
  ] as const)('does not open: %#', (document, message) => {
    expect(openScenario(document)).toMatchObject({ ok: false, error: { message } });
  });

  it('of an older version is migrated step by step', () => {
    const migrations = [(old: object) => ({ ...old, v: 2, a: 1 }), (old: object) => ({ ...old, v: 3, b: 2 })];
    expect(migrate({ v: 1 }, migrations)).toEqual({ ok: true, value: { v: 3, a: 1, b: 2 } });
    expect(migrate({ v: 2 }, migrations)).toEqual({ ok: true, value: { v: 3, b: 2 } });
  });
});
