/**
 * How much processor time ovn-northd needs for 100 switches with 100 ports each:
 * for all of it at once, and for one port more; beside the figures that the real
 * daemons needed for 10,000 ports on this kind of machine.
 */
import { createRandom } from '../src/engine/base';
import { Northd, type NorthdSeen } from '../src/engine/northd';
import { Database, type ChangeSet } from '../src/engine/ovsdb';
import { Draft, RELEASES, type NewPort, type Release } from '../src/engine/releases';

const SWITCHES = 100;
const PORTS = 100;

/** Seconds of processor time, as measured with the real daemons. */
const REAL = [
  { name: 'ovn-northd of 2015-04', full: 0.55, onePort: 0.6 },
  { name: 'ovn-northd of OVN 23.03', full: 1.3, onePort: 0.45 },
] as const;

export interface NorthdFigures {
  readonly release: string;
  /** Medians in seconds of processor time. */
  readonly full: number;
  readonly onePort: number;
}

/** Measures both releases, prints what came out, and returns it. */
export function benchNorthd(): readonly NorthdFigures[] {
  console.log(`ovn-northd, ${SWITCHES} switches x ${PORTS} ports (processor time, median)`);
  return RELEASES.map((release) => {
    const figures = measure(release);
    console.log(
      `  ${release.id}  full from empty ${seconds(figures.full)}   one more port ${seconds(figures.onePort)}`,
    );
    for (const real of REAL) {
      const full = (real.full / figures.full).toFixed(1);
      const onePort = (real.onePort / figures.onePort).toFixed(0);
      console.log(
        `           ${real.name}: ${real.full} s and ${real.onePort} s, ${full} and ${onePort} times as much`,
      );
    }
    return figures;
  });
}

function measure(release: Release): NorthdFigures {
  const full: number[] = [];
  const onePort: number[] = [];
  for (let round = 0; round < 5; round++) {
    const bench = filled(release);
    full.push(cpu(() => bench.settle('all')));
    for (let more = 0; more < 11; more++) {
      const changes = bench.addPort(`more${more}`);
      onePort.push(cpu(() => bench.settle({ nb: changes, sb: [] })));
    }
  }
  return { release: release.id, full: median(full), onePort: median(onePort) };
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
    const draft = new Draft(nb);
    draft.add(release.northbound.addSwitch(uuid, `sw${s}`));
    const names = Array.from({ length: PORTS }, (_, p) => `sw${s}-port${p}`);
    draft.add(release.northbound.addPorts(draft.view, uuid, names.map(newPort)));
    committed(nb, draft.edits);
  }
  return {
    /** Runs and commits, as the daemon does, until nothing is left to do. */
    settle(first: NorthdSeen): void {
      let seen = first;
      for (;;) {
        const asked = northd.run({ nb, sb }, seen);
        if (asked.nb.length + asked.sb.length === 0) return;
        seen = { sb: committed(sb, asked.sb), nb: committed(nb, asked.nb) };
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

function cpu(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function seconds(value: number): string {
  return value < 0.1 ? `${(value * 1000).toFixed(2)} ms` : `${value.toFixed(3)} s`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
