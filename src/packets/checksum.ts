/** The Internet checksum (RFC 1071), its pseudo-headers, and SCTP's CRC32c (RFC 9260 appendix A). */

/** The ones' complement sum of big-endian 16-bit words, folded; an odd last byte counts as a high byte. */
export function onesSum(bytes: Uint8Array, initial = 0): number {
  let sum = initial;
  const even = bytes.length & ~1;
  for (let i = 0; i < even; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
  if (even < bytes.length) sum += (bytes[even] ?? 0) << 8;
  return fold(sum);
}

/** The 16-bit Internet checksum of `bytes`; `initial` is a sum from `onesSum`, such as a pseudo-header's. */
export function internetChecksum(bytes: Uint8Array, initial = 0): number {
  return ~onesSum(bytes, initial) & 0xffff;
}

/**
 * The sum over the pseudo-header of RFC 9293 section 3.1 (IPv4) or RFC 8200
 * section 8.1 (IPv6). `source` and `destination` have 4 or 16 bytes; `length` is
 * that of the upper-layer header and data.
 */
export function pseudoHeaderSum(source: Uint8Array, destination: Uint8Array, protocol: number, length: number): number {
  return fold(onesSum(source) + onesSum(destination) + protocol + Math.floor(length / 0x10000) + (length & 0xffff));
}

/** SCTP's CRC32c, already in the byte order in which it goes into the header. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  const value = ~crc >>> 0;
  return (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}

const CRC_TABLE: readonly number[] = Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc >>> 0;
});

function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000);
  return folded;
}
