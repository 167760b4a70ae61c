/** The recorded networks of three releases, opened as the page opens them. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createImportedSession } from './session';
import type { Found, ImportedApi, ImportedNetwork, TraceView } from './protocol';

const FOLDER = 'recordings/databases';

function archive(name: string): File {
  return new File([new Uint8Array(readFileSync(`${FOLDER}/${name}`))], name);
}

interface Opened {
  readonly api: ImportedApi;
  readonly found: Found;
  readonly network: ImportedNetwork;
}

async function open(name: string, sides: 'both' | 'southbound' | 'northbound' = 'both'): Promise<Opened> {
  const api = createImportedSession(() => 0);
  const found = await api.read([archive(name)], () => undefined);
  const southbound = found.databases.find(({ path }) => path.endsWith('/sb.db'));
  const northbound = found.databases.find(({ path }) => path.endsWith('/nb.db'));
  const network = api.open(
    {
      southbound: sides === 'northbound' ? null : (southbound?.index ?? null),
      northbound: sides === 'southbound' ? null : (northbound?.index ?? null),
    },
    () => undefined,
  );
  return { api, found, network };
}

it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.tar.gz')))(
  '%s: every database is found with its partner, and all of the network is shown',
  async (name) => {
    const { api, found, network } = await open(name);
    expect(found.problems).toEqual([]);
    // A list of flows does not say which switch or router a datapath was made from.
    for (const { side, partner, path, form } of found.databases.filter(({ form }) => form !== 'Listed logical flows'))
      expect(partner === null, `${path}: ${form}`).toBe(side === 'northbound');
    const nameOf = (index: number | null | undefined) => found.databases[index ?? -1]?.path.split('/').at(-1);
    expect(nameOf(found.databases.find(({ path }) => path.endsWith('/sb.db'))?.partner)).toBe('nb.db');
    expect(nameOf(found.databases.find(({ path }) => path.endsWith('/sb-cluster.db'))?.partner)).toBe('nb-cluster.db');
    expect(network.datapaths.length).toBeGreaterThan(0);
    const ports = network.datapaths.flatMap((datapath) => datapath.ports);
    for (const { peer } of ports.filter((port) => port.type === 'patch')) expect(peer).not.toBeNull();
    for (const { id, flows } of network.datapaths)
      expect(api.stages(id).reduce((sum, stage) => sum + stage.flows, 0)).toBe(flows);
    const alone = await open(name, 'northbound');
    expect(alone.network.datapaths.map((datapath) => datapath.name).sort()).toEqual(
      network.datapaths.map((datapath) => datapath.name).sort(),
    );
  },
);

it('an ACL leads to its flows, and they lead back to it', async () => {
  const { api, network } = await open('26.03-acl.tar.gz');
  const acls = network.collections.find(({ title }) => title === 'ACLs')?.rows ?? [];
  const question = { datapath: null, pipeline: null, table: null, text: '' };
  const counts = acls.map((from) => {
    const { items, total } = api.flows({ ...question, from }, { start: 0, count: 100 });
    for (const flow of items) expect(flow.from.map(({ uuid }) => uuid)).toContain(from.uuid);
    expect(api.row('northbound', 'ACL', from.uuid)?.flows).toBe(total);
    return total;
  });
  expect(Math.max(...counts)).toBeGreaterThan(0);
});

const DENIED =
  'inport == "sw0-p3" && eth.src == 50:54:00:00:00:03 && eth.dst == 50:54:00:00:00:02 && ip.ttl == 64 && ip4.src == 10.0.0.13 && ip4.dst == 10.0.0.12 && tcp.src == 33333 && tcp.dst == 80 && tcp.flags == 2';

function traced(api: ImportedApi, microflow: string, ct: readonly string[] = []): TraceView {
  const answer = api.trace({ microflow, ct, lbDst: '', selectId: '' });
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

it('a trace is laid out as sections and steps, with a verdict that names the ACL', async () => {
  const { api } = await open('26.03-acl.tar.gz');
  const view = traced(api, DENIED);
  expect(view.verdict).toMatchObject({ tone: 'good', title: 'Delivered to sw0-p2', text: 'Within sw0.', step: 13 });
  expect(view.verdict.because.map(({ what, row, step }) => [what, row.title, step])).toEqual([['ACL', 'acl1', 4]]);
  const tracking = 'ct_next(ct_state=est|trk /* default (use --ct to customize) */)';
  expect(view.sections.map(({ text }) => text)).toEqual([
    'ingress(dp="sw0", inport="sw0-p3")',
    tracking,
    'egress(dp="sw0", inport="sw0-p3", outport="sw0-p2")',
    tracking,
  ]);
  for (const step of view.steps) expect(view.sections[step.section]?.datapath?.title).toBe('sw0');
  const details = api.step(view.verdict.step);
  expect(details?.flow?.uuid).toBe(view.steps[view.verdict.step]?.flow?.uuid);
});

it('connection tracking says what is chosen for each time that it is asked', async () => {
  const { api } = await open('26.03-acl.tar.gz');
  const view = traced(api, DENIED, ['new']);
  const asked = view.sections.flatMap(({ tracked }) => tracked ?? []);
  expect(asked.map(({ chosen }) => chosen)).toEqual(asked.map((_, index) => index === 0));
  expect(asked[0]?.state).toBe('new|trk');
});

it('every recorded packet of every network has a verdict, and each of its steps a reason', async () => {
  for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.tar.gz'))) {
    const { api, network } = await open(name);
    const [port] = network.datapaths.flatMap(({ kind, ports }) => (kind === 'switch' ? ports : []));
    const view = traced(api, `inport == "${port?.name ?? ''}" && eth.dst == ff:ff:ff:ff:ff:ff && arp`);
    expect(view.verdict.title).not.toBe('');
    for (const step of view.steps) {
      const details = api.step(step.index);
      expect(details?.stageText).not.toBe(null);
      for (const { why } of details?.before ?? []) expect(why).not.toBe('');
    }
  }
});

it('what cannot be traced is said in the words of the program', async () => {
  const { api } = await open('26.03-acl.tar.gz');
  expect(api.trace({ microflow: 'inport == "nobody"', ct: [], lbDst: '', selectId: '' })).toEqual({
    ok: false,
    message: 'unknown port "nobody"',
  });
  expect(api.trace({ microflow: DENIED, ct: ['young'], lbDst: '', selectId: '' })).toEqual({
    ok: false,
    message: 'young: unknown connection tracking state flag',
  });
});

it('a row shows its values, what it refers to and who refers to it', async () => {
  const { api } = await open('26.03-acl.tar.gz');
  const { items, total } = api.rows('northbound', 'Logical_Switch_Port', 'sw0-p3', { start: 0, count: 10 });
  expect(total).toBe(1);
  const port = api.row('northbound', 'Logical_Switch_Port', items[0]?.row.uuid ?? '');
  expect(port?.users.map(({ title }) => title)).toContain('sw0');
  expect(port?.related.map(({ table, title }) => [table, title])).toEqual([['Port_Binding', 'sw0-p3']]);
});

it('files that hold no database, or a damaged one, are said and leave the others as they are', async () => {
  const api = createImportedSession(() => 0);
  const text = new File(['hello'], 'hello.txt');
  const cut = new File([new Uint8Array([0x1f, 0x8b, 8, 0])], 'nb.db.gz');
  const found = await api.read([text, cut, archive('26.03-acl.tar.gz')], () => undefined);
  expect(found.problems.map(({ path }) => path)).toEqual(['hello.txt', 'nb.db.gz']);
  expect(found.databases.length).toBeGreaterThan(1);
});
