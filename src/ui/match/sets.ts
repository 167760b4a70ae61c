/** Named sets as they are typed to what the engine takes. */
import type { LabPort, MatchContext, MatchState, NamedSet } from '../bridge';
// Not by the bridge's own door: what stands there is loaded with the first screen.
import { readSetMembers } from '../bridge/match-sets';

export function contextOf(state: MatchState, scenarioPorts: readonly LabPort[]): MatchContext {
  return {
    symbols: state.symbols,
    addressSets: setsOf(state.addressSets, (text) => readSetMembers(text).members),
    portGroups: setsOf(state.portGroups, membersOf),
    ports: state.ports ?? scenarioPorts,
    templates: Object.fromEntries(state.templates.map(({ name, members }) => [name, members])),
  };
}

/** Names of ports: in quotes and brackets or without. */
export function membersOf(text: string): readonly string[] {
  return text.split(/[\s,;"'[\]{}]+/).filter((member) => member !== '');
}

function setsOf(
  sets: readonly NamedSet[],
  read: (text: string) => readonly string[],
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(sets.filter((set) => set.name !== '').map((set) => [set.name, read(set.members)]));
}

/** Port names as typed; a number after a colon is the port's, else ports are counted. */
export function portsOf(text: string): readonly LabPort[] {
  const ports: LabPort[] = [];
  for (const word of membersOf(text)) {
    const given = /^(.+):(\d{1,5})$/.exec(word);
    const name = given?.[1] ?? word;
    const key = given ? Number(given[2]) : Math.max(0, ...ports.map((port) => port.key)) + 1;
    if (ports.every((port) => port.name !== name) && key > 0 && key < 65536) ports.push({ name, key });
  }
  return ports;
}

/** The text that `portsOf` reads back. */
export function portsText(ports: readonly LabPort[]): string {
  return ports
    .map(({ name, key }, index) => {
      const expected = Math.max(0, ...ports.slice(0, index).map((port) => port.key)) + 1;
      return key === expected ? name : `${name}:${key}`;
    })
    .join(' ');
}
