/** put_arp and put_nd: a neighbour's address, written into MAC_Binding. */
import { getField, getNumber } from '../../../../openflow';
import { getString, getUuid } from '../../../../ovsdb';
import { mac, neighbourOf, type Version } from './addresses';
import type { Handler } from './handler';
import type { PinctrlRun } from './run';
import { macBinding, portByKey } from './southbound';
import type { LearntNeighbour } from './state';

const MOST_NEIGHBOURS = 1000;
/** Milliseconds in which all chassis that hear a broadcast write, so that they do not all do it at once. */
const LONGEST_DELAY = 50;

export const putArp = learn(4);
export const putNd = learn(6);

function learn(version: Version): Handler<'put_arp' | 'put_nd'> {
  return (run, { headers, flow }) => {
    const { neighbours } = run.state;
    if (neighbours.size >= MOST_NEIGHBOURS) return;
    const datapath = getField(flow, 'metadata');
    const port = getNumber(flow, 'reg14');
    const ip = neighbourOf(flow, version);
    const isBroadcast = ((getField(headers, 'eth_dst') >> 40n) & 1n) === 1n;
    const dueAt = run.now + (isBroadcast ? run.chance(LONGEST_DELAY) + 1 : 0);
    const learnt = { datapath, port, ip, mac: mac(headers, 'eth_src'), dueAt };
    run.change({ neighbours: new Map(neighbours).set(`${datapath} ${port} ${ip}`, learnt) });
  };
}

/** Writes what is due. */
export function writeNeighbours(run: PinctrlRun): void {
  const left = new Map<string, LearntNeighbour>();
  for (const [key, learnt] of run.state.neighbours) {
    if (run.now >= learnt.dueAt) write(run, learnt);
    else {
      left.set(key, learnt);
      run.wake(learnt.dueAt);
    }
  }
  if (left.size !== run.state.neighbours.size) run.change({ neighbours: left });
}

function write(run: PinctrlRun, { datapath, port: key, ip, mac: address }: LearntNeighbour): void {
  const { sb } = run.view;
  const port = portByKey(sb, datapath, key);
  if (port === undefined) {
    run.warn(`unknown logical port with datapath ${datapath} and port ${key}`);
    return;
  }
  const row = macBinding(sb, port.name, ip);
  const values = { mac: address, timestamp: run.now };
  if (row === undefined) {
    const { name: logical_port, datapath: of } = port;
    run.edits.push({ op: 'insert', table: 'MAC_Binding', row: { logical_port, ip, datapath: of, ...values } });
  } else if (getString(row, 'mac') !== address) {
    run.edits.push({ op: 'update', table: 'MAC_Binding', uuid: getUuid(row, '_uuid'), row: values });
  }
}
