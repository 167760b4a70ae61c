/**
 * Sessions that ovs-vswitchd 3.1 ran with its dummy datapath (`*.sessions.txt`): flows, packets that came in at a port with
 * those that went out because of them, and what `ovs-appctl dpctl/…` and `ovs-ofctl` then said. The last byte of the source
 * address of what leaves shows ct_state, where a flow writes it there. What later versions do otherwise was not asked:
 * ports of SCTP, TCP quoted in an error over IPv6, and hashes, which depend on the machine.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../packets';
import type { Millis, Result } from '../base';
import { parseFlow, parseGroup, parseMeter } from '../openflow';
import {
  createSwitch,
  formatConnection,
  formatConnectionCounts,
  formatGroups,
  formatGroupStats,
  formatMeters,
  formatMeterStats,
  formatZoneLimits,
  type Bridge,
  type Switch,
} from './index';

describe.each(['connections', 'meters-and-groups'])('%s, as ovs-vswitchd has them', (name) => {
  const text = readFileSync(new URL(`${name}.sessions.txt`, import.meta.url), 'utf8');
  const sessions = text
    .split(/^# /m)
    .slice(1)
    .map((session) => ({ title: session.split('\n')[0] ?? '', lines: session.trimEnd().split('\n').slice(1) }));
  it.each(sessions)('$title', ({ lines }) => {
    expect(replay(lines)).toEqual(lines);
  });
});

/** The session as it goes here: its commands, each with what comes of it. */
function replay(lines: readonly string[]): readonly string[] {
  const sw = createSwitch();
  let now = 0 as Millis;
  const made = sw.addBridge('br0', { failMode: 'secure', now });
  if (!made.ok) throw new Error(made.error.message);
  for (const number of [1, 2, 3])
    made.value.addPort({ name: `p${number}`, type: 'dummy', options: {}, ofportRequest: number });
  const told: string[] = [];
  for (const [index, line] of lines.entries()) {
    const [word = '', rest = ''] = line.split(/ (.*)/);
    if (line.startsWith('  ')) continue;
    told.push(line);
    if (word === 'flow') {
      made.value.putFlow(valueOf(parseFlow(rest)).entry, now);
    } else if (word === 'group') {
      made.value.setGroups([valueOf(parseGroup(rest))], now);
    } else if (word === 'meter') {
      made.value.setMeters([valueOf(parseMeter([rest]))], now);
    } else if (word === 'send') {
      const given = lines[index + 1] ?? '';
      told.push(given, ...send(sw, Number(rest.split(' ')[0]), given.replace('  in ', ''), now));
      now = (now + 3) as Millis;
    } else if (word === 'wait') now = (now + Number(rest) * 1000) as Millis;
    else if (word === 'ofctl') told.push(...ofctl(made.value, rest, now).map((said) => `  | ${said}`));
    else if (word === 'dpctl') told.push(...dpctl(sw, rest.split(' '), now).map((said) => `  | ${said}`));
  }
  return told;
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function send(sw: Switch, port: number, hex: string, now: Millis): readonly string[] {
  const run = sw.receive('br0', port, fromHex(hex) ?? new Uint8Array(), { now });
  if (!run.ok) throw new Error(run.error.message);
  return run.value.outputs
    .map((output) => `  out ${output.port} ${toHex(output.packet)}`)
    .sort((a, b) => (a[6] ?? '').localeCompare(b[6] ?? ''));
}

function dpctl({ connections }: Switch, [command, ...args]: readonly string[], now: Millis): readonly string[] {
  const zones = (args.find((word) => word.startsWith('zone='))?.slice(5) ?? '').split(',').map(Number);
  const zone = args.some((word) => word.startsWith('zone=')) ? zones[0] : undefined;
  const lines = (said: string) => said.trimEnd().split('\n');
  switch (command) {
    case 'dump-conntrack': {
      const options = { now, more: args.includes('-m'), statistics: args.includes('-s') };
      return connections
        .list(now, zone)
        .map((one) => formatConnection(one, options))
        .sort();
    }
    case 'ct-stats-show':
      return lines(formatConnectionCounts(connections.list(now, zone), args.includes('verbose')));
    case 'flush-conntrack':
      connections.flush(zone);
      return [];
    case 'ct-set-limits':
      connections.limits = { otherwise: 10, zones: new Map([[5, 2]]) };
      return [];
    case 'ct-del-limits':
      connections.limits = { otherwise: 10, zones: new Map() };
      return [];
    case 'ct-get-limits':
      return lines(formatZoneLimits(connections, now, zone === undefined ? undefined : zones));
    default:
      throw new Error(`${command}?`);
  }
}

function ofctl(bridge: Bridge, command: string, now: Millis): readonly string[] {
  const [groups, meters] = [[...bridge.groups.values()], [...bridge.meters.values()]];
  const texts: Readonly<Record<string, string>> = {
    'dump-groups': `OFPST_GROUP_DESC reply (OF1.3) (xid=0x2):\n${formatGroups(groups, false)}`,
    'dump-group-stats': `OFPST_GROUP reply (OF1.3) (xid=0x6):\n${formatGroupStats(bridge, groups, now)}`,
    'dump-meters': `OFPST_METER_CONFIG reply (OF1.3) (xid=0x2):\n${formatMeters(meters)}`,
    'meter-stats': `OFPST_METER reply (OF1.3) (xid=0x2):\n${formatMeterStats(bridge, meters, now)}`,
  };
  return (texts[command] ?? '').trimEnd().split('\n');
}
