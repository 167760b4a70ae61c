/**
 * What the page is told and what one port more costs, by the size of the deployment:
 * both should not grow with it. `npm run bench` and `npm run bench:session` show it, and `npm run bench:big`
 * before the page itself.
 */
import { performEdit } from '../src/engine/commands';
import { releaseById, Deployment } from '../src/engine/releases';
import { buildNetwork, gridMac, gridPlan } from '../src/engine/scenario';
import { UpdateBuilder } from '../src/ui/bridge/update-builder';
import { windowsOf } from '../src/ui/bridge/session-windows';

const PORTS_PER_SWITCH = 100;
const HYPERVISORS = 20;
const REPEATS = 15;

interface LastLeg {
  readonly ports: number;
  readonly rows: number;
  /** Milliseconds each, medians. */
  readonly nothingToTell: number;
  /** A drawn port until everything has settled. */
  readonly onePortMore: number;
  /** Telling the page of it. */
  readonly telling: number;
  /** What is told of it, as JSON text. */
  readonly told: number;
  /** What lights up when a port is pointed at. */
  readonly related: number;
  /** The first rows of the Pipeline, after a change. */
  readonly firstRows: number;
}

/** Measures deployments of so many switches, and says how the figures grow from the first to the last. */
export function sayLastLegs(sizes: readonly number[]): void {
  const results: LastLeg[] = [];
  for (const switches of sizes) {
    const one = benchLastLeg(switches);
    results.push(one);
    console.log(`${one.ports} ports, ${one.rows} Pipeline rows`);
    for (const [what, value] of figures(one)) console.log(`  ${what.padEnd(44)} ${value.toFixed(2)}`);
  }
  const [small, large] = [results[0], results.at(-1)];
  if (small === undefined || large === undefined || small === large) return;
  console.log(`growth from ${small.ports} to ${large.ports} ports (0 is none, 1 is in proportion)`);
  figures(small).forEach(([what], index) => {
    const of = (one: LastLeg) => figures(one)[index]?.[1] ?? 0;
    console.log(`  ${what.padEnd(44)} ${exponent(small, large, of).toFixed(2)}`);
  });
}

function figures(one: LastLeg): readonly (readonly [string, number])[] {
  return [
    ['nothing to tell, ms', one.nothingToTell],
    ['one port more, drawn and settled, ms', one.onePortMore],
    ['telling the page of it, ms', one.telling],
    ['what it is told, characters', one.told],
    ['what lights up with a port, ms', one.related],
    ['the first rows of the Pipeline again, ms', one.firstRows],
  ];
}

function benchLastLeg(switches: number): LastLeg {
  const release = releaseById('2015-08');
  if (release === undefined) throw new Error('There is no release 2015-08.');
  const deployment = new Deployment({ release, seed: 1 });
  const built = buildNetwork(deployment, gridPlan(switches, PORTS_PER_SWITCH, HYPERVISORS));
  if (!built.ok) throw new Error(built.error.message);
  const builder = new UpdateBuilder(deployment);
  deployment.subscribe((update) => builder.note(update));
  builder.full();
  const windows = windowsOf(() => ({ deployment, builder }));
  const [sw] = release.northbound.switches(deployment.nb);
  if (sw === undefined) throw new Error('There is no switch.');
  const times = { nothing: [0], more: [0], telling: [0], related: [0], rows: [0] };
  for (const list of Object.values(times)) list.length = 0;
  let told = 0;
  for (let index = 0; index < REPEATS; index += 1) {
    const name = `one-more-${index}`;
    timed(times.more, () => {
      performEdit(deployment, { kind: 'createPort', switch: sw.uuid, name, macs: [gridMac(200, index)] });
      deployment.settle();
    });
    told = JSON.stringify(timed(times.telling, () => builder.take())).length;
    timed(times.nothing, () => builder.take());
    const port = deployment.nb.find('Logical_Port', 'name', name);
    timed(times.related, () => windows.related(`row:OVN_Northbound:${port?._uuid ?? ''}`));
    timed(times.rows, () => windows.pipelineRows({ datapath: null, filter: '' }, { start: 0, count: 256 }));
  }
  return {
    ports: switches * PORTS_PER_SWITCH,
    rows: deployment.sb.rows(release.logical.flows.table).size,
    nothingToTell: median(times.nothing),
    onePortMore: median(times.more),
    telling: median(times.telling),
    told,
    related: median(times.related),
    firstRows: median(times.rows),
  };
}

/** How a figure grows with the size: 0 not at all, 1 in proportion. */
function exponent(small: LastLeg, large: LastLeg, of: (one: LastLeg) => number): number {
  return Math.log(of(large) / of(small)) / Math.log(large.ports / small.ports);
}

function timed<T>(times: number[], run: () => T): T {
  const started = performance.now();
  const result = run();
  times.push(performance.now() - started);
  return result;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
}
