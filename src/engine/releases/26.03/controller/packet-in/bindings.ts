/** What a packet says of where a port is: bind_vport, and the sign of life of a port that has moved here. */
import { getField, getNumber } from '../../../../openflow';
import { getMapString, getOptionalString, getPairs, getUuid, mapWith, type ColumnValue } from '../../../../ovsdb';
import type { Handler } from './handler';
import { portByKey } from './southbound';

/** Milliseconds between two claims of one port, which chassis might otherwise take from each other without end. */
const BACKOFF = 1000;
const LONGEST_BACKOFF = 10_000;

/** The port that speaks for the virtual port has it, and so this chassis. */
export const bindVport: Handler<'bind_vport'> = (run, { flow }, { port: key }) => {
  const { sb, chassis: name } = run.view;
  const datapath = getField(flow, 'metadata');
  const port = portByKey(sb, datapath, key);
  if (port === undefined) {
    run.warn(`unknown logical port with datapath ${datapath} and port ${key}`);
    return;
  }
  const parent = portByKey(sb, datapath, getNumber(flow, 'reg14'));
  const chassis = sb.find('Chassis', 'name', name);
  if (port.type !== 'virtual' || parent === undefined || chassis === undefined) return;
  const own = getUuid(chassis, '_uuid');
  const { row } = port;
  if (getOptionalString(row, 'chassis') === own && getOptionalString(row, 'virtual_parent') === parent.name) return;
  const backoff = Number(getMapString(row, 'options', 'vport-backoff') ?? 0);
  const lastClaim = Number(getMapString(row, 'options', 'vport-last-claim') ?? 0);
  let options: ColumnValue = getPairs(row, 'options');
  if (run.now >= lastClaim + backoff) {
    options = mapWith(options, 'vport-last-claim', String(run.now));
    options = mapWith(options, 'vport-backoff', String(BACKOFF));
    const claimed = { chassis: [own], virtual_parent: [parent.name] };
    run.edits.push({ op: 'update', table: 'Port_Binding', uuid: port.uuid, row: { ...claimed, options } });
    run.info(`Claiming virtual lport ${port.name} for this chassis with the virtual parent ${parent.name}`);
  } else {
    const next = Math.min(backoff + BACKOFF, LONGEST_BACKOFF);
    options = mapWith(options, 'vport-backoff', String(next));
    run.edits.push({ op: 'update', table: 'Port_Binding', uuid: port.uuid, row: { options } });
    run.info(`Postponing virtual lport ${port.name} claim by ${next} ms`);
  }
};

/** The machine behind the port runs here now. */
export const activate: Handler<'activation_strategy'> = (run, { flow }) => {
  const { sb, chassis } = run.view;
  const port = portByKey(sb, getField(flow, 'metadata'), getNumber(flow, 'reg14'));
  if (port === undefined) return;
  const activated = getMapString(port.row, 'options', 'additional-chassis-activated');
  if (activated?.split(',').includes(chassis)) return;
  const value = activated === undefined ? chassis : `${activated},${chassis}`;
  const options = mapWith(getPairs(port.row, 'options'), 'additional-chassis-activated', value);
  run.edits.push({ op: 'update', table: 'Port_Binding', uuid: port.uuid, row: { options } });
};
