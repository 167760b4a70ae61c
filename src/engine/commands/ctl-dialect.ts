/** What the database commands of one time do in another way than those of another. */
import { toolOrder, type Row, type TableStyle } from '../ovsdb';

export interface CtlDialect {
  /** Rows are also found by the beginning of their UUID, and a new one may be given its own. */
  readonly partialUuids: boolean;
  /** The order in which rows are printed. */
  readonly inOrder: (rows: readonly Row[]) => readonly Row[];
  /** In overviews, rows that another refers to come by their names, not by their UUIDs. */
  readonly refersByName: boolean;
  /** Operators of conditions. */
  readonly operators: readonly string[];
  readonly ambiguousTable: (given: string, matches: readonly string[]) => string;
  readonly ambiguousColumn: (table: string, given: string, matches: readonly string[]) => string;
  /** A name that several rows have is looked for in the table where it stands, not in that of the record. */
  readonly namesReferrer: boolean;
  /** `destroy` without a record is warned of. */
  readonly warnsOfNothingToDestroy: boolean;
  /** What the server refuses is logged too. */
  readonly logsRefusals: boolean;
  /** How tables are laid out beyond what is asked for. */
  readonly tables: Pick<TableStyle, 'trimmed'>;
  /** How a wrong option is refused: as getopt_long(3) does, or by the program in words of its own. */
  readonly ownOptionErrors: boolean;
}

const RELATIONS = ['=', '!=', '<', '>', '<=', '>='];
const SET_RELATIONS = ['{=}', '{!=}', '{<}', '{>}', '{<=}', '{>=}'];

export const DIALECT_2015: CtlDialect = {
  partialUuids: false,
  // The real programs follow the UUIDs, which says nothing to a reader.
  inOrder: (rows) => rows,
  refersByName: true,
  operators: [...RELATIONS, ...SET_RELATIONS],
  ambiguousTable: (given) => `multiple table names match "${given}"`,
  ambiguousColumn: (table, given) => `${table} contains more than one column whose name matches "${given}"`,
  namesReferrer: false,
  warnsOfNothingToDestroy: false,
  logsRefusals: false,
  tables: {},
  ownOptionErrors: false,
};

export const DIALECT_TODAY: CtlDialect = {
  partialUuids: true,
  inOrder: toolOrder,
  refersByName: false,
  operators: [...RELATIONS, ...SET_RELATIONS, '{in}', '{not-in}'],
  ambiguousTable: (given, matches) => `"${given}" matches multiple table names: ${matches.join(', ')}`,
  ambiguousColumn: (table, given, matches) =>
    `${table} contains more than one column whose name matches "${given}": ${matches.join(', ')}`,
  namesReferrer: true,
  warnsOfNothingToDestroy: true,
  logsRefusals: true,
  tables: { trimmed: true },
  ownOptionErrors: true,
};
