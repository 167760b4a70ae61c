/** The packet that a microflow describes, and the datapath in which it begins. */
import { err, ok, type Result } from '../base';
import { lex, microflow, parse, type Expr, type SymbolTable } from '../match';
import { FIELDS, getField, newFlow, setField, setNumber, type Flow } from '../openflow';
import type { LogicalNetwork } from './logical-network';
import type { TracedDatapath } from './datapaths';

export interface TracedPacket {
  readonly datapath: TracedDatapath;
  readonly flow: Flow;
}

/**
 * Reads a microflow as ovn-trace does. Without `datapathName` the packet begins in
 * the datapath of its inport. Errors are in the program's words.
 */
export function readPacket(
  network: LogicalNetwork,
  text: string,
  datapathName: string | undefined,
): Result<TracedPacket> {
  const found = datapathName === undefined ? datapathOf(network, text) : named(network, datapathName);
  if (!found.ok) return found;
  const datapath = found.value;
  const { symbols } = network.language;
  const read = microflow(text, { symbols, sets: network.sets });
  if (!read.ok) return err({ ...read.error, message: `error parsing flow: ${read.error.message}` });
  const flow = newFlow();
  for (const assignment of read.value.assignments) {
    const place = placeOf(symbols, assignment.symbol);
    if (place === undefined) continue;
    if ('text' in assignment) {
      const key = network.lookupPort(datapath, assignment.text);
      if (key !== undefined) setNumber(flow, place.field, key);
    } else {
      const { value, mask } = assignment;
      const kept = getField(flow, place.field) & ~(mask << place.shift);
      setField(flow, place.field, kept | ((value & mask) << place.shift));
    }
  }
  if (getField(flow, INPORT) === 0n) {
    return err({ code: 'no-inport', message: 'microflow does not specify ingress port' });
  }
  return ok({ datapath, flow });
}

const INPORT = 'reg14';

function placeOf(
  { symbols }: SymbolTable,
  name: string,
): { readonly field: keyof typeof FIELDS; readonly shift: bigint } | undefined {
  const symbol = symbols.get(name);
  const field = (symbol?.parent ?? symbol)?.field;
  return field === undefined ? undefined : { field, shift: BigInt(symbol?.parentOffset ?? 0) };
}

function named(network: LogicalNetwork, name: string): Result<TracedDatapath> {
  const datapath = network.datapathNamed(name);
  return datapath === undefined
    ? err({ code: 'unknown-datapath', message: `unknown datapath "${name}"` })
    : ok(datapath);
}

function datapathOf(network: LogicalNetwork, text: string): Result<TracedDatapath> {
  const fail = (message: string) => err({ code: 'no-inport', message: `error parsing flow: ${message}` });
  const parsed = parse(text, lex(text), network.language.symbols, network.sets);
  if (!parsed.ok) return err({ ...parsed.error, message: `error parsing flow: ${parsed.error.message}` });
  const inports = new Set(inportsOf(parsed.value));
  const [inport] = inports;
  if (inport === undefined) return fail('flow match expression does not match on inport');
  if (inports.size > 1) return fail('flow match expression matches on multiple inports');
  const port = network.ports.get(inport);
  return port === undefined ? err({ code: 'unknown-port', message: `unknown port "${inport}"` }) : ok(port.datapath);
}

function inportsOf(expr: Expr): readonly string[] {
  if (expr.kind === 'and' || expr.kind === 'or') return expr.terms.flatMap(inportsOf);
  return expr.kind === 'string' && expr.symbol.name === 'inport' && expr.relop === '==' ? [expr.text] : [];
}
