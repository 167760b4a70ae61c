/**
 * Flows between ports of the switch and the logical pipeline: one table takes
 * packets in, another sends them out.
 */
import { matchFrom, toOpenFlow13, wholeField, type MatchTerm, type OfAction } from '../openflow';
import type { Binding } from './bindings';
import { makeFlow } from './flow-table';
import type { LocalIndex } from './local';
import { output, rankOf, set } from './physical-parts';
import { noReturn, type RemoteFlows } from './remote-flows';
import type { ControllerRules } from './rules';
import type { FlowRule, OriginFlow } from './types';

/**
 * The flows of one logical port. None if it is neither here nor on a chassis
 * with a tunnel, or if `datapath`, the local number of its switch, is missing.
 */
export function physicalFlows(
  rules: ControllerRules,
  remote: RemoteFlows,
  local: LocalIndex,
  binding: Binding,
  datapath: number | undefined,
): readonly OriginFlow[] {
  if (datapath === undefined) return NONE;
  const here = local.ofportOf(binding.parent ?? binding.logicalPort);
  if (here !== undefined) return localFlows(rules, binding, datapath, here);
  const tunnel = binding.chassis === undefined ? undefined : local.tunnelTo(binding.chassis);
  return tunnel === undefined ? NONE : remote.flows(binding, tunnel);
}

const NONE: readonly OriginFlow[] = [];

function localFlows(rules: ControllerRules, binding: Binding, datapath: number, ofport: number): readonly OriginFlow[] {
  const { tables, registers } = rules.logical;
  const first = tables.tableOf('ingress', 0);
  if (first === undefined) throw new Error('There is no ingress pipeline');
  const key = BigInt(binding.tunnelKey);
  const tag = binding.parent === undefined ? 0 : (binding.tag ?? 0);
  const flow = (
    rule: FlowRule,
    table: number,
    priority: number,
    terms: readonly MatchTerm[],
    actions: readonly OfAction[],
  ) => {
    const origin = { rule, binding: binding.uuid };
    return makeFlow(table, priority, matchFrom(terms), toOpenFlow13(actions), origin, rankOf(binding));
  };
  const inPort = { field: 'in_port', value: BigInt(ofport) } as const;
  const tunnelKey = { field: registers.tunnelOutport, value: key } as const;
  const outport = { field: registers.outport, value: key } as const;
  const enter = [set(registers.datapath, BigInt(datapath)), set(registers.inport, key)];
  const resubmit: OfAction = { type: 'resubmit', table: first };
  if (tag === 0) {
    return [
      flow('from-vif', tables.enter, 100, [inPort], [...enter, resubmit]),
      flow('from-tunnel', tables.enter, 50, [tunnelKey], [output(ofport)]),
      noReturn(rules, binding),
      flow('to-vif', tables.output, 50, [outport], [output(ofport)]),
    ];
  }
  const vlan = { field: 'dl_vlan', value: BigInt(tag) } as const;
  return [
    flow('from-container', tables.enter, 150, [inPort, vlan], [...enter, { type: 'strip_vlan' }, resubmit]),
    flow('from-tunnel', tables.enter, 50, [tunnelKey], [setTag(tag), output(ofport)]),
    noReturn(rules, binding),
    flow('to-container', tables.output, 50, [outport], toContainer(tag, ofport)),
  ];
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
    set('in_port', 0n),
    output(ofport),
    { type: 'strip_vlan' },
    { type: 'pop', ...inPort },
  ];
}

function setTag(tag: number): OfAction {
  return { type: 'mod_vlan_vid', value: tag };
}
