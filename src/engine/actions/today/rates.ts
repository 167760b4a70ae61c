/** Queues, meters and samples. */
import type { FieldReference } from '../../match';
import { formatField, placeOf, type TodayKind } from './kind';
import type { ActionReader } from './reader';

export interface SetQueueAction {
  readonly kind: 'set_queue';
  readonly queue: number;
}

const MAX_QUEUE = 0xf000;

export const setQueue: TodayKind<SetQueueAction> = {
  document: { form: 'set_queue(QUEUE);', text: 'Puts the packet into that queue of the port that it leaves by.' },
  form: 'statement',
  parse(reader) {
    reader.expect('(');
    // OVN does not say that it wanted a number here, but only that the action should have ended.
    const queue = reader.smallInteger() ?? reader.failSyntax("expecting `;'");
    reader.expect(')');
    if (queue > MAX_QUEUE) {
      reader.fail(`Queue ID ${queue} for set_queue is not in valid range 0 to ${MAX_QUEUE}.`, 'out-of-range');
    }
    return { kind: 'set_queue', queue };
  },
  format: ({ queue }) => `set_queue(${queue});`,
  encode: ({ queue }) => [{ type: 'set_queue', queue }],
};

export interface SetMeterAction {
  readonly kind: 'set_meter';
  /** In kilobits per second, and kilobits; a burst of 0 is none. */
  readonly rate: bigint;
  readonly burst: bigint;
}

export const setMeter: TodayKind<SetMeterAction> = {
  document: { form: 'set_meter(RATE, BURST);', text: 'Drops what comes faster than so many kilobits a second.' },
  form: 'statement',
  parse(reader) {
    reader.expect('(');
    const rate = takeNumber(reader);
    const burst = reader.accept(',') ? takeNumber(reader) : 0n;
    reader.expect(')');
    if (rate === 0n) reader.fail('Rate 0 for set_meter is not in valid.', 'out-of-range');
    return { kind: 'set_meter', rate, burst };
  },
  format: ({ rate, burst }) => `set_meter(${rate}${burst === 0n ? '' : `, ${burst}`});`,
  encode({ rate, burst }, { meter, flowUuid }) {
    const [more, size] = burst === 0n ? ['', ''] : [' burst', ` burst_size=${burst}`];
    const name = `__string: uuid ${flowUuid} kbps${more} stats bands=type=drop rate=${rate}${size}`;
    return [{ type: 'meter', meter: meter(name) }];
  },
};

/** Takes whatever stands here; what is no number counts as 0. */
function takeNumber(reader: ActionReader): bigint {
  const value = reader.decimal() ?? 0n;
  reader.cursor.take();
  return value;
}

export interface SampleAction {
  readonly kind: 'sample';
  /** Of 65535. */
  readonly probability: number;
  readonly collectorSet: number;
  /** 8 bits; the key of the datapath follows. */
  readonly domain: number;
  /** `cookie` is the one of the flow. */
  readonly point: number | 'cookie' | FieldReference;
}

type Draft = { -readonly [Key in keyof SampleAction]: SampleAction[Key] };

export const sample: TodayKind<SampleAction> = {
  document: {
    form: 'sample(probability=N,collector_set=N,obs_domain=N,obs_point=N);',
    text: 'Sends a record of N in 65535 packets to a set of IPFIX collectors.',
  },
  form: 'statement',
  parse(reader) {
    const read: Draft = { kind: 'sample', probability: 0, collectorSet: 0, domain: 0, point: 0 };
    if (reader.accept('(')) {
      while (!reader.accept(')')) {
        readSampleArgument(reader, read);
        reader.accept(',');
      }
    }
    if (read.probability === 0) reader.fail('probability must be greater than zero', 'out-of-range');
    return read;
  },
  format({ probability, collectorSet, domain, point }) {
    const pointText = typeof point === 'object' ? formatField(point) : point === 'cookie' ? '$cookie' : point;
    return `sample(probability=${probability},collector_set=${collectorSet},obs_domain=${domain},obs_point=${pointText});`;
  },
  encode({ probability, collectorSet, domain, point }, { collectorSets, datapathKey, flowUuid }) {
    if (!collectorSets.has(collectorSet)) return [];
    const cookie = Number.parseInt(flowUuid.slice(0, 8), 16);
    return [
      {
        type: 'sample',
        probability,
        collectorSet,
        domain: ((domain << 24) | (datapathKey & 0xffffff)) >>> 0,
        point: typeof point === 'object' ? placeOf(point) : point === 'cookie' ? cookie : point,
      },
    ];
  },
};

/** Numbers are cut to 32 bits, as OVN does; what is no number counts as none. */
function readSampleArgument(reader: ActionReader, read: Draft): void {
  const cut = (value: bigint) => Number(value & 0xffffffffn);
  if (reader.acceptWord('probability')) {
    reader.expect('=');
    if (reader.decimal() !== undefined) read.probability = reader.uint16('probability');
  } else if (reader.acceptWord('obs_point')) {
    reader.expect('=');
    const { type, text } = reader.cursor.token;
    const number = reader.decimal();
    if (type === 'address-set' && text === 'cookie') {
      read.point = 'cookie';
      reader.cursor.take();
    } else if (number !== undefined) {
      read.point = cut(number);
      reader.cursor.take();
    } else read.point = reader.fieldOf(32);
  } else if (reader.acceptWord('obs_domain')) {
    reader.expect('=');
    const domain = cut(reader.decimal() ?? BigInt(read.domain));
    if (domain > 0xff) reader.failSyntax('obs_domain must be 8-bit long');
    read.domain = domain;
    reader.cursor.take();
  } else if (reader.acceptWord('collector_set')) {
    reader.expect('=');
    read.collectorSet = cut(reader.decimal() ?? BigInt(read.collectorSet));
    reader.cursor.take();
  } else reader.failSyntax('unknown argument');
}
