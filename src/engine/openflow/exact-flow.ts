/**
 * One packet's fields as `ovs-appctl ofproto/trace` reads them: words in order,
 * each field only after what it needs, and no masks. Unlike a match nothing is
 * dropped or put right in silence (lib/ofp-parse.c, parse_ofp_exact_flow).
 */
import { err, ok, type Result, type TextRange } from '../base';
import { FIELDS, findField, type FieldName } from './fields';
import { getField, getNumber, newFlow, onesOf, setField, setNumber, type Flow } from './flow';
import { PROTOCOLS } from './parse-match';
import { parseFieldValue, type PortNames } from './parse-values';
import { hasPrerequisites } from './prerequisites';
import { splitKeyValues, type KeyValue } from './tokens';
import { RESERVED_PORTS } from './values';

/** The flow with just these values; without an in_port it has ANY. Problems are in the words of ovs-vswitchd. */
export function parseExactFlow(text: string, ports?: PortNames): Result<Flow> {
  const flow = newFlow();
  for (const pair of splitKeyValues(text)) {
    const wrong = PROTOCOLS.has(pair.key) ? addProtocol(flow, pair.key) : addField(flow, pair, ports);
    if (wrong !== undefined) return err({ code: 'bad-flow', message: `${text}: ${wrong}`, range: rangeOf(pair) });
  }
  if (getNumber(flow, 'in_port') === 0) setNumber(flow, 'in_port', RESERVED_PORTS.ANY);
  return ok(flow);
}

function addProtocol(flow: Flow, name: string): string | undefined {
  for (const { field, value } of PROTOCOLS.get(name) ?? []) {
    if (getField(flow, field) !== 0n)
      return field === 'eth_type' ? 'Ethernet type set multiple times' : 'network protocol set multiple times';
    setField(flow, field, value);
  }
  return undefined;
}

function addField(flow: Flow, { key, value }: KeyValue, ports: PortNames | undefined): string | undefined {
  const field = findField(key);
  if (field === undefined) return `unknown field ${key}`;
  if (!hasPrerequisites(flow, FIELDS[field].needs)) return `prerequisites not met for setting ${key}`;
  if (getField(flow, field) !== 0n) return `field ${key} set multiple times`;
  const parsed = parseFieldValue(field, value, ports);
  if (!parsed.ok) return `bad value for ${key} (${parsed.error})`;
  if (parsed.value.mask !== onesOf(field)) return `bad value for ${key} (${value}: wildcards not allowed here)`;
  setValue(flow, field, parsed.value.value);
  return undefined;
}

/** The parts of a tag that OpenFlow 1.0 knows say that there is one. */
const TAG_PARTS: ReadonlySet<FieldName> = new Set(['dl_vlan', 'dl_vlan_pcp', 'vlan_pcp']);
/** What dl_vlan says of a packet without a tag. */
const NO_VLAN = 0xffffn;

function setValue(flow: Flow, field: FieldName, value: bigint): void {
  if (field === 'dl_vlan' && value === NO_VLAN) {
    setNumber(flow, 'vlan_tci', 0);
    return;
  }
  setField(flow, field, value);
  if (TAG_PARTS.has(field)) setNumber(flow, 'vlan_tci', getNumber(flow, 'vlan_tci') | 0x1000);
}

function rangeOf({ keyRange, valueRange }: KeyValue): TextRange {
  return { start: keyRange.start, end: Math.max(keyRange.end, valueRange.end) };
}
