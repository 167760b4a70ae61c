/**
 * How much processor time ovn-northd needs for 100 switches with 100 ports each:
 * for all of it at once, and for one port more; beside the figures that the real
 * daemons needed for 10,000 ports on this kind of machine.
 */
import type { NewPort } from '../src/engine/network';
import { createRandom } from '../src/engine/base';
import { Northd, type NorthdSeen } from '../src/engine/northd';
import { Database, Overlay, type ChangeSet } from '../src/engine/ovsdb';
import { RELEASES, type Release } from '../src/engine/releases';

const SWITCHES = 100;
const PORTS = 100;

/** Seconds of processor time, as measured with the real daemons. */
const REAL = [
  { name: 'ovn-northd of 2015-04', full: 0.55, onePort: 0.6 },
  { name: 'ovn-northd of OVN 23.03', full: 1.3, onePort: 0.45 },
] as const;

/** Medians in seconds of processor time: of ovn-northd alone, as the real figures are, and with the databases' commits. */
export interface NorthdFigures {
  readonly release: string;
  readonly full: number;
  readonly fullWithDatabases: number;
  readonly onePort: number;
  readonly onePortWithDatabases: number;
}

/** Measures both releases, prints what came out, and returns it. */
export function benchNorthd(): readonly NorthdFigures[] {
  console.log(
    `ovn-northd, ${SWITCHES} switches x ${PORTS} ports (processor time, median; with the databases' commits)`,
  );
  return RELEASES.map((release) => {
    const figures = measure(release);
    const { full, fullWithDatabases, onePort, onePortWithDatabases } = figures;
    console.log(`  ${release.id}  full from empty ${seconds(full)} (${seconds(fullWithDatabases)})`);
    console.log(`           one more port   ${seconds(onePort)} (${seconds(onePortWithDatabases)})`);
    for (const real of REAL) {
      const times = (theirs: number, ours: number) => `${theirs} s, ${ratio(theirs / ours)} times ours`;
      console.log(
        `           ${real.name}: full ${times(real.full, full)}; one more port ${times(real.onePort, onePort)}`,
      );
    }
    return figures;
  });
}

function measure(release: Release): NorthdFigures {
  const full: Spent[] = [];
  const onePort: Spent[] = [];
  for (let round = 0; round < 7; round++) {
    const bench = filled(release);
    full.push(bench.settle('all'));
    for (let more = 0; more < 11; more++) onePort.push(bench.settle({ nb: bench.addPort(`more${more}`), sb: [] }));
  }
  const of = (spent: readonly Spent[], what: keyof Spent) => median(spent.map((each) => each[what]));
  return {
    release: release.id,
    full: of(full, 'northd'),
    fullWithDatabases: of(full, 'all'),
    onePort: of(onePort, 'northd'),
    onePortWithDatabases: of(onePort, 'all'),
  };
}

/** Seconds of processor time until nothing was left to do. */
interface Spent {
  readonly northd: number;
  readonly all: number;
}

/** A northbound database with everything, a southbound one with nothing. */
function filled(release: Release) {
  const nb = new Database(release.schemas.nb, createRandom(1));
  const sb = new Database(release.schemas.sb, createRandom(2));
  const northd = new Northd(release.northd);
  const switches = Array.from({ length: SWITCHES }, () => nb.newUuid());
  let ports = 0;
  const newPort = (name: string): NewPort => {
    ports += 1;
    const mac = `00:00:00:00:${hex(ports >> 8)}:${hex(ports & 255)}`;
    return { uuid: nb.newUuid(), name, macs: [mac], portSecurity: [mac] };
  };
  for (const [s, uuid] of switches.entries()) {
    const draft = new Overlay(nb, () => nb.newUuid());
    draft.add(release.northbound.addSwitch(uuid, `sw${s}`));
    const names = Array.from({ length: PORTS }, (_, p) => `sw${s}-port${p}`);
    draft.add(release.northbound.addPorts(draft.view, uuid, names.map(newPort)));
    committed(nb, draft.edits());
  }
  return {
    /** Runs and commits, as the daemon does, until nothing is left to do. */
    settle(first: NorthdSeen): Spent {
      let [own, all] = [0, 0];
      let seen = first;
      for (;;) {
        const start = cpuSeconds();
        const asked = northd.run({ nb, sb }, seen);
        const ran = cpuSeconds();
        own += ran - start;
        if (asked.nb.length + asked.sb.length === 0) return { northd: own, all: all + ran - start };
        seen = { sb: committed(sb, asked.sb), nb: committed(nb, asked.nb) };
        all += cpuSeconds() - start;
      }
    },
    addPort(name: string): ChangeSet {
      const sw = switches[SWITCHES >> 1];
      if (sw === undefined) throw new Error('No switch to add a port to');
      return committed(nb, release.northbound.addPorts(nb, sw, [newPort(name)]));
    },
  };
}

function committed(db: Database, edits: Parameters<Database['commit']>[0]): ChangeSet {
  const result = db.commit(edits);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function ratio(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

function seconds(value: number): string {
  return value < 0.1 ? `${(value * 1000).toFixed(2)} ms` : `${value.toFixed(3)} s`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
