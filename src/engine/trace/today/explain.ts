/** Why rows of today's logical network match a packet or do not, as the language says it. */
import { explain, flowReader, formatSymbolValue, type FieldReader, type Reason } from '../../match';
import { FIELDS, hasPrerequisites, type Flow } from '../../openflow';
import type { FlowProgram } from '../../ovn-trace';
import type { TodayNetwork } from './network';

/** The packet as matches read it on a chassis. */
export function packetReader(network: TodayNetwork, flow: Flow, chassis: string): FieldReader {
  const datapath = network.datapathOf(flow);
  const reader = flowReader(
    flow,
    network.language.symbols,
    (key) => network.portName(datapath, key & 0xffff) || (key === 0 ? '' : `port ${key}`),
  );
  return { ...reader, isResident: (port) => port === '' || network.isResident(chassis, port) };
}

/** The value of a symbol as a constant of the language; undefined where the packet has no such field. */
export function valueOf({ language: { symbols } }: TodayNetwork, flow: Flow, name: string): string | undefined {
  const symbol = symbols.symbols.get(name);
  if (symbol?.field === undefined || !hasPrerequisites(flow, FIELDS[symbol.field].needs)) return undefined;
  return formatSymbolValue(symbol, flowReader(flow, symbols, String).number(name));
}

/** The facts that settle whether a row's match holds; none for one that does not parse. */
export function reasonsOf(program: FlowProgram, reader: FieldReader): readonly Reason[] {
  return program.meaning === undefined ? [] : explain(program.meaning.expr, reader).reasons;
}

/** What a packet has instead of what a part of a match asks, e.g. `eth.src is 00:00:00:00:00:99`. */
export function metText({ symbol, part, met }: Reason): string {
  if (symbol === '') return `${part} is false`;
  return symbol === 'is_chassis_resident' ? `${part} is ${met}` : met;
}
