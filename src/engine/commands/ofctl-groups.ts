/** The commands of ovs-ofctl about groups and meters, over OpenFlow 1.3 and later; groups over OpenFlow 1.0 with Nicira's extension. */
import { ok, type Result } from '../base';
import { formatGroup, formatMeter, parseGroup, parseInteger, parseMeter, type Group, type Meter } from '../openflow';
import { formatGroups, formatGroupStats, formatMeters, formatMeterStats } from '../vswitch';
import { portNames, refuse, type OfctlAnswer, type OfctlCall, type OfctlCommand } from './ofctl-call';

type Run = (call: OfctlCall) => Result<OfctlAnswer>;

const TABLE: readonly (readonly [name: string, usage: string, min: number, max: number, doc: string, run: Run])[] = [
  ['dump-groups', 'BRIDGE [GROUP]', 1, 2, 'print groups', dumpGroups],
  ['dump-group-stats', 'BRIDGE [GROUP]', 1, 2, 'print what went through groups', dumpGroupStats],
  ['add-group', 'BRIDGE GROUP', 2, 2, 'add a group', (call) => putGroup(call, 'ADD')],
  ['mod-group', 'BRIDGE GROUP', 2, 2, 'change a group (--may-create adds one)', (call) => putGroup(call, 'MOD')],
  ['del-groups', 'BRIDGE [GROUP]', 1, 2, 'delete groups', deleteGroups],
  ['dump-group-features', 'BRIDGE', 1, 1, 'print what groups can do', groupFeatures],
  ['dump-meters', 'BRIDGE', 1, 1, 'print meters', dumpMeters],
  ['dump-meter', 'BRIDGE METER', 2, 2, 'print a meter', dumpMeters],
  ['meter-stats', 'BRIDGE [METER]', 1, 2, 'print what went through meters, and what they dropped', meterStats],
  ['add-meter', 'BRIDGE METER', 2, 2, 'add a meter', (call) => putMeter(call, 'ADD')],
  ['mod-meter', 'BRIDGE METER', 2, 2, 'change a meter', (call) => putMeter(call, 'MOD')],
  ['del-meter', 'BRIDGE METER', 2, 2, 'delete a meter', deleteMeters],
  ['del-meters', 'BRIDGE [METER]', 1, 2, 'delete meters', deleteMeters],
];

/** Refused where the switch has neither. */
export const GROUP_COMMANDS: readonly OfctlCommand[] = TABLE.map(([name, usage, min, max, doc, run]) => ({
  name,
  usage,
  min,
  max,
  doc,
  run: (call) => {
    if (call.host.release.tools.modernSwitch) return run(call);
    const what = name.includes('meter') ? 'meters' : 'groups';
    return refuse(`${name}: this switch has no ${what}`, 'OVN of 2015 uses none.');
  },
}));

/** The version that the connection speaks, as it stands behind the name of a message. */
function versionOf({ modern, versions }: OfctlCall): string {
  const latest = versions.toSorted().at(-1) ?? '';
  return modern ? ` (OF1.${latest.at(-1) ?? '3'})` : '';
}

function groupsOf({ bridge, args }: OfctlCall): Result<readonly Group[]> {
  const all = Array.from(bridge.groups.values());
  const [text] = args;
  if (text === undefined) return ok(all);
  const id = parseInteger(text.replace(/^group_id=/, ''));
  if (text === 'all' || text === 'group_id=all') return ok(all);
  return id === undefined ? refuse(`invalid group number ${text}`) : ok(all.filter((group) => group.id === Number(id)));
}

function dumpGroups(call: OfctlCall): Result<string> {
  const groups = groupsOf(call);
  if (!groups.ok) return groups;
  const withNumbers = !call.modern || call.versions.includes('OpenFlow15');
  const head = call.modern ? `OFPST_GROUP_DESC reply${versionOf(call)} (xid=0x2):` : 'NXST_GROUP_DESC reply (xid=0x2):';
  return ok(`${head}\n${formatGroups(groups.value, withNumbers)}`);
}

function dumpGroupStats(call: OfctlCall): Result<string> {
  const groups = groupsOf(call);
  if (!groups.ok) return groups;
  const head = call.modern ? `OFPST_GROUP reply${versionOf(call)} (xid=0x6):` : 'NXST_GROUP reply (xid=0x6):';
  return ok(`${head}\n${formatGroupStats(call.bridge, groups.value, call.host.now)}`);
}

const GROUP_ACTIONS =
  'output group set_field strip_vlan push_vlan mod_nw_ttl dec_ttl set_mpls_ttl dec_mpls_ttl push_mpls pop_mpls set_queue';

function groupFeatures(call: OfctlCall): Result<string> {
  const head = call.modern
    ? `OFPST_GROUP_FEATURES reply${versionOf(call)} (xid=0x2):`
    : 'NXST_GROUP_FEATURES reply (xid=0x2):';
  const types = ['all', 'select', 'indirect', 'fast failover'].map(
    (type) => `    ${type} group:\n       max_groups=0xffffff00\n       actions: ${GROUP_ACTIONS}\n`,
  );
  return ok(`${head}\n Group table:\n    Types:  0xf\n    Capabilities:  0x7\n${types.join('')}`);
}

function putGroup(call: OfctlCall, verb: 'ADD' | 'MOD'): Result<OfctlAnswer> {
  const { bridge, args, mayCreate } = call;
  const read = parseGroup(args[0] ?? '', { ports: portNames(bridge) });
  if (!read.ok) return read;
  const group = read.value;
  const exists = bridge.groups.has(group.id);
  const wrong = verb === 'ADD' ? exists && 'GROUP_EXISTS' : !exists && !mayCreate && 'UNKNOWN_GROUP';
  if (wrong !== false) {
    const version = versionOf(call);
    const text = `OFPT_ERROR${version} (xid=0x6): OFPGMFC_${wrong}\nOFPT_GROUP_MOD${version} (xid=0x6):\n ${verb} ${formatGroup(group)}\n`;
    return ok({ text: '', complaint: text, status: 1 });
  }
  return change(call, { groups: [...withoutId(bridge.groups.values(), group.id), group] });
}

function deleteGroups(call: OfctlCall): Result<OfctlAnswer> {
  const gone = groupsOf(call);
  if (!gone.ok) return gone;
  return change(call, {
    groups: Array.from(call.bridge.groups.values()).filter((group) => !gone.value.includes(group)),
  });
}

/** Meters came with OpenFlow 1.3. */
function tooOld({ modern, versions }: OfctlCall): Result<never> | undefined {
  if (modern && versions.some((version) => version >= 'OpenFlow13')) return undefined;
  const allowed = versions.length === 0 || !modern ? 'OpenFlow10,NXM' : versions.join(',');
  return refuse(
    `none of the usable flow formats (OXM-OpenFlow13,OXM-OpenFlow14,OXM-OpenFlow15) is among the allowed flow formats (${allowed})`,
    'Meters came with OpenFlow 1.3: -O OpenFlow13.',
  );
}

/** The meter that is named; undefined where the argument names all, or none stands there. */
function meterIdOf(text: string | undefined): Result<number | undefined> {
  const word = (text ?? 'all').replace(/^meter=/, '');
  if (word === 'all') return ok(undefined);
  const id = { controller: 0xfffffffen, slowpath: 0xfffffffdn }[word] ?? parseInteger(word);
  return id === undefined ? refuse(`invalid numeric format ${word}`) : ok(Number(id));
}

function metersOf(call: OfctlCall): Result<readonly Meter[]> {
  const old = tooOld(call);
  if (old !== undefined) return old;
  const id = meterIdOf(call.args[0]);
  if (!id.ok) return id;
  const all = Array.from(call.bridge.meters.values()).sort((a, b) => a.id - b.id);
  return ok(id.value === undefined ? all : all.filter((meter) => meter.id === id.value));
}

function dumpMeters(call: OfctlCall): Result<OfctlAnswer> {
  return tellMeters(call, 'OFPST_METER_CONFIG', (meters) => formatMeters(meters));
}

function meterStats(call: OfctlCall): Result<OfctlAnswer> {
  return tellMeters(call, 'OFPST_METER', (meters) => formatMeterStats(call.bridge, meters, call.host.now));
}

function tellMeters(
  call: OfctlCall,
  message: string,
  write: (meters: readonly Meter[]) => string,
): Result<OfctlAnswer> {
  const meters = metersOf(call);
  if (!meters.ok) return meters;
  const [asked] = call.args;
  const version = versionOf(call);
  if (asked !== undefined && meters.value.length === 0 && !asked.endsWith('all')) {
    const complaint = `OFPT_ERROR${version} (xid=0x2): OFPMMFC_UNKNOWN_METER\n${message} request${version} (xid=0x2): ${asked}\n`;
    return ok({ text: complaint, status: 0 });
  }
  return ok(`${message} reply${version} (xid=0x2):\n${write(meters.value)}`);
}

function putMeter(call: OfctlCall, verb: 'ADD' | 'MOD'): Result<OfctlAnswer> {
  const old = tooOld(call);
  if (old !== undefined) return old;
  const { bridge, args } = call;
  const text = args[0] ?? '';
  const id = meterIdOf(/\bmeter=([^,\s]*)/.exec(text)?.[1]);
  if (!id.ok) return id;
  if (!/\b(?:kbps|pktps)\b/.test(text)) return refuse("meter must specify either 'kbps' or 'pktps'");
  const read = parseMeter([text]);
  if (!read.ok) return read;
  const meter = read.value;
  const exists = bridge.meters.has(meter.id);
  if (exists === (verb === 'ADD')) {
    const version = versionOf(call);
    const wrong = exists ? 'METER_EXISTS' : 'UNKNOWN_METER';
    const complaint = `OFPT_ERROR${version} (xid=0x2): OFPMMFC_${wrong}\nOFPT_METER_MOD${version} (xid=0x2): ${verb} ${formatMeter(meter)}\n`;
    return ok({ text: '', complaint, status: 1 });
  }
  return change(call, { meters: [...withoutId(bridge.meters.values(), meter.id), meter] });
}

function deleteMeters(call: OfctlCall): Result<OfctlAnswer> {
  const gone = metersOf(call);
  if (!gone.ok) return gone;
  return change(call, {
    meters: Array.from(call.bridge.meters.values()).filter((meter) => !gone.value.includes(meter)),
  });
}

function withoutId<T extends { readonly id: number }>(values: Iterable<T>, id: number): readonly T[] {
  return Array.from(values).filter((value) => value.id !== id);
}

function change(
  { host, machine, bridge, line }: OfctlCall,
  to: { readonly groups?: readonly Group[]; readonly meters?: readonly Meter[] },
): Result<string> {
  const tables = { groups: Array.from(bridge.groups.values()), meters: Array.from(bridge.meters.values()), ...to };
  const changed = host.changeTables(machine, bridge.name, tables, line);
  return changed.ok ? ok('') : changed;
}
