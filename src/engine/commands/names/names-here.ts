/** The names of other releases that lead somewhere in a release: for those who look for a thing by its name of today. */
import { describeCommands } from '../describe-commands';
import type { ToolRelease } from '../host';
import { FORMER_NAMES, OTHER_NAMES, OTHER_TABLES, tableHere } from './other-releases';

export interface NameHere {
  /** As it is called elsewhere: `ls-add`. */
  readonly name: string;
  /** What it is called here, or the command that does it here instead. */
  readonly here: string;
  /** What to put at a prompt; arguments may have to follow. */
  readonly type: string;
}

export function namesHere(release: ToolRelease): readonly NameHere[] {
  const programs = describeCommands(release);
  const commands = [...OTHER_NAMES, ...FORMER_NAMES].flatMap(
    ({ program, name, here = [], type }): readonly NameHere[] => {
      const known = programs.find((one) => one.name === program)?.commands.map((command) => command.name) ?? [];
      const called = here.find((one) => known.includes(one));
      if (called !== undefined) return [{ name, here: called, type: `${program} ${called} ` }];
      return type === undefined || known.includes(name) ? [] : [{ name: `${program} ${name}`, here: type, type }];
    },
  );
  const tables = OTHER_TABLES.flatMap((table): readonly NameHere[] => {
    const { database, name } = table;
    const here = tableHere(release, table);
    if (here === undefined || here === name) return [];
    return [{ name, here: `the table ${here}`, type: `ovsdb-client dump ${database} ${here}` }];
  });
  return [...commands, ...tables];
}
