/** Packets for `evaluate`: from an OpenFlow flow, and from values by symbol. */
import { getField, type Flow } from '../openflow';
import type { FieldReader } from './evaluate';
import type { SymbolTable } from './symbols';

/** Reads a packet as the switch sees it; `portName` names the number in a port register, "" for none. */
export function flowReader(flow: Flow, symbols: SymbolTable, portName: (port: number) => string): FieldReader {
  return {
    number(name) {
      const field = symbols.symbols.get(name)?.field;
      return field === undefined ? 0n : getField(flow, field);
    },
    string(name) {
      const field = symbols.symbols.get(name)?.field;
      return field === undefined ? '' : portName(Number(getField(flow, field)));
    },
  };
}

/** A packet as values of field symbols. What is not given is 0 or "". */
export interface PacketValues {
  readonly numbers: ReadonlyMap<string, bigint>;
  readonly strings: ReadonlyMap<string, string>;
}

export function valuesReader(values: PacketValues): FieldReader {
  return {
    number: (name) => values.numbers.get(name) ?? 0n,
    string: (name) => values.strings.get(name) ?? '',
  };
}
