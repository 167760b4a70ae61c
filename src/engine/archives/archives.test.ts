import { gzipSync, strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { unpack, UNPACK_LIMITS, type UnpackLimits } from '.';
import { finishWork, utf8Decode } from '../base';

function header(name: string, size: number, type: string): Uint8Array {
  const block = new Uint8Array(512);
  block.set(strToU8(name).subarray(0, 100));
  block.set(strToU8(size.toString(8).padStart(11, '0')), 124);
  block.set(strToU8(type), 156);
  block.set(strToU8('ustar'), 257);
  block.fill(0x20, 148, 156);
  block.set(
    strToU8(
      block
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0'),
    ),
    148,
  );
  block[154] = 0;
  return block;
}

function tar(files: Readonly<Record<string, Uint8Array>>, type = '0'): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, bytes]) => {
    const long = name.length > 100 ? [header('@', name.length, 'L'), padded(strToU8(name))] : [];
    return [...long, header(name, bytes.length, type), padded(bytes)];
  });
  return Uint8Array.from([...blocks, new Uint8Array(1024)].flatMap((block) => [...block]));
}

function padded(bytes: Uint8Array): Uint8Array {
  const block = new Uint8Array(Math.ceil(bytes.length / 512) * 512);
  block.set(bytes);
  return block;
}

function open(bytes: Uint8Array, limits?: Partial<UnpackLimits>): string[] {
  const wants = (head: Uint8Array) => utf8Decode(head).startsWith('want');
  const { files, notes } = finishWork(unpack('x', bytes, wants, { ...UNPACK_LIMITS, ...limits }));
  return [
    ...files.map((file) => `${file.path}: ${utf8Decode(file.bytes).slice(0, 10)} ${file.bytes.length}`),
    ...notes,
  ];
}

const WANTED = strToU8('wanted');
const LONG = strToU8(`want${'.'.repeat(10_000)}`);
const FILES = { 'a/one': WANTED, 'b.log': strToU8('no'), ['n'.repeat(150)]: LONG };
const FOUND = ['x/a/one: wanted 6', `x/${'n'.repeat(150)}: want...... 10004`];

describe('files that are wanted', () => {
  it.each([
    ['a tar', tar(FILES)],
    ['a tar in gzip', gzipSync(tar(FILES))],
    ['a zip', zipSync(FILES)],
    ['a zip that is stored', zipSync(FILES, { level: 0 })],
  ])('come out of %s', (_, bytes) => {
    expect(open(bytes).sort()).toEqual(FOUND);
  });

  it('come out of archives in archives', () => {
    const inner = gzipSync(tar({ 'node1_sbdb.gz': gzipSync(LONG), rest: strToU8('-') }));
    const outer = zipSync({ 'logs.tar': tar({ 'deep/db.tar.gz': inner }) });
    expect(open(outer)).toEqual(['x/logs.tar/deep/db.tar.gz/node1_sbdb.gz: want...... 10004']);
  });

  it('are themselves where nothing is packed', () => {
    expect(open(WANTED)).toEqual(['x: wanted 6']);
    expect(open(strToU8('no'))).toEqual([]);
    expect(open(new Uint8Array())).toEqual([]);
  });
});

describe('what cannot be unpacked is said', () => {
  it.each([
    ['a gzip that is cut off', gzipSync(LONG).subarray(0, 30), 'x is damaged or cut off near byte 0'],
    ['a tar that is cut off', tar(FILES).subarray(0, 3000), 'x is cut off'],
    ['a zip without its end', zipSync(FILES).subarray(0, 100), 'without its list'],
    ['xz', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1), 'an archive of xz'],
  ])('of %s', (_, bytes, words) => {
    expect(open(bytes).join()).toContain(words);
  });

  it('of a tar with a damaged header, with the files before it', () => {
    const bytes = tar(FILES);
    bytes[1024 + 3] = 1;
    expect(open(bytes)).toEqual(['x/a/one: wanted 6', 'x has a damaged header; the files before it were read.']);
  });

  it('of what becomes too large, too many or too deep', () => {
    const bomb = gzipSync(new Uint8Array(5_000_000));
    expect(open(bomb, { bytes: 1_000_000 })).toEqual([
      'The rest was not unpacked: more than 1000000 bytes came out of the archives.',
    ]);
    expect(open(tar(FILES), { files: 1 })).toHaveLength(2);
    expect(open(tar(FILES), { kept: 100 }).join()).toContain('more than 100 bytes');
    let deep: Uint8Array = WANTED;
    for (let level = 0; level < 20; level++) deep = gzipSync(deep);
    expect(open(deep)).toEqual(['x lies in too many archives to be unpacked.']);
  });
});
