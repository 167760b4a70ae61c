/**
 * What a symbol of the match language is, and how a release writes down its
 * symbols as data. The table itself is built in `symbol-table.ts`.
 */
import type { FieldName } from '../openflow';

/**
 * What may be asked of a symbol (ovn-sb(5), "Symbols", level of measurement):
 * a nominal one only equality, a Boolean one also its opposite, an ordinal one
 * also order and single bits.
 */
export type Level = 'nominal' | 'boolean' | 'ordinal';

export interface MatchSymbol {
  readonly name: string;
  /** In bits; 0 for a string. */
  readonly width: number;
  readonly level: Level;
  /** An expression that every use of the symbol implies; empty for none. */
  readonly prerequisites: string;
  /** The expression that a predicate stands for. */
  readonly predicate: string | undefined;
  /** For a subfield: the field that it is a part of, and the place of its bit 0 there. */
  readonly parent: MatchSymbol | undefined;
  readonly parentOffset: number;
  /** Where the value is in a packet; none for subfields, predicates and fields that only actions know. */
  readonly field: FieldName | undefined;
  /** Never a dimension of a conjunctive match. */
  readonly mustCrossProduct: boolean;
  /** One sentence of ours. */
  readonly meaning: string;
}

export interface SymbolTable {
  readonly name: string;
  /** Every symbol by its name, in the order of the release's list. */
  readonly symbols: ReadonlyMap<string, MatchSymbol>;
}

/** One line of a release's list. A symbol may use those before it. */
export type SymbolSpec = {
  readonly name: string;
  readonly meaning: string;
} &
  /** The name of a logical port, whose number is in a field. */
  (
    | { readonly string: FieldName | keyof PortRegisters }
    /** `width` where the language sees fewer bits than the field has. */
    | {
        readonly field: FieldName | keyof PortRegisters;
        readonly needs?: string;
        readonly crossProduct?: true;
        readonly width?: number;
      }
    /** A subfield, as in `vlan.tci[0..11]`. */
    | { readonly part: string; readonly needs?: string }
    | { readonly predicate: string }
    /** Known to actions only; its width in bits. */
    | { readonly actionOnly: number }
  );

/** Registers that hold the logical ports; they differ between releases. */
export interface PortRegisters {
  readonly inport: FieldName;
  readonly outport: FieldName;
}
