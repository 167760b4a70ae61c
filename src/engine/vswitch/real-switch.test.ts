import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { concatBytes, encodeTrusted, fromHex, toHex, writePcap } from '../../packets';
import { SAMPLES } from '../../packets/samples';
import { createRandom } from '../base';
import { formatFlowKey } from '../openflow';
import { extract } from './extract';

const hasOvs = spawnSync('ovs-ofctl', ['--version']).status === 0;

/** What the real extractor reads in each packet. */
function extractedByOvs(packets: readonly Uint8Array[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'extract-'));
  try {
    const file = join(folder, 'packets.pcap');
    writeFileSync(file, writePcap(packets.map((bytes) => ({ micros: 0, bytes }))));
    const text = execFileSync('ovs-ofctl', ['parse-pcap', file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.trimEnd().replaceAll('in_port=ANY,', '').split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function recorded(): readonly Uint8Array[] {
  const text = readFileSync(new URL('../../../recordings/packets.jsonl', import.meta.url), 'utf8').trim();
  return text.split('\n').map((line) => fromHex((JSON.parse(line) as { readonly bytes: string }).bytes)!);
}

/** Good packets with up to three bytes changed, cut short, or with zeros after them. */
function damaged(packets: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  const random = createRandom(2015);
  const below = (limit: number) => random.uint32() % limit;
  return Array.from({ length: count }, () => {
    const bytes = packets[below(packets.length)]!.slice();
    for (let changes = below(4); changes > 0; changes--) {
      const at = below(2) === 0 ? below(bytes.length) : Math.min(12 + below(50), bytes.length - 1);
      bytes[at] = below(3) === 0 ? below(256) : bytes[at]! ^ (1 << below(8));
    }
    const cut = bytes.slice(0, below(3) === 0 ? 14 + below(Math.max(1, bytes.length - 14)) : undefined);
    return below(6) === 0 ? concatBytes([cut, new Uint8Array(below(30))]) : cut;
  });
}

test.runIf(hasOvs)('damaged packets are read as the installed Open vSwitch reads them', { timeout: 60_000 }, () => {
  const good = [...Object.values(SAMPLES).map((specs) => encodeTrusted(specs)), ...recorded()];
  const packets = [...good, ...damaged(good, 4000)];
  const real = extractedByOvs(packets);
  expect(real).toHaveLength(packets.length);
  const wrong = packets.filter((bytes, index) => formatFlowKey(extract(bytes)) !== real[index]);
  expect(wrong.map(toHex)).toEqual([]);
});
