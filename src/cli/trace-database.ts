/** `ovn trace --db FILE`: ovn-trace(8) on a southbound database in a file, whichever OVN of today wrote it. */
import { readDatabaseFile, rowsOf, type FileDatabase } from '../engine/database-file';
import { releaseOf } from '../engine/imported';
import { symbolsToday } from '../engine/match';
import { LogicalNetwork, traceMicroflow } from '../engine/ovn-trace';
import { nearestLanguage } from '../engine/releases';

export interface DatabaseTraceOptions {
  readonly microflow?: string;
  readonly datapath?: string;
  /** One for each time that the packet meets connection tracking. */
  readonly ct?: readonly string[];
  readonly lbDst?: string;
  readonly selectId?: string;
  readonly detailed?: boolean;
  readonly summary?: boolean;
  readonly minimal?: boolean;
  readonly all?: boolean;
}

export interface DatabaseTraceIo {
  readonly readBinary: (file: string) => Uint8Array;
  readonly out: (text: string) => void;
  readonly error: (line: string) => void;
}

/** The exit status: that of ovn-trace, or 1 for a file that holds no southbound database. */
export function traceDatabase(file: string, options: DatabaseTraceOptions, io: DatabaseTraceIo): number {
  const read = readDatabaseFile(io.readBinary(file));
  if (!read.ok) {
    io.error(`${file}: ${read.error.message}`);
    return 1;
  }
  if (read.value.name !== 'OVN_Southbound') {
    io.error(`${file}: it holds ${read.value.name}; packets are traced in OVN_Southbound`);
    return 1;
  }
  for (const { kind, text } of read.value.notes) if (kind === 'damage') io.error(`${file}: ${text}`);
  const { status, text, error } = traceMicroflow(networkOfFile(read.value), argumentsOf(options));
  if (text !== '') io.out(text);
  if (error !== '') io.error(error.trimEnd());
  return status;
}

/** The logical network of a database, in the language of the release that wrote it. */
export function networkOfFile(database: FileDatabase): LogicalNetwork {
  const actions = nearestLanguage(releaseOf(database).text ?? '');
  const tables = { rows: (table: string) => rowsOf(database, table).values() };
  return new LogicalNetwork(tables, { symbols: symbolsToday(), actions });
}

function argumentsOf(options: DatabaseTraceOptions): readonly string[] {
  const forms = (['detailed', 'summary', 'minimal', 'all'] as const).filter((form) => options[form] === true);
  return [
    ...forms.map((form) => `--${form}`),
    ...(options.ct ?? []).map((state) => `--ct=${state}`),
    ...(options.lbDst === undefined ? [] : [`--lb-dst=${options.lbDst}`]),
    ...(options.selectId === undefined ? [] : [`--select-id=${options.selectId}`]),
    ...(options.datapath === undefined ? [] : [options.datapath]),
    ...(options.microflow === undefined ? [] : [options.microflow]),
  ];
}
