/** `ovn conformance KIND FILE`, of which it takes every `every`th case, and of those of northd a selection: exit status 0 when everything passed, 1 when something differs, 2 when asked wrongly. */
import { conformDatabases } from './conformance/databases';
import { CONFORMANCE, CONFORMANCE_KINDS, isKind, malformedLine, type Selection } from './conformance';
import { readNetworks } from './read-networks';

export interface Streams {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}

export function conformance(
  kind: string,
  files: readonly string[],
  read: (file: string) => string,
  { out, error }: Streams,
  every = 1,
  selection: Selection = {},
): number {
  const file = files.join(' ');
  if (kind === 'databases') return conformNetworks(files, { out, error });
  if (!isKind(kind)) {
    error(`there is no kind '${kind}'; kinds are ${[...CONFORMANCE_KINDS, 'databases'].join(', ')}`);
    return 2;
  }
  const lines = files.flatMap((one) =>
    read(one)
      .split('\n')
      .filter((line) => line.trim() !== ''),
  );
  if (lines.length === 0) {
    error(`${file}: there is no case in it`);
    return 2;
  }
  const malformed = malformedLine(lines);
  if (malformed !== undefined) {
    error(`${file}: case ${malformed} is not a JSON object`);
    return 2;
  }
  try {
    const { passed, failed } = CONFORMANCE[kind](
      lines.filter((_, index) => index % every === 0),
      out,
      selection,
    );
    out(`${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } catch (cause) {
    error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`);
    return 2;
  }
}

/** A folder of recorded networks, instead of a file with a case in each line. */
function conformNetworks(paths: readonly string[], { out, error }: Streams): number {
  try {
    const networks = paths.flatMap(readNetworks);
    if (networks.length === 0) {
      error(`${paths.join(' ')}: there is no recorded network in it, with an sb.db`);
      return 2;
    }
    const { passed, failed } = conformDatabases(networks, out);
    out(`${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } catch (cause) {
    error(cause instanceof Error ? cause.message : String(cause));
    return 2;
  }
}
