/** Which OVN a database is of: said by northd where it is a recent one, otherwise guessed by the version of the schema. */
import { entryIn, rowsOf, type FileDatabase } from '../database-file';

/** What the first release with a schema as new as this is called; the oldest first. */
const RELEASES: Readonly<Record<string, readonly (readonly [schema: string, release: string])[]>> = {
  OVN_Northbound: [
    ['5.23.0', '20.06'],
    ['5.27.0', '20.09'],
    ['5.28.0', '20.12'],
    ['5.31.0', '21.03'],
    ['5.32.0', '21.06'],
    ['5.32.1', '21.09'],
    ['5.34.1', '21.12'],
    ['6.1.0', '22.03'],
    ['6.3.0', '22.06'],
    ['7.0.0', '22.12'],
    ['7.0.4', '23.06'],
    ['7.1.0', '23.09'],
    ['7.3.0', '24.03'],
    ['7.6.0', '24.09'],
    ['7.11.0', '25.03'],
    ['7.12.0', '25.09'],
    ['7.18.0', '26.03'],
  ],
  OVN_Southbound: [
    ['2.8.0', '20.06'],
    ['2.10.0', '20.09'],
    ['20.12.0', '20.12'],
    ['20.16.1', '21.03'],
    ['20.17.0', '21.06'],
    ['20.20.0', '21.09'],
    ['20.21.0', '21.12'],
    ['20.23.0', '22.06'],
    ['20.25.0', '22.09'],
    ['20.27.0', '22.12'],
    ['20.27.2', '23.06'],
    ['20.27.4', '23.09'],
    ['20.33.0', '24.03'],
    ['20.37.0', '24.09'],
    ['20.41.0', '25.03'],
    ['21.5.0', '25.09'],
    ['21.8.0', '26.03'],
  ],
};

export interface GuessedRelease {
  /** `26.03.2` where northd said so; `22.12 or later` by the schema; null where nothing tells. */
  readonly text: string | null;
  readonly said: boolean;
}

export function releaseOf(database: FileDatabase): GuessedRelease {
  const global = database.name === 'OVN_Northbound' ? 'NB_Global' : 'SB_Global';
  for (const row of rowsOf(database, global).values()) {
    const version = /^\d+\.\d+\.\d+/.exec(entryIn(row, 'options', 'northd_internal_version') ?? '')?.[0];
    if (version !== undefined) return { text: version, said: true };
  }
  const own = database.schema.version;
  const known = Object.hasOwn(RELEASES, database.name) ? RELEASES[database.name] : undefined;
  if (own === undefined || known === undefined) return { text: null, said: false };
  const at = known.findLastIndex(([schema]) => compareVersions(schema, own) <= 0);
  const found = known[at];
  if (found === undefined) return { text: `before ${known[0]?.[1] ?? ''}`, said: false };
  return { text: found[0] === own ? found[1] : `${found[1]} or later`, said: false };
}

/** By numbers: `7.12.0` is later than `7.6.0`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
