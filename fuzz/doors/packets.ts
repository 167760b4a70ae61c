/** Packets as bytes, captures, dumps, texts and layers; what is read is written as it was. */
import { symbols2015, symbolsToday, formatMicroflow, microflow as readMicroflow } from '../../src/engine/match';
import { releaseById } from '../../src/engine/releases';
import {
  captureChoices,
  captureOf,
  formatLogicalTrace,
  formatOpenFlowTrace,
  formatSummary,
  formatTraceJson,
  packetOfText,
  textsOfPacket,
  trace,
} from '../../src/engine/trace';
import { getField, setField } from '../../src/engine/openflow';
import { extractWithOffsets, rewrite } from '../../src/engine/vswitch';
import {
  decode,
  describePacket,
  encode,
  encodeTrusted,
  formatHex,
  fromHex,
  parseDumps,
  parseHex,
  PRESET_NAMES,
  PRESETS,
  PROTOCOL_NAMES,
  readPcap,
  toHex,
  toSpecs,
  writePcap,
} from '../../src/packets';
import { SAMPLES } from '../../src/packets/samples';
import type { Chance } from '../chance';
import { type Door, must, mustEqual } from '../door';
import { flowMatch } from '../grammars/flows';
import { microflowText } from '../grammars/match';
import { drawn } from '../grammars/values';
import { mutateBytes, mutateJson, mutateText, readJson } from '../mutate';
import { once, recorded } from '../recordings';
import { isLayers } from './layers';
import { article, RELEASES } from './deployments';

const ENDS = { ethSrc: '00:00:00:00:00:01', ethDst: '00:00:00:00:00:02' };
const FRAMES = once(() => [
  ...PRESET_NAMES.map((name) => encodeTrusted(PRESETS[name].build(ENDS))),
  ...Object.values(SAMPLES).map(encodeTrusted),
  ...recorded('packets', 'bytes').map(bytesOf),
]);

function bytesOf(hex: string): Uint8Array {
  return fromHex(hex) ?? new Uint8Array(0);
}

function randomBytes(chance: Chance, most: number): Uint8Array {
  return Uint8Array.from({ length: chance.below(most + 1) }, () => (chance.oneIn(8) ? 0 : chance.below(256)));
}

function mutatedFrame(chance: Chance, pool: readonly string[]): Uint8Array {
  const base = pool.length > 0 && chance.oneIn(3) ? bytesOf(chance.pick(pool)) : chance.pick(FRAMES());
  return mutateBytes(base, FRAMES(), chance);
}

/** Decoding covers the packet, its specification gives the bytes back, and what is rewritten back is as it was. */
function takesApart(bytes: Uint8Array, first?: (typeof PROTOCOL_NAMES)[number]): string {
  const layers = decode(bytes, first);
  let at = 0;
  for (const { offset, length, fields } of layers) {
    must(offset === at, 'a gap between layers');
    at += length;
    for (const field of fields) must(field.offset + field.length <= bytes.length, 'a field beyond the end');
  }
  must(at === bytes.length, 'the layers do not cover the packet');
  const again = encode(toSpecs(bytes, first));
  must(again.ok, `its own specification is refused: ${again.ok ? '' : again.error.message}`);
  if (again.ok) mustEqual(toHex(bytes), toHex(again.value), 'the bytes');
  describePacket(bytes);
  return layers.map(({ protocol }) => protocol).join(' ');
}

function extractsAndRewrites(bytes: Uint8Array): void {
  const extracted = extractWithOffsets(bytes, 1);
  must(rewrite(bytes, extracted, extracted.flow) === bytes, 'nothing changed, and yet the packet is another');
  const changed = extracted.flow.slice();
  const type = getField(changed, 'eth_type');
  setField(changed, 'eth_dst', 5n);
  if (type === 0x800n && getField(changed, 'ip_src') !== 0n) setField(changed, 'ip_src', 0x0a000009n);
  const there = rewrite(bytes, extracted, changed);
  const back = rewrite(there, extractWithOffsets(there, 1), extracted.flow);
  mustEqual(toHex(bytes.slice(0, 14)), toHex(back.slice(0, 14)), 'the Ethernet header rewritten and back');
}

export const packetBytes: Door = {
  id: 'packet-bytes',
  title: 'packet bytes, mutated: decode, round trip, extract, rewrite',
  form: 'hex',
  span: 1,
  cost: 3,
  setups: [''],
  draw: (chance, pool) => toHex(mutatedFrame(chance, pool)),
  open: () => ({
    feed(hex) {
      const bytes = bytesOf(hex);
      const said = takesApart(bytes);
      extractsAndRewrites(bytes);
      return said;
    },
  }),
};

export const packetRandom: Door = {
  id: 'packet-random',
  title: 'packet bytes, random',
  form: 'hex',
  span: 1,
  cost: 1,
  setups: ['ethernet', ...PROTOCOL_NAMES.filter((name) => name !== 'ethernet')],
  draw: (chance) => toHex(randomBytes(chance, 200)),
  open: (setup) => ({
    feed(hex) {
      const bytes = bytesOf(hex);
      extractsAndRewrites(bytes);
      return takesApart(
        bytes,
        PROTOCOL_NAMES.find((name) => name === setup),
      );
    },
  }),
};

export const packetTrace: Door = {
  id: 'packet-trace',
  title: 'packet through both traces, all exports',
  form: 'hex',
  span: 200,
  cost: 10,
  setups: RELEASES,
  draw: (chance, pool) => toHex(mutatedFrame(chance, pool)),
  open(setup) {
    const deployment = article(setup);
    return {
      feed(hex) {
        const request = { machine: 'hv1', iface: 'vif1', bytes: bytesOf(hex) };
        const told = trace(deployment, request, { live: hex.length % 4 === 0 });
        if (!told.ok) return told.error.code;
        formatSummary(told.value);
        formatLogicalTrace(deployment.release, told.value);
        JSON.parse(formatTraceJson(told.value));
        must(formatOpenFlowTrace(deployment, request).ok, 'no text of the OpenFlow trace');
        for (const { what, frames } of captureChoices(told.value)) {
          const read = readPcap(captureOf(told.value, what));
          must(read.ok && read.value.length === frames, 'a capture of ours does not read');
        }
        const { agree, differences } = told.value.agreement;
        must(agree, `the traces disagree: ${differences.join('; ')}`);
        return told.value.verdict.sentence.slice(0, 40);
      },
    };
  },
};

export const pcap: Door = {
  id: 'pcap',
  title: 'pcap, pcapng',
  form: 'hex',
  span: 1,
  cost: 1,
  setups: [''],
  draw(chance, pool) {
    const file = writePcap(
      chance.some(() => ({ micros: chance.below(2 ** 32), bytes: chance.pick(FRAMES()).slice(0, 60) }), 3),
    );
    const base =
      pool.length > 0 && chance.oneIn(3) ? bytesOf(chance.pick(pool)) : chance.oneIn(2) ? file : pcapng(chance);
    return toHex(chance.oneIn(20) ? base : mutateBytes(base, [file], chance));
  },
  open: () => ({
    feed(hex) {
      const read = readPcap(bytesOf(hex));
      if (!read.ok) return read.error.code;
      const again = readPcap(writePcap(read.value));
      const shown = (packets: typeof read.value) => packets.map(({ bytes }) => toHex(bytes)).join('\n');
      must(again.ok, 'a written capture is refused');
      if (again.ok) mustEqual(shown(read.value), shown(again.value), 'the packets of a capture');
      return `${Math.min(read.value.length, 5)} packets`;
    },
  }),
};

/** A section, an interface, and blocks with a packet or with anything. */
function pcapng(chance: Chance): Uint8Array {
  const little = chance.oneIn(2);
  const words: number[] = [];
  const block = (type: number, body: readonly number[]) =>
    words.push(type, 12 + 4 * body.length, ...body, 12 + 4 * body.length);
  block(0x0a0d0d0a, [0x1a2b3c4d, little ? 1 : 0x10000, 0xffffffff, 0xffffffff]);
  block(1, [
    little ? 1 : 0x10000,
    0,
    ...(chance.oneIn(2) ? [little ? 0x10009 : 0x90001, chance.below(256) * 0x1010101, 0] : []),
  ]);
  for (let count = chance.below(4); count > 0; count--)
    block(
      chance.pick([3, 6, 6, 5, 1, 0x0a0d0d0a, 99]),
      Array.from({ length: 5 + chance.below(6) }, () => chance.pick([0, 1, 4, 8, 60, 2 ** 32 - 1])),
    );
  const file = new Uint8Array(4 * words.length);
  words.forEach((word, index) => {
    new DataView(file.buffer).setUint32(4 * index, word, little);
  });
  return file;
}

export const hex: Door = {
  id: 'hex',
  title: 'hex and dumps',
  form: 'text',
  span: 1,
  cost: 1,
  setups: [''],
  draw(chance, pool) {
    const dump = () => {
      const bytes = chance.pick(FRAMES()).slice(0, 1 + chance.below(80));
      const plain = toHex(bytes);
      return chance.pick([
        formatHex(bytes),
        plain,
        plain.replace(/../g, '$& '),
        plain.replace(/../g, '0x$&,'),
        plain.replace(/..../g, '$& '),
        `\t0x0000:  ${plain.replace(/..../g, '$& ')}`,
      ]);
    };
    return drawn(
      chance,
      [],
      pool,
      () => chance.some(dump, 2).join('\n'),
      (text) => mutateText(text, [], chance),
    );
  },
  open: () => ({
    feed(text) {
      const dumps = parseDumps(text);
      const read = parseHex(text);
      for (const bytes of dumps.ok ? dumps.value : []) if (bytes.length > 0) writesAsHex(bytes);
      if (!read.ok) return read.error.code;
      writesAsHex(read.value);
      return dumps.ok ? `${Math.min(dumps.value.length, 4)} dumps` : dumps.error.code;
    },
  }),
};

function writesAsHex(bytes: Uint8Array): void {
  for (const text of [toHex(bytes), formatHex(bytes)]) {
    const again = parseHex(text);
    mustEqual(toHex(bytes), again.ok ? toHex(again.value) : again.error.message, 'the bytes in hexadecimal');
  }
}

const FLOWS = once(() => [...recorded('packets', 'flow'), ...recorded('packets', 'parsed')]);
const TABLES = { '2015-04': once(symbols2015), '2015-08': once(symbols2015), today: once(symbolsToday) };

export const microflow: Door = {
  id: 'microflow',
  title: 'microflow text',
  form: 'text',
  span: 1,
  cost: 3,
  setups: ['2015-04', '2015-08', 'today'],
  draw: (chance, pool) =>
    drawn(
      chance,
      FLOWS(),
      pool,
      () => (chance.oneIn(3) ? flowMatch(chance) : microflowText(chance)),
      (text) => mutateText(text, FLOWS(), chance),
    ),
  open: (setup) => ({
    feed(text) {
      const symbols = (setup === 'today' ? TABLES.today : TABLES['2015-08'])();
      const values = readMicroflow(text, { symbols });
      if (values.ok) {
        const printed = formatMicroflow(values.value, symbols);
        const again = readMicroflow(printed, { symbols });
        must(again.ok, `${printed} is refused: ${again.ok ? '' : again.error.message}`);
        if (again.ok) mustEqual(printed, formatMicroflow(again.value, symbols), 'the microflow');
      }
      const release = releaseById(setup);
      if (release === undefined) return values.ok ? 'ok' : values.error.code;
      const packet = packetOfText(release, text);
      if (!packet.ok) return packet.error.code;
      const texts = textsOfPacket(release, packet.value.bytes);
      // A frame with a length for its type is composed without its tags, as Open vSwitch does.
      if (texts.flow.includes('dl_type=0x05ff')) return 'a frame with a length';
      for (const language of ['flow', 'microflow'] as const) {
        const again = packetOfText(release, texts[language], { language });
        must(again.ok, `the ${language} ${texts[language]} is refused: ${again.ok ? '' : again.error.message}`);
        if (again.ok)
          mustEqual(
            texts[language],
            textsOfPacket(release, again.value.bytes)[language],
            `the ${language} of the packet`,
          );
      }
      return describePacket(packet.value.bytes)
        .replace(/\S*[\d:]\S*/g, '_')
        .slice(0, 60);
    },
  }),
};

const LAYERS = once(() =>
  [
    ...Object.values(SAMPLES),
    ...FRAMES()
      .slice(0, 60)
      .map((bytes) => toSpecs(bytes)),
  ].map((specs) => JSON.stringify(specs)),
);

export const packetJson: Door = {
  id: 'packet-json',
  title: 'packet layers as JSON',
  form: 'json',
  span: 1,
  cost: 2,
  setups: [''],
  draw: (chance, pool) => {
    const base = pool.length > 0 && chance.oneIn(4) ? chance.pick(pool) : chance.pick(LAYERS());
    return JSON.stringify(mutateJson(readJson(base), chance));
  },
  open: () => ({
    feed(text) {
      const specs: unknown = JSON.parse(text);
      if (!isLayers(specs)) return 'no list of layers';
      const bytes = encode(specs);
      if (!bytes.ok) return `${bytes.error.code} ${bytes.error.field}`;
      if (bytes.value.length < 5000) takesApart(bytes.value);
      return 'ok';
    },
  }),
};
