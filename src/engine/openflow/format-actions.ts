/** Actions as ovs-ofctl prints them. */
import type { OfAction } from './actions';
import { onesOf } from './flow';
import { formatLearn } from './learn';
import { formatFieldValue, formatSubfield } from './subfields';
import { formatEthernet, formatHex, formatIpv4, formatPort, RESERVED_PORTS } from './values';

/** `load:0x1->NXM_NX_REG0[],resubmit(,16)`; `drop` for no action. */
export function formatActions(actions: readonly OfAction[]): string {
  return actions.length === 0 ? 'drop' : actions.map(formatAction).join(',');
}

/** The text of one action. */
export function formatAction(action: OfAction): string {
  switch (action.type) {
    case 'output':
      if (action.port === RESERVED_PORTS.CONTROLLER) return `CONTROLLER:${action.maxLen ?? 65535}`;
      return action.port < 0xff00 ? `output:${action.port}` : formatPort(action.port);
    case 'output_reg':
      return `output:${formatSubfield(action.source)}`;
    case 'resubmit':
      if (action.table === undefined) return `resubmit:${formatPort(action.port ?? RESERVED_PORTS.IN_PORT)}`;
      return `resubmit(${action.port === undefined ? '' : formatPort(action.port)},${action.table})`;
    case 'goto_table':
      return `goto_table:${action.table}`;
    case 'load':
      return `load:${formatHex(action.value)}->${formatSubfield(action)}`;
    case 'set_field':
      return `set_field:${formatFieldValue(action.field, action.value, action.mask)}->${action.field}`;
    case 'move':
      return `move:${formatSubfield(action.source)}->${formatSubfield(action.target)}`;
    case 'push':
    case 'pop':
      return `${action.type}:${formatSubfield(action)}`;
    case 'strip_vlan':
      return action.pop ? 'pop_vlan' : 'strip_vlan';
    case 'learn':
      return formatLearn(action);
    case 'pop_queue':
    case 'exit':
      return action.type;
    case 'push_vlan':
      return `push_vlan:0x${action.ethertype.toString(16).padStart(4, '0')}`;
    case 'mod_vlan_vid':
    case 'mod_vlan_pcp':
    case 'mod_nw_tos':
    case 'mod_nw_ecn':
    case 'mod_nw_ttl':
    case 'mod_tp_src':
    case 'mod_tp_dst':
      return `${action.type}:${action.value}`;
    case 'mod_dl_src':
    case 'mod_dl_dst':
      return `${action.type}:${formatEthernet(action.value)}`;
    case 'mod_nw_src':
    case 'mod_nw_dst':
      return `${action.type}:${formatIpv4(action.value)}`;
    case 'dec_ttl':
      return action.controllers.length === 1 && action.controllers[0] === 0
        ? 'dec_ttl'
        : `dec_ttl(${action.controllers.join(',')})`;
    case 'set_tunnel':
      return `${action.wide ? 'set_tunnel64' : 'set_tunnel'}:${formatHex(action.value)}`;
    case 'set_queue':
      return `set_queue:${action.queue}`;
    case 'write_metadata':
      return `write_metadata:${formatHex(action.value)}${action.mask === onesOf('metadata') ? '' : `/${formatHex(action.mask)}`}`;
    case 'conjunction':
      return `conjunction(${action.id},${action.clause}/${action.clauses})`;
    case 'note':
      return `note:${action.bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('.')}`;
  }
}
