/** Test packets of the match lab: texts to packets, and the values that they give to an expression. Pure. */
import { err, ok, type Result } from '../../engine/base';
import {
  flowReader,
  formatStringValue,
  formatSymbolValue,
  microflow,
  symbolRank,
  valuesReader,
  type ConstantSets,
  type Expr,
  type FieldReader,
  type MatchSymbol,
  type SymbolTable,
} from '../../engine/match';
import { setField } from '../../engine/openflow';
import { extract } from '../../engine/vswitch';
import { describePacket, parseHex } from '../../packets';
import type { LabPort, TestPacket } from './match-protocol';

export interface PacketWorld {
  readonly symbols: SymbolTable;
  readonly sets: ConstantSets;
  readonly ports: readonly LabPort[];
  /** What the name of a port reads as where the packet has none. */
  readonly noPort: string;
}

export interface ReadPacket {
  readonly reader: FieldReader;
  readonly summary: string;
}

export function readPacket(packet: TestPacket, world: PacketWorld): Result<ReadPacket> {
  if (packet.kind === 'microflow') {
    const read = microflow(packet.text, { symbols: world.symbols, sets: world.sets });
    if (!read.ok) return read;
    return ok({ reader: naming(valuesReader(read.value), world), summary: packet.text });
  }
  const bytes = parseHex(packet.text);
  if (!bytes.ok) return bytes;
  const flow = extract(bytes.value);
  for (const [symbol, name] of [
    ['inport', packet.inport],
    ['outport', packet.outport],
  ] as const) {
    if (name === '') continue;
    const port = world.ports.find((candidate) => candidate.name === name);
    const field = world.symbols.symbols.get(symbol)?.field;
    if (port === undefined || field === undefined)
      return err({ code: 'unknown-port', message: `There is no port "${name}" here.` });
    setField(flow, field, BigInt(port.key));
  }
  const nameOf = (key: number) => world.ports.find((port) => port.key === key)?.name ?? '';
  return ok({ reader: naming(flowReader(flow, world.symbols, nameOf), world), summary: describePacket(bytes.value) });
}

function naming(reader: FieldReader, { noPort }: PacketWorld): FieldReader {
  return noPort === '' ? reader : { ...reader, string: (symbol) => reader.string(symbol) || noPort };
}

/** The fields that an annotated expression asks for, with the values that a packet has. */
export function valuesFor(expr: Expr, reader: FieldReader): readonly { symbol: string; value: string }[] {
  const asked = new Map<string, MatchSymbol>();
  const open: Expr[] = [expr];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'and' || node.kind === 'or') open.push(...node.terms);
    else if (node.kind === 'number' || node.kind === 'string') asked.set(node.symbol.name, node.symbol);
  }
  return [...asked.values()]
    .toSorted((a, b) => symbolRank(a) - symbolRank(b) || (a.name < b.name ? -1 : 1))
    .map((symbol) => ({
      symbol: symbol.name,
      value:
        symbol.width === 0
          ? formatStringValue(reader.string(symbol.name))
          : formatSymbolValue(symbol, reader.number(symbol.name)),
    }));
}
