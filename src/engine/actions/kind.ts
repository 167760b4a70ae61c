/** What every kind of logical action must have. */
import type { Result, TextRange } from '../base';
import type { Expr, SymbolTable } from '../match';
import type { FieldName, Flow, OfAction } from '../openflow';
import type { Cursor } from './cursor';
import type { ActionDialect } from './dialect';

export interface ActionBase {
  /** A stable name of the kind. */
  readonly kind: string;
  /** Its place in the text of the row. */
  readonly range: TextRange;
}

export interface ActionKind<A extends ActionBase> {
  /** For people: how it is written, and what it does in one or two sentences. */
  document(dialect: ActionDialect): ActionDocument;
  /** Whether an action of this kind stands at the cursor, which is at a word. */
  begins(cursor: Cursor, dialect: ActionDialect): boolean;
  parse(cursor: Cursor, context: ParseContext): Result<Parsed<A>>;
  /** The text of the action, without its semicolon: what `parse` makes the same action of. */
  format(action: A, dialect: ActionDialect): string;
  /** In OpenFlow, with the numbers of one hypervisor. */
  encode(action: A, context: EncodeContext): readonly OfAction[];
  /** What it does to a packet in the logical network. */
  execute(action: A, packet: LogicalPacket): void;
  /** The logical ports that it names. */
  ports(action: A): readonly string[];
}

export interface ActionDocument {
  readonly form: string;
  readonly text: string;
}

export interface ParseContext {
  readonly dialect: ActionDialect;
  readonly symbols: SymbolTable;
  /** False in a pipeline's last table, where there is nothing to go on to. */
  readonly nextAllowed: boolean;
}

export interface Parsed<A> {
  readonly action: A;
  /** What the packet must be, as parsed, to be ANDed to the row's match; undefined when the action demands nothing. */
  readonly prerequisites: Expr | undefined;
}

export interface EncodeContext {
  /** The OpenFlow table that follows the row's. */
  readonly nextTable: number;
  /** The OpenFlow table that delivers to the port in outport. */
  readonly outputTable: number;
  /** The register of outport, for `output("p")`. */
  readonly outport: FieldName;
  /** The number of a logical port of the row's datapath. Ports that it does not know become 0. */
  readonly lookupPort: (logicalPort: string) => number | undefined;
}

/** A packet on its way through a logical pipeline. */
export interface LogicalPacket {
  /** Its fields; actions write them. */
  readonly flow: Flow;
  /** Names of logical ports; empty for none. */
  inport: string;
  outport: string;
  /** Sends a copy, as the packet is now, through the next table; returns when that has come to its ends. */
  next(): void;
  /** Hands a copy to the port in `outport`. */
  output(): void;
}
