/** MurmurHash3 of 32 bits, as Open vSwitch has it on machines without instructions of their own for hashes. */

export function hashInt(value: number, basis: number): number {
  return finish(add(basis, value), 4);
}

export function hashLong(value: bigint): number {
  return finish(add(add(0, Number(value & 0xffffffffn) | 0), Number((value >> 32n) & 0xffffffffn) | 0), 8);
}

export function hashBytes(bytes: Uint8Array, basis: number): number {
  let hash = basis;
  for (let at = 0; at < bytes.length; at += 4) {
    const word = [0, 1, 2, 3].reduce((sum, i) => sum | ((bytes[at + i] ?? 0) << (8 * i)), 0);
    hash = add(hash, word);
  }
  return finish(hash, bytes.length);
}

/** Of a text of ASCII characters. */
export function hashText(text: string, basis: number): number {
  return hashBytes(
    Uint8Array.from(text, (character) => character.charCodeAt(0)),
    basis,
  );
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function add(hash: number, data: number): number {
  const mixed = data === 0 ? hash : hash ^ Math.imul(rotate(Math.imul(data, 0xcc9e2d51), 15), 0x1b873593);
  return (Math.imul(rotate(mixed, 13), 5) + 0xe6546b64) | 0;
}

function finish(hash: number, final: number): number {
  let mixed = hash ^ final;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
