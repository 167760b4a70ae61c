/** trigger_event: something that whoever manages the network should hear of, as a row of Controller_Event. */
import { utf8Decode, type Uuid } from '../../../../base';
import { getMapString, getUuid, getUuids } from '../../../../ovsdb';
import type { Handler } from './handler';
import type { PinctrlRun } from './run';
import type { EmptyBackends } from './state';

const EMPTY_BACKENDS = 0;
const CODE = { vip: 1, protocol: 2, loadBalancer: 3 } as const;
const MOST_EVENTS = 1000;
const LIFETIME = 10_000;

export const triggerEvent: Handler<'trigger_event'> = (run, _, { event, options }) => {
  if (event !== EMPTY_BACKENDS) return;
  const text = (code: number) => {
    const option = options.findLast((each) => each.code === code);
    return option && utf8Decode(Uint8Array.from(option.value));
  };
  const [vip, protocol, loadBalancer] = [text(CODE.vip), text(CODE.protocol), text(CODE.loadBalancer)];
  if (vip === undefined || protocol === undefined || loadBalancer === undefined) {
    run.warn('missing lb parameters in userdata');
    return;
  }
  const { events } = run.state;
  const key = `${vip} ${protocol} ${loadBalancer}`;
  if (events.has(key) || events.size >= MOST_EVENTS) return;
  run.change({ events: new Map(events).set(key, { vip, protocol, loadBalancer, forgetAt: run.now + LIFETIME }) });
};

/** Writes events that are not there. */
export function writeEvents(run: PinctrlRun): void {
  const chassis = run.view.sb.find('Chassis', 'name', run.view.chassis);
  if (chassis === undefined) return;
  const own = getUuid(chassis, '_uuid');
  const left = new Map<string, EmptyBackends>();
  for (const [key, event] of run.state.events) {
    if (!isWritten(run, own, event)) {
      const { eventNumber } = run.state;
      run.change({ eventNumber: eventNumber + 1 });
      const { vip, protocol, loadBalancer } = event;
      run.edits.push({
        op: 'insert',
        table: 'Controller_Event',
        row: {
          event_type: 'empty_lb_backends',
          seq_num: eventNumber + 1,
          event_info: [
            ['load_balancer', loadBalancer],
            ['protocol', protocol],
            ['vip', vip],
          ],
          chassis: [own],
        },
      });
    }
    if (run.now < event.forgetAt) {
      left.set(key, event);
      run.wake(event.forgetAt);
    }
  }
  if (left.size !== run.state.events.size) run.change({ events: left });
}

function isWritten({ view: { sb } }: PinctrlRun, chassis: Uuid, event: EmptyBackends): boolean {
  return Array.from(sb.rows('Controller_Event').values()).some((row) => {
    const info = (key: string) => getMapString(row, 'event_info', key);
    const isSame =
      info('vip') === event.vip && info('protocol') === event.protocol && info('load_balancer') === event.loadBalancer;
    return isSame && row.event_type === 'empty_lb_backends' && getUuids(row, 'chassis').includes(chassis);
  });
}
