/**
 * Archives (gzip, tar, zip, and each in the other), to the files in them that somebody
 * wants. Files are looked at by their beginnings while they stream by; the others are
 * never kept.
 *
 * Invariants: no bytes make it throw; what comes out is bounded in bytes, files and
 * depth, also where little bytes become many; there is a rest after each piece.
 *
 * Simplified: xz, bzip2, zstd, encrypted archives and those larger than 4 GiB are not unpacked, which is
 * said; gzip's checksum is not compared, what ovsdb-server wrote has its own.
 */
export { archiveOf } from './kinds';
export type { ArchiveKind } from './kinds';
export { unpack, UNPACK_LIMITS } from './unpack';
export type { PackedFile, Unpacked, UnpackLimits } from './unpack';
