/** What the list of scenarios tells of one: how large it is, and a small picture of its graph. */
import { getMapString } from '../../engine/ovsdb';
import type { KeptAbout } from './kept-protocol';
import type { Open } from './open-scenario';

/** A picture has no more of each kind. */
const MOST_NODES = 24;
const MOST_LINES = 60;

/** As text, for who keeps it without understanding it. */
export function aboutOf({ deployment, scenario: { positions } }: Open): string {
  const { nb, release, machines } = deployment;
  const switches = release.northbound.switches(nb);
  const ports = release.northbound.ports(nb);
  const switchOf = new Map(ports.map(({ name, switch: sw }) => [name, sw]));
  const shown = switches.slice(0, MOST_NODES);
  const hosts = Array.from(machines.values()).slice(0, MOST_NODES);
  const lines = new Set<string>();
  for (const [to, { ovs }] of hosts.entries()) {
    for (const row of ovs.rows('Interface').values()) {
      const port = getMapString(row, 'external_ids', 'iface-id');
      const sw = port === undefined ? undefined : switchOf.get(port);
      const from = shown.findIndex(({ uuid }) => uuid === sw);
      if (from >= 0 && lines.size < MOST_LINES) lines.add(`${from} ${to}`);
    }
  }
  const about: KeptAbout = {
    switches: switches.length,
    ports: ports.length,
    machines: machines.size,
    nodes: [
      ...shown.map(({ uuid }, index) => ({
        kind: 'switch' as const,
        ...(positions[`switch:${uuid}`] ?? inRow(index, shown.length, 0)),
      })),
      ...hosts.map(({ name }, index) => ({
        kind: 'machine' as const,
        ...(positions[`machine:${name}`] ?? inRow(index, hosts.length, 1)),
      })),
    ],
    lines: Array.from(lines, (line) => {
      const [from = 0, to = 0] = line.split(' ').map(Number);
      return [from, shown.length + to] as const;
    }),
  };
  return JSON.stringify(about);
}

/** Undefined where nothing is told, or in words of another program. */
export function readAbout(text: string | undefined): KeptAbout | null {
  try {
    const about: unknown = text === undefined || text === '' ? null : JSON.parse(text);
    return isAbout(about) ? about : null;
  } catch {
    return null;
  }
}

function isAbout(value: unknown): value is KeptAbout {
  return typeof value === 'object' && value !== null && 'switches' in value && 'nodes' in value && 'lines' in value;
}

/** Where nobody has put anything: switches above, hypervisors below, as the graph draws them. */
function inRow(index: number, count: number, row: number): { readonly x: number; readonly y: number } {
  return { x: Math.round((index - (count - 1) / 2) * 320), y: row * 300 };
}
