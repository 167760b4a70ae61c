/** What a breakpoint can be set on: the tables and ports that there are. */
import type { NetworkModel, ScenarioInfo, Trace } from '../../bridge';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** OpenFlow tables that have flows or that the packet met, the logical ones with the stage they carry out. */
export function knownTables(
  trace: Trace,
  { machines }: NetworkModel,
  titles: ScenarioInfo['tables'],
): readonly Choice[] {
  const tables = new Set(trace.steps.flatMap(({ table }) => (table === undefined ? [] : [table])));
  for (const machine of machines) for (const table of machine.tables) tables.add(table);
  return Array.from(tables)
    .sort((a, b) => a - b)
    .map((number) => {
      const stage = titles.find(({ table }) => table === number)?.stage ?? null;
      return { value: String(number), label: stage === null ? String(number) : `${number} (${stage})` };
    });
}

export function knownPorts(trace: Trace, { switches, machines }: NetworkModel): readonly Choice[] {
  const logical = switches.flatMap((sw) => sw.ports.map(({ name }) => name));
  const interfaces = machines.flatMap(({ vifs, tunnels }) => [...vifs, ...tunnels].map(({ name }) => name));
  const met = trace.steps.flatMap(({ port }) => (port ? [port.name] : []));
  return Array.from(new Set([...logical, ...interfaces, ...met]), (name) => ({ value: name, label: name }));
}
