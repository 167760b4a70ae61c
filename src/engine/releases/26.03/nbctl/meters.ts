/** Meters. */
import { compareText, ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getNumber, getOptionalBoolean, getString, type Row } from '../../../ovsdb';
import { referenced } from './find';
import { scanWithin } from '../text';

const METER = 'Meter';
const BAND = 'Meter_Band';
const MOST = 0xffffffff;

export const METER_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'meter-add',
    min: 4,
    max: 5,
    usage: 'NAME ACTION RATE UNIT [BURST]',
    options: ['--fair', '--may-exist'],
    writes: true,
    doc: 'add a meter; UNIT is kbps or pktps',
    run: add,
  },
  {
    name: 'meter-del',
    min: 0,
    max: 1,
    usage: '[NAME]',
    options: [],
    writes: true,
    doc: 'remove a meter, or all',
    run: remove,
  },
  {
    name: 'meter-list',
    min: 0,
    max: 0,
    usage: '',
    options: [],
    writes: false,
    doc: 'print the meters',
    run: list,
  },
];

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [name = '', action = '', rateText, unit = '', burstText] = args;
  const existing = overlay.rows(METER).find((row) => row.name === name);
  if (existing && !options.has('--may-exist')) return fail(`meter with name "${name}" already exists`);
  if (name.startsWith('__')) return fail('meter names that begin with "__" are reserved');
  if (action !== 'drop') return fail('action must be "drop"');
  const rate = scanWithin(rateText, 1, MOST);
  if (rate === undefined) return fail('rate must be in the range 1...4294967295');
  if (unit !== 'kbps' && unit !== 'pktps') return fail('unit must be "kbps" or "pktps"');
  const burst = burstText === undefined ? 0 : scanWithin(burstText, 0, MOST);
  if (burst === undefined) return fail('burst must be in the range 0...4294967295');
  const [held] = existing ? referenced(context, existing, 'bands', BAND) : [];
  const band = held?._uuid ?? overlay.insert(BAND, {});
  overlay.update(BAND, band, { action, rate, burst_size: burst });
  const meter = existing?._uuid ?? overlay.insert(METER, {});
  overlay.update(METER, meter, { name, unit, bands: [band], ...(options.has('--fair') ? { fair: [true] } : {}) });
  return ok('');
}

function remove({ overlay, args: [name] }: CtlContext): Outcome<CtlOutput> {
  for (const row of overlay.rows(METER)) if (name === undefined || row.name === name) overlay.delete(METER, row._uuid);
  return ok('');
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const meters = context.overlay.rows(METER).sort((a, b) => compareText(getString(a, 'name'), getString(b, 'name')));
  return ok(meters.map((meter) => print(context, meter)).join(''));
}

function print(context: CtlContext, meter: Row): string {
  const fair = getOptionalBoolean(meter, 'fair');
  const unit = getString(meter, 'unit');
  const bands = referenced(context, meter, 'bands', BAND).map((band) => {
    const burst = getNumber(band, 'burst_size');
    const bursts = burst === 0 ? '' : `, ${burst} ${unit === 'kbps' ? 'kb' : 'packet'} burst`;
    return `  ${getString(band, 'action')}: ${getNumber(band, 'rate')} ${unit}${bursts}`;
  });
  const kind = fair === undefined ? '' : fair ? ' (fair)' : ' (shared)';
  return `${getString(meter, 'name')}:${kind} bands:\n${bands.join('')}\n`;
}
