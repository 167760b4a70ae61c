/** Which ports the matrix is about; pure. */
import type { ReachabilityPort, ReachabilityRow } from '../../bridge';
import { byName } from '../../state';
import { cellKind } from './cells';

/** Empty for all; `switch NAME` or `hypervisor NAME` for the ports that are there. */
export type Scope = string;

/** The places of the ports in the list, in the order of their names. */
export function chosenOf(ports: readonly ReachabilityPort[], scope: Scope): readonly number[] {
  return ports
    .map((port, index) => ({ name: port.name, port, index }))
    .filter(({ port }) => scope === '' || scopesOf(port).includes(scope))
    .toSorted(byName)
    .map(({ index }) => index);
}

/** What can be chosen where more than one switch or hypervisor has ports. */
export function scopes(ports: readonly ReachabilityPort[]): readonly Scope[] {
  const all = Array.from(new Set(ports.flatMap(scopesOf)), (name) => ({ name }));
  return all.toSorted(byName).map(({ name }) => name);
}

function scopesOf({ switchName, machine }: ReachabilityPort): readonly Scope[] {
  return [`switch ${switchName}`, `hypervisor ${machine}`];
}

/** The places of the ports that do not reach one of their own switch, or are not reached by one. */
export function failing(ports: readonly ReachabilityPort[], rows: readonly ReachabilityRow[]): readonly number[] {
  const found = new Set<number>();
  for (let row = 0; row < rows.length; row += 1) {
    for (let column = 0; column < ports.length; column += 1) {
      if (cellKind(ports, rows, row, column) === 'lost') found.add(row).add(column);
    }
  }
  return Array.from(found).sort((a, b) => a - b);
}

/** The places of the ports at either end of these cells. */
export function endsOf(cells: ReadonlySet<string>): readonly number[] {
  const found = new Set(Array.from(cells, (cell) => cell.split(' ').map(Number)).flat());
  return Array.from(found).sort((a, b) => a - b);
}
