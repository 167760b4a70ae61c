/**
 * `npm run bench:session`: what a session adds to the engine. Keeping one edit at a
 * thousand and at ten thousand ports, the same edit without keeping beside it; a
 * script of 1,860 commands beside the same lines run by `ovn -- run`; the heap after
 * thousands of edits; and what the page is told, at a thousand to thirty thousand ports.
 * The database is one in memory, which stands in for the browser's.
 */
import 'fake-indexeddb/auto';
import { runCommands, sandbox } from '../src/cli/run-script';
import { Deployment } from '../src/engine/sim';
import { buildNetwork, exportScenario, gridPlan } from '../src/engine/scenario';
import { releaseById } from '../src/engine/releases';
import { createSession } from '../src/ui/bridge/session';
import { sayLastLegs } from './last-leg';
import { collect } from './heap';

const compression = {
  deflate: (bytes: Uint8Array) => Promise.resolve(bytes),
  inflate: (bytes: Uint8Array) => Promise.resolve(bytes),
};

const forever = new Promise<void>(() => undefined);
let ids = 0;

function session(kept: boolean) {
  const tabs = {
    hold: () => ({ granted: Promise.resolve(), release: () => undefined }),
    held: () => Promise.resolve(new Set<string>()),
    tell: () => undefined,
    onTold: () => undefined,
  };
  const keeping = { tabs, now: () => Date.now(), after: () => forever, newId: () => `id-${(ids += 1)}` };
  return createSession({
    compression,
    clock: () => performance.now(),
    breathe: () => new Promise((resolve) => setTimeout(resolve)),
    ...(kept ? { keeping } : {}),
  });
}

/** The document of a grid without flows: opening makes them. */
function grid(switches: number, ports: number, hypervisors: number): string {
  const release = releaseById('2015-08');
  if (release === undefined) throw new Error('There is no release 2015-08.');
  const deployment = new Deployment({ release, seed: 1 });
  const built = buildNetwork(deployment, gridPlan(switches, ports, hypervisors));
  if (!built.ok) throw new Error(built.error.message);
  return JSON.stringify(exportScenario(deployment, { name: 'grid', packets: [], positions: {} }));
}

/** Milliseconds, the median of `count` edits. */
async function edit(json: string, kept: boolean, count = 15): Promise<number> {
  const one = session(kept);
  const opened = await one.open({ kind: 'document', json });
  if (!opened.ok) throw new Error(opened.error.message);
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const began = performance.now();
    await one.setPositions({ [`machine:${index}`]: { x: index, y: index } });
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(count / 2)] ?? 0;
}

/** 30 switches, 600 ports, 10 hypervisors: each port made, given an address, and plugged in. */
function commands(): readonly string[] {
  const lines: string[] = [];
  for (let sw = 0; sw < 30; sw += 1) lines.push(`ovn-nbctl lswitch-add s${sw}`);
  for (let hypervisor = 1; hypervisor <= 10; hypervisor += 1) {
    const chassis = `external-ids:system-id=h${hypervisor} external-ids:ovn-encap-ip=127.0.0.${hypervisor + 1}`;
    const server = 'external-ids:ovn-encap-type=vxlan external-ids:ovn-remote=unix:db.sock';
    lines.push(
      `sim_add h${hypervisor}`,
      `as h${hypervisor}`,
      `ovs-vsctl add-br br-int -- set bridge br-int fail-mode=secure -- set open . ${chassis} ${server}`,
    );
    for (let port = 0; port < 60; port += 1) {
      const name = `p${hypervisor}-${port}`;
      lines.push(
        `ovn-nbctl lport-add s${port % 30} ${name}`,
        `ovn-nbctl lport-set-macs ${name} 00:00:00:00:${hypervisor.toString(16).padStart(2, '0')}:${port.toString(16).padStart(2, '0')}`,
        `ovs-vsctl add-port br-int v${port} -- set interface v${port} external-ids:iface-id=${name}`,
      );
    }
  }
  return lines;
}

async function script(): Promise<void> {
  const lines = commands();
  let failed = 0;
  let began = performance.now();
  runCommands(sandbox('2015-04', 1, lines.join('\n')), lines.join('\n'), (_, { status }) => {
    failed += status === 0 ? 0 : 1;
    return true;
  });
  const alone = performance.now() - began;
  for (const kept of [false, true]) {
    const one = session(kept);
    await one.open({ kind: 'gallery', id: 'empty' });
    let updates = -1;
    one.subscribe(() => (updates += 1));
    began = performance.now();
    const result = await one.runScript(lines, 'hv1');
    const took = performance.now() - began;
    const bad = result.results.filter(({ status }) => status !== 0).length;
    say(
      `${lines.length} commands as a script${kept ? ', kept' : ''}: ${took.toFixed(0)} ms, ovn -- run ${alone.toFixed(0)} ms: ${(took / alone).toFixed(2)} times; ${updates} update; ${bad} and ${failed} failed`,
    );
  }
}

/** Bytes of the heap that the history of edits which lead nowhere costs: addresses set and set back. */
async function heap(edits: number): Promise<void> {
  const one = session(false);
  await one.open({ kind: 'gallery', id: 'article' });
  one.subscribe(() => undefined);
  const before = collect();
  for (let index = 1; index <= edits; index += 1) {
    const mac = `00:00:00:00:00:0${1 + (index % 2)}`;
    const { status } = await one.run(`ovn-nbctl lport-set-macs sw0-port1 ${mac}`, 'hv1');
    if (status !== 0) throw new Error('The article has no port sw0-port1.');
    if (index % (edits / 3) !== 0) continue;
    const grown = collect() - before;
    say(
      `${index} edits: ${(grown / 2 ** 20).toFixed(1)} MB more heap, ${(grown / index / 1024).toFixed(1)} kB an edit`,
    );
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await script();
await heap(6_000);
for (const [switches, ports, hypervisors] of [
  [20, 50, 10],
  [100, 100, 20],
] as const) {
  const json = grid(switches, ports, hypervisors);
  const [plain, kept] = [await edit(json, false), await edit(json, true)];
  say(
    `${switches * ports} ports: keeping one edit ${(kept - plain).toFixed(2)} ms (${kept.toFixed(2)} with, ${plain.toFixed(2)} without); document of ${(json.length / 2 ** 20).toFixed(1)} MB`,
  );
}
sayLastLegs([10, 100, 300]);
