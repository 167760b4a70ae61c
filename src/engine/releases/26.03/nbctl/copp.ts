/** Control plane protection: how many packets of a protocol the controllers take. */
import { ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { COPP, find, isUuidText, require, ROUTER, SWITCH, type Kind } from './find';
import { hashedMap, sortedPairs, textMap } from '../text';

export const COPP_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'copp-add',
    min: 3,
    max: 3,
    usage: 'NAME PROTO METER',
    options: [],
    writes: true,
    doc: 'meter the packets of a protocol in the policy NAME',
    run: add,
  },
  {
    name: 'copp-del',
    min: 1,
    max: 2,
    usage: 'NAME [PROTO]',
    options: [],
    writes: true,
    doc: 'meter a protocol no longer, or delete the policy',
    run: remove,
  },
  {
    name: 'copp-list',
    min: 1,
    max: 1,
    usage: 'NAME',
    options: [],
    writes: false,
    doc: 'print the protocols of a policy with their meters',
    run: list,
  },
  assigning('ls-copp-add', 'SWITCH', SWITCH),
  assigning('lr-copp-add', 'ROUTER', ROUTER),
];

const PROTOCOLS = [
  'arp',
  'arp-resolve',
  'dhcpv4-opts',
  'dhcpv6-opts',
  'dns',
  'event-elb',
  'icmp4-error',
  'icmp6-error',
  'igmp',
  'nd-na',
  'nd-ns',
  'nd-ns-resolve',
  'nd-ra-opts',
  'tcp-reset',
  'bfd',
  'reject',
  'svc-monitor',
  'dhcpv4-relay',
];

function checkProtocol(protocol: string): string | undefined {
  if (PROTOCOLS.includes(protocol)) return undefined;
  return `Invalid control protocol. Allowed values: ${PROTOCOLS.join(', ')}.`;
}

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args } = context;
  const [id = '', protocol = '', meter = ''] = args;
  const wrong = checkProtocol(protocol);
  if (wrong !== undefined) return fail(wrong);
  const isUuid = isUuidText(id);
  const found = isUuid ? require(context, COPP, id) : find(context, COPP, id);
  if (!found.ok) return found;
  const uuid = found.value?._uuid ?? overlay.insert(COPP.table, {});
  const meters = found.value ? textMap(found.value, 'meters') : new Map<string, string>();
  overlay.update(COPP.table, uuid, {
    meters: sortedPairs(meters.set(protocol, meter)),
    ...(isUuid ? {} : { name: id }),
  });
  return ok('');
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args } = context;
  const [id, protocol] = args;
  const wrong = protocol === undefined ? undefined : checkProtocol(protocol);
  if (wrong !== undefined) return fail(wrong);
  const found = find(context, COPP, id);
  if (!found.ok) return found;
  if (!found.value) return ok('');
  const meters = textMap(found.value, 'meters');
  if (protocol !== undefined) meters.delete(protocol);
  if (protocol === undefined || meters.size === 0) overlay.delete(COPP.table, found.value._uuid);
  else overlay.update(COPP.table, found.value._uuid, { meters: sortedPairs(meters) });
  return ok('');
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const found = find(context, COPP, context.args[0]);
  if (!found.ok) return found;
  const meters = found.value ? hashedMap(found.value, 'meters') : [];
  return ok(meters.map(([protocol, meter]) => `${protocol}: ${meter}\n`).join(''));
}

function assigning(name: string, argument: string, kind: Kind): CtlCommand {
  return {
    name,
    min: 2,
    max: 2,
    usage: `NAME ${argument}`,
    options: [],
    writes: true,
    doc: `protect the controllers of a ${kind.what} by the policy NAME`,
    run(context) {
      const owner = require(context, kind, context.args[1]);
      if (!owner.ok) return owner;
      const copp = require(context, COPP, context.args[0]);
      if (!copp.ok) return copp;
      context.overlay.update(kind.table, owner.value._uuid, { copp: [copp.value._uuid] });
      return ok('');
    },
  };
}
