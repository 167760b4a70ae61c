/** A recorded network: the files that the real programs wrote of it. */
import { utf8Decode } from '../../engine/base';
import { readDatabaseFile, type FileDatabase } from '../../engine/database-file';

export interface RecordedNetwork {
  readonly name: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A database of the network; throws when it is not there, or damaged. */
export function readNetworkDatabase({ files }: RecordedNetwork, name: string): FileDatabase {
  const bytes = files.get(name);
  if (bytes === undefined) throw new Error(`there is no ${name}`);
  const database = readDatabaseFile(bytes);
  if (!database.ok) throw new Error(database.error.message);
  const [damage] = database.value.notes.filter(({ kind }) => kind === 'damage');
  if (damage !== undefined) throw new Error(damage.text);
  return database.value;
}

/** The lines of a text that are not empty; none when it is not there. */
export function linesOf({ files }: RecordedNetwork, name: string): readonly string[] {
  const bytes = files.get(name);
  return bytes === undefined
    ? []
    : utf8Decode(bytes)
        .split('\n')
        .filter((line) => line !== '');
}
