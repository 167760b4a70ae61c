/** What leaves the tables for somebody who is told of packets: the controller, a note, a sample. */
import { err, ok } from '../../base';
import { formatSubfield, parseSubfield, type Subfield } from '../subfields';
import { parseInteger, parsePort } from '../parse-values';
import { splitKeyValues } from '../tokens';
import { formatPort } from '../values';
import type { OfActionKind } from './kind';
import { formatBytes, readBytes, readNumber } from './reading';

/** A packet for a controller that is told more than the packet. One that is not is an `output` to CONTROLLER. */
export interface ControllerAction {
  readonly type: 'controller';
  /** Absent: `action`. */
  readonly reason?: string;
  /** Bytes of the packet; absent: all. */
  readonly maxLen?: number;
  /** Which controller; absent: the first. */
  readonly id?: number;
  readonly userdata: readonly number[];
  /** The pipeline waits until the controller lets the packet go on. */
  readonly pause?: true;
  readonly meter?: number;
}

const REASONS: readonly string[] = ['no_match', 'action', 'invalid_ttl', 'action_set', 'group', 'packet_out'];

export const controller: OfActionKind<ControllerAction> = {
  document: {
    form: 'controller(userdata=BYTES,pause)',
    text: 'Hands the packet to the controller with bytes that tell it what to do; with pause, the packet goes on here when the controller says so.',
  },
  words: {
    controller(text) {
      const read: { -readonly [Key in keyof ControllerAction]: ControllerAction[Key] } = {
        type: 'controller',
        userdata: [],
      };
      for (const { key, value } of splitKeyValues(text)) {
        if (key === 'pause') read.pause = true;
        else if (key === 'userdata') {
          const bytes = readBytes(value);
          if (bytes === undefined) return err("bad hex digit in `controller' action `userdata'");
          read.userdata = bytes;
        } else if (key === 'reason') {
          if (!REASONS.includes(value)) return err(`unknown reason "${value}"`);
          if (value !== 'action') read.reason = value;
        } else if (key === 'max_len' || key === 'id' || key === 'meter_id') {
          const number = readNumber(value, key, key === 'meter_id' ? 0xffffffff : 0xffff);
          if (!number.ok) return number;
          if (key === 'meter_id') read.meter = number.value;
          else if (key === 'id' && number.value !== 0) read.id = number.value;
          else if (key === 'max_len' && number.value !== 65535) read.maxLen = number.value;
        } else return err(`unknown key "${key}" parsing controller action`);
      }
      return ok(read);
    },
  },
  format({ reason, maxLen, id, userdata, pause, meter }) {
    const words = [
      ...(reason === undefined ? [] : [`reason=${reason}`]),
      ...(maxLen === undefined ? [] : [`max_len=${maxLen}`]),
      ...(id === undefined ? [] : [`id=${id}`]),
      ...(userdata.length === 0 ? [] : [`userdata=${formatBytes(userdata)}`]),
      ...(pause ? ['pause'] : []),
      ...(meter === undefined ? [] : [`meter_id=${meter}`]),
    ];
    return `controller(${words.join(',')})`;
  },
};

export interface NoteAction {
  readonly type: 'note';
  readonly bytes: readonly number[];
}

export const note: OfActionKind<NoteAction> = {
  document: { form: 'note:BYTES', text: 'Does nothing; the bytes are for whoever reads the flow.' },
  words: {
    note(text) {
      const words = text.split('.').filter((word) => word !== '');
      if (!words.every((word) => /^[0-9a-f]{2}$/i.test(word))) return err("bad hex digit in `note' argument");
      const bytes = words.map((word) => Number.parseInt(word, 16));
      // A note's bytes fill its action up to a multiple of eight bytes, of which ten are header.
      while ((bytes.length + 10) % 8 !== 0 || bytes.length === 0) bytes.push(0);
      return ok({ type: 'note', bytes });
    },
  },
  format: ({ bytes }) => `note:${formatBytes(bytes)}`,
};

/** One packet in so many goes to a collector of IPFIX. */
export interface SampleAction {
  readonly type: 'sample';
  /** Of 65535. */
  readonly probability: number;
  readonly collectorSet: number;
  readonly domain: number | Subfield;
  readonly point: number | Subfield;
  readonly port?: number;
  readonly direction?: 'ingress' | 'egress';
}

export const sample: OfActionKind<SampleAction> = {
  document: {
    form: 'sample(probability=N,collector_set_id=N,obs_domain_id=N,obs_point_id=N)',
    text: 'Sends a record of N in 65535 packets to a set of IPFIX collectors.',
  },
  words: {
    sample(text) {
      const read: { -readonly [Key in keyof SampleAction]: SampleAction[Key] } = {
        type: 'sample',
        probability: 0,
        collectorSet: 0,
        domain: 0,
        point: 0,
      };
      for (const { key, value } of splitKeyValues(text)) {
        if (key === 'probability' || key === 'collector_set_id') {
          const number = readNumber(value, key, key === 'probability' ? 65535 : 0xffffffff);
          if (!number.ok) return number;
          if (key === 'probability') read.probability = number.value;
          else read.collectorSet = number.value;
        } else if (key === 'obs_domain_id' || key === 'obs_point_id') {
          const id = readId(value);
          if (id === undefined) return err(`invalid ${key} "${value}"`);
          read[key === 'obs_domain_id' ? 'domain' : 'point'] = id;
        } else if (key === 'sampling_port') {
          const port = parsePort(value);
          if (port === undefined) return err(`${value}: unknown port`);
          read.port = port;
        } else if (key === 'ingress' || key === 'egress') read.direction = key;
        else return err(`invalid key "${key}" in "sample" argument`);
      }
      return read.probability === 0 ? err('invalid probability value "0"') : ok(read);
    },
  },
  format({ probability, collectorSet, domain, point, port, direction }) {
    const words = [
      `probability=${probability}`,
      `collector_set_id=${collectorSet}`,
      `obs_domain_id=${formatId(domain)}`,
      `obs_point_id=${formatId(point)}`,
      ...(port === undefined ? [] : [`sampling_port=${formatPort(port)}`]),
      ...(direction === undefined ? [] : [direction]),
    ];
    return `sample(${words.join(',')})`;
  },
};

function readId(text: string): number | Subfield | undefined {
  const number = parseInteger(text);
  if (number !== undefined) return number <= 0xffffffffn ? Number(number) : undefined;
  const subfield = parseSubfield(text);
  return subfield.ok ? subfield.value : undefined;
}

function formatId(id: number | Subfield): string {
  return typeof id === 'number' ? String(id) : formatSubfield(id);
}
