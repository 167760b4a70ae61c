/** put_fdb: behind which port an address is, written into FDB. */
import { getField, getNumber } from '../../../../openflow';
import { getNumber as getInteger, getUuid } from '../../../../ovsdb';
import { mac } from './addresses';
import type { Handler } from './handler';
import type { PinctrlRun } from './run';
import { portByKey } from './southbound';
import type { LearntAddress } from './state';

const MOST_ADDRESSES = 1000;
const LARGEST_KEY = 0xffffff;
/** Milliseconds in which the chassis that hear a packet write. */
const LONGEST_DELAY = 50;

export const putFdb: Handler<'put_fdb'> = (run, { headers, flow }) => {
  const { addresses } = run.state;
  if (addresses.size >= MOST_ADDRESSES) return;
  const datapath = Number(getField(flow, 'metadata'));
  const port = getNumber(flow, 'reg14');
  // FDB takes no other keys.
  if (![datapath, port].every((key) => key >= 1 && key <= LARGEST_KEY)) return;
  const learnt = {
    datapath,
    port,
    mac: mac(headers, 'eth_src'),
    dueAt: run.now + run.chance(LONGEST_DELAY) + 1,
  };
  run.change({ addresses: new Map(addresses).set(`${datapath} ${learnt.mac}`, learnt) });
};

/** Writes what is due. */
export function writeAddresses(run: PinctrlRun): void {
  const left = new Map<string, LearntAddress>();
  for (const [key, learnt] of run.state.addresses) {
    if (run.now >= learnt.dueAt) write(run, learnt);
    else {
      left.set(key, learnt);
      run.wake(learnt.dueAt);
    }
  }
  if (left.size !== run.state.addresses.size) run.change({ addresses: left });
}

/** What comes from the physical network does not take an address from a VIF. */
function write(run: PinctrlRun, { datapath, port, mac: address }: LearntAddress): void {
  const { sb } = run.view;
  const values = { port_key: port, timestamp: run.now };
  for (const row of sb.rows('FDB').values()) {
    if (row.mac !== address || row.dp_key !== datapath) continue;
    const isOutside = portByKey(sb, datapath, port)?.type === 'localnet';
    if (isOutside && portByKey(sb, datapath, getInteger(row, 'port_key'))?.type === '') return;
    run.edits.push({ op: 'update', table: 'FDB', uuid: getUuid(row, '_uuid'), row: values });
    return;
  }
  run.edits.push({ op: 'insert', table: 'FDB', row: { mac: address, dp_key: datapath, ...values } });
}
