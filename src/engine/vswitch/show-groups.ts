/** What `ovs-ofctl dump-groups`, `dump-group-stats`, `dump-meters` and `meter-stats` print of a bridge, without the first line. */
import type { Millis } from '../base';
import { formatGroup, formatMeter, type Group, type Meter, type OfAction } from '../openflow';
import type { Bridge } from './bridge';

/** Over OpenFlow 1.1 to 1.4 buckets have no numbers. */
export function formatGroups(groups: readonly Group[], withNumbers: boolean): string {
  return groups
    .map((group) => formatGroup(group))
    .map((text) => ` ${withNumbers ? text : text.replaceAll(/bucket=bucket_id:\d+,/g, 'bucket=')}\n`)
    .join('');
}

export function formatGroupStats(bridge: Bridge, groups: readonly Group[], now: Millis): string {
  const lines = groups.map((group) => {
    const { since, packets, bytes, buckets } = bridge.countersOf(group);
    const parts = [
      `group_id=${group.id}`,
      `duration=${formatDuration(now - since)}`,
      `ref_count=${referring(bridge, (action) => action.type === 'group' && action.group === group.id)}`,
      `packet_count=${packets}`,
      `byte_count=${bytes}`,
      ...buckets.map((one, index) => `bucket${index}:packet_count=${one.packets},byte_count=${one.bytes}`),
    ];
    return ` ${parts.join(',')}\n`;
  });
  return lines.join('');
}

export function formatMeters(meters: readonly Meter[]): string {
  return meters.map((meter) => `${formatMeter(meter)}\n`).join('\n');
}

export function formatMeterStats(bridge: Bridge, meters: readonly Meter[], now: Millis): string {
  const texts = meters.map((meter) => {
    const { since, packets, bytes, bands } = bridge.meterState(meter);
    const [name = ''] = formatMeter(meter).replace('=', ':').split(' ');
    const words = [
      name,
      `flow_count:${referring(bridge, (action) => action.type === 'meter' && action.meter === meter.id)}`,
      `packet_in_count:${packets}`,
      `byte_in_count:${bytes}`,
      `duration:${formatDuration(now - since)}`,
      'bands:',
    ];
    const lines = bands.map((band, index) => `${index}: packet_count:${band.packets} byte_count:${band.bytes}\n`);
    return `${words.join(' ')}\n${lines.join('')}`;
  });
  return texts.join('\n');
}

/** How many flows have such an action. */
function referring(bridge: Bridge, isWanted: (action: OfAction) => boolean): number {
  return bridge.listFlows().filter(({ actions }) => actions.some(isWanted)).length;
}

/** Milliseconds as seconds, with three decimals where they are not whole. */
function formatDuration(millis: number): string {
  const [seconds, rest] = [Math.floor(millis / 1000), millis % 1000];
  return `${seconds}${rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`}s`;
}
