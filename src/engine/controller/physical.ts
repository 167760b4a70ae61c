/**
 * Flows between ports of the switch and the logical pipeline: table 0 takes
 * packets in, table 64 sends them out. Registers and metadata as 2015 had them:
 * reg6 the logical inport, reg7 the logical outport, both as tunnel keys.
 */
import { matchFrom, RESERVED_PORTS, wholeField, type FieldName, type MatchTerm, type OfAction } from '../openflow';
import type { Binding } from './bindings';
import { cookieOf, makeFlow } from './flow-table';
import type { LocalIndex } from './local';
import type { ControllerRules } from './rules';
import type { FlowRule, OriginFlow } from './types';

const INPORT: FieldName = 'reg6';
const OUTPORT: FieldName = 'reg7';

/**
 * The flows of one logical port. None if it is neither here nor on a chassis
 * with a tunnel, or if `datapath`, the local number of its switch, is missing.
 */
export function physicalFlows(
  rules: ControllerRules,
  local: LocalIndex,
  binding: Binding,
  datapath: number | undefined,
): readonly OriginFlow[] {
  if (datapath === undefined) return [];
  const here = local.ofportOf(binding.parent ?? binding.logicalPort);
  const tag = binding.parent === undefined || here === undefined ? 0 : (binding.tag ?? 0);
  const ofport = here ?? (binding.chassis === undefined ? undefined : local.tunnelTo(binding.chassis));
  if (ofport === undefined) return [];
  const key = BigInt(binding.tunnelKey);
  const { firstTable, outputTable } = rules.openflow;
  const flows: OriginFlow[] = [];
  const add = (
    rule: FlowRule,
    table: number,
    priority: number,
    terms: readonly MatchTerm[],
    actions: readonly OfAction[],
  ) => {
    const origin = { rule, binding: binding.uuid };
    flows.push(makeFlow(table, priority, matchFrom(terms), actions, cookieOf(binding.uuid), origin, rankOf(binding)));
  };

  if (here !== undefined) {
    const inPort = { field: 'in_port', value: BigInt(ofport) } as const;
    const enter = [load('metadata', BigInt(datapath)), load(INPORT, key)];
    const resubmit: OfAction = { type: 'resubmit', table: firstTable };
    if (tag === 0) {
      add('from-vif', 0, 100, [inPort], [...enter, resubmit]);
      add('from-tunnel', 0, 50, [{ field: 'tun_id', value: key }], [output(ofport)]);
    } else {
      const vlan = { field: 'dl_vlan', value: BigInt(tag) } as const;
      add('from-container', 0, 150, [inPort, vlan], [...enter, { type: 'strip_vlan' }, resubmit]);
      add('from-tunnel', 0, 50, [{ field: 'tun_id', value: key }], [setTag(tag), output(ofport)]);
    }
  }
  const outport = { field: OUTPORT, value: key };
  add('no-return', outputTable, 100, [{ field: INPORT, value: key }, outport], []);
  if (here === undefined) add('to-tunnel', outputTable, 50, [outport], [load('tun_id', key), output(ofport)]);
  else if (tag === 0) add('to-vif', outputTable, 50, [outport], [output(ofport)]);
  else add('to-container', outputTable, 50, [outport], toContainer(tag, ofport));
  return flows;
}

/**
 * A packet between two containers of one VM leaves by the port it came from,
 * which OpenFlow refuses unless in_port is cleared; the tag is taken off again
 * so that a flood's other copies go without it.
 */
function toContainer(tag: number, ofport: number): readonly OfAction[] {
  const inPort = wholeField('in_port');
  return [
    setTag(tag),
    { type: 'push', ...inPort },
    { type: 'load', ...inPort, value: 0n },
    output(ofport),
    { type: 'strip_vlan' },
    { type: 'pop', ...inPort },
  ];
}

function setTag(tag: number): OfAction {
  return { type: 'mod_vlan_vid', value: tag };
}

function output(port: number): OfAction {
  if (port >= RESERVED_PORTS.IN_PORT) throw new Error(`${port} is no port of a switch`);
  return { type: 'output', port };
}

function load(field: FieldName, value: bigint): OfAction {
  return { type: 'load', ...wholeField(field), value };
}

/** Of two containers behind one VM with one tag, the one with the lower tunnel key gets the packets. */
function rankOf(binding: Binding): string {
  return binding.tunnelKey.toString().padStart(8, '0');
}
