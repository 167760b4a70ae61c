/** Load balancers, and the switches and routers that have them. */
import { compareText, ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getMapString, getOptionalString, getString, type MapPair, type Row } from '../../../ovsdb';
import { find, LOAD_BALANCER, referenced, require, ROUTER, SWITCH, uuidsOf, type Kind } from './find';
import { readEndpoint, readVip } from './load-balancer-texts';
import { column, sortedPairs, textMap } from '../text';

export const LOAD_BALANCER_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'lb-add',
    min: 3,
    max: 5,
    usage: 'LB VIP[:PORT] IP[:PORT]... [PROTOCOL] [ADDRESS_FAMILY]',
    options: ['--may-exist', '--add-duplicate', '--reject', '--event', '--add-route', '--template'],
    writes: true,
    doc: 'create a load balancer, or add a VIP to one',
    run: add,
  },
  {
    name: 'lb-del',
    min: 1,
    max: 2,
    usage: 'LB [VIP]',
    options: ['--if-exists'],
    writes: true,
    doc: 'remove a load balancer, or one of its VIPs',
    run: remove,
  },
  {
    name: 'lb-list',
    min: 0,
    max: 1,
    usage: '[LB]',
    options: [],
    writes: false,
    doc: 'print load balancers',
    run: listAll,
  },
  ...commandsOf(ROUTER, 'lr', 'ROUTER'),
  ...commandsOf(SWITCH, 'ls', 'SWITCH'),
];

/** What switches and routers have alike. */
function commandsOf(kind: Kind, prefix: string, name: string): readonly CtlCommand[] {
  return [
    {
      name: `${prefix}-lb-add`,
      min: 2,
      max: 2,
      usage: `${name} LB`,
      options: ['--may-exist'],
      writes: true,
      doc: `add a load balancer to a ${kind.what}`,
      run: (context) => addTo(context, kind),
    },
    {
      name: `${prefix}-lb-del`,
      min: 1,
      max: 2,
      usage: `${name} [LB]`,
      options: ['--if-exists'],
      writes: true,
      doc: `remove a load balancer from a ${kind.what}, or all`,
      run: (context) => removeFrom(context, kind),
    },
    {
      name: `${prefix}-lb-list`,
      min: 1,
      max: 1,
      usage: name,
      options: [],
      writes: false,
      doc: `print the load balancers of a ${kind.what}`,
      run: (context) => listOf(context, kind),
    },
  ];
}

const PROTOCOLS = ['tcp', 'udp', 'sctp'];

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options, log } = context;
  const [name = '', vipText = '', backendsText = '', protocol, familyText = 'ipv4'] = args;
  if (options.has('--reject') && options.has('--event'))
    return fail("--reject and --event can't specified at the same time");
  if (protocol !== undefined && !PROTOCOLS.includes(protocol))
    return fail(`${protocol}: protocol must be one of "tcp", "udp",  or "sctp".`);
  const family = familyText === 'ipv4' ? 4 : 6;
  const read = readVip(vipText, backendsText, options.has('--template'), family, log);
  if (!read.ok) return fail(read.error);
  const { vip, backends, hasPort } = read.value;
  if (protocol !== undefined && !hasPort) return fail('Protocol is unnecessary when no port of vip is given.');
  const existing = options.has('--add-duplicate') ? ok(undefined) : find(context, LOAD_BALANCER, name);
  if (!existing.ok) return existing;
  if (existing.value) {
    const vips = textMap(existing.value, 'vips');
    if (vips.has(vip) && !options.has('--may-exist'))
      return fail(`${name}: a load balancer with this vip (${vip}) already exists`);
    overlay.update(LOAD_BALANCER.table, existing.value._uuid, {
      ...(protocol === undefined ? {} : { protocol: [protocol] }),
      vips: sortedPairs(vips.set(vip, backends)),
    });
    return ok('');
  }
  overlay.insert(LOAD_BALANCER.table, {
    name,
    protocol: [protocol ?? 'tcp'],
    vips: [[vip, backends]],
    options: optionsOf(options, family),
  });
  return ok('');
}

function optionsOf(options: CtlContext['options'], family: 4 | 6): readonly MapPair[] {
  const map = new Map<string, string>();
  if (options.has('--reject')) map.set('reject', 'true');
  if (options.has('--event')) map.set('event', 'true');
  if (options.has('--add-route')) map.set('add_route', 'true');
  if (options.has('--template')) map.set('template', 'true').set('address-family', `ipv${family}`);
  return sortedPairs(map);
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const found = find(context, LOAD_BALANCER, args[0]);
  if (!found.ok) return found;
  // One that is not there is no mistake, whatever the manual says.
  if (!found.value) return ok('');
  const [, vip] = args;
  const vips = textMap(found.value, 'vips');
  if (vip !== undefined && !vips.delete(vip)) {
    return options.has('--if-exists') ? ok('') : fail(`vip ${vip} is not part of the load balancer.`);
  }
  if (vip === undefined || vips.size === 0) overlay.delete(LOAD_BALANCER.table, found.value._uuid);
  else overlay.update(LOAD_BALANCER.table, found.value._uuid, { vips: sortedPairs(vips) });
  return ok('');
}

function addTo(context: CtlContext, kind: Kind): Outcome<CtlOutput> {
  const owner = require(context, kind, context.args[0]);
  if (!owner.ok) return owner;
  const balancer = require(context, LOAD_BALANCER, context.args[1]);
  if (!balancer.ok) return balancer;
  const { _uuid } = balancer.value;
  if (uuidsOf(owner.value, 'load_balancer').includes(_uuid))
    return context.options.has('--may-exist')
      ? ok('')
      : fail(`${_uuid} : a load balancer with this UUID already exists`);
  context.overlay.setMember(kind.table, owner.value._uuid, 'load_balancer', _uuid, true);
  return ok('');
}

function removeFrom(context: CtlContext, kind: Kind): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const owner = require(context, kind, args[0]);
  if (!owner.ok) return owner;
  if (args[1] === undefined) {
    overlay.update(kind.table, owner.value._uuid, { load_balancer: [] });
    return ok('');
  }
  const balancer = require(context, LOAD_BALANCER, args[1]);
  if (!balancer.ok) return balancer;
  if (uuidsOf(owner.value, 'load_balancer').includes(balancer.value._uuid)) {
    overlay.setMember(kind.table, owner.value._uuid, 'load_balancer', balancer.value._uuid, false);
    return ok('');
  }
  if (options.has('--if-exists')) return ok('');
  return fail(`load balancer ${getString(balancer.value, 'name')} is not part of any logical ${kind.what}.`);
}

function listAll(context: CtlContext): Outcome<CtlOutput> {
  const [name] = context.args;
  const all = context.overlay.rows(LOAD_BALANCER.table);
  return ok(print(context, name === undefined ? all : all.filter((row) => row.name === name)));
}

function listOf(context: CtlContext, kind: Kind): Outcome<CtlOutput> {
  const owner = require(context, kind, context.args[0]);
  if (!owner.ok) return owner;
  const groups = referenced(context, owner.value, 'load_balancer_group', 'Load_Balancer_Group');
  return ok(
    print(
      context,
      [owner.value, ...groups].flatMap((row) => referenced(context, row, 'load_balancer', LOAD_BALANCER.table)),
    ),
  );
}

/** A table as wide as the longest VIP. */
function print(context: CtlContext, balancers: readonly Row[]): string {
  const width = Math.max(0, ...balancers.flatMap((row) => [...textMap(row, 'vips').keys()].map((vip) => vip.length)));
  const blocks = balancers
    .filter((row) => textMap(row, 'vips').size > 0)
    .map((row) => ({ key: column(getString(row, 'name'), 20, 16), text: block(context, row, width) }))
    .sort((a, b) => compareText(a.key, b.key));
  if (blocks.length === 0) return '';
  const head = `${column('UUID', 40, 36)}${column('LB', 20, 16)}${columns('PROTO', 'VIP', width)}IPs\n`;
  return head + blocks.map(({ text }) => `${text}\n`).join('');
}

function block({ log }: CtlContext, row: Row, width: number): string {
  const template = getMapString(row, 'options', 'template')?.toLowerCase() === 'true';
  const protocol = getOptionalString(row, 'protocol');
  const vips = [...textMap(row, 'vips')].sort(([a], [b]) => compareText(a, b));
  const lines = vips.flatMap(([vip, backends], at) => {
    const endpoint = template ? undefined : readEndpoint(vip, log);
    if (!template && !endpoint) return [];
    if (template && protocol === undefined) {
      const name = getString(row, 'name');
      log('nbctl', 'WARN', `Load Balancer ${row._uuid} (${name}) is a template and misses protocol`);
      return [];
    }
    const shown = endpoint?.port === 0 ? '' : (protocol ?? '(null)');
    const start = at === 0 ? `${row._uuid}    ${column(getString(row, 'name'), 20, 16)}` : `\n${' '.repeat(60)}`;
    return [`${start}${columns(shown, vip, width)}${backends}`];
  });
  return lines.join('');
}

function columns(protocol: string, vip: string, width: number): string {
  return `${column(protocol, 11, 7)}${column(vip, width + 4, width)}`;
}
