/**
 * Packets as bytes: one file per protocol with the places of its fields, from
 * which decoding, encoding, defaults, validation and round trips follow.
 *
 * Bytes -> `decode` -> layers with fields (names of the match language, byte
 * ranges) for showing; bytes <-> layer specifications (plain JSON) for editing and
 * saving, with lengths, types and checksums computed unless they are given.
 *
 * Invariants: decoding never throws, a bad or short tail is a layer `malformed`
 * with its reason; `encode(toSpecs(bytes))` gives `bytes` back, whatever they are.
 *
 * Simplified: no reassembly of fragments or STT segments; LLC only in its
 * unnumbered form; DNS resource records, SCTP chunks and quoted packets in ICMP
 * errors stay bytes; no GRE, ESP or AH.
 */
export { formatIpv4, formatIpv6, formatMac, parseIpv4, parseIpv6, parseMac } from './address';
export { concatBytes, fromHex, readBits, readU16, readU32, toHex, writeBits } from './bytes';
export { crc32c, internetChecksum, onesSum, pseudoHeaderSum } from './checksum';
export { decode, type Layer } from './decode';
export { describePacket } from './describe';
export { defaultSpec, encode, encodeTrusted, type LayerSpec, type SpecProblem, toSpecs } from './encode';
export {
  type Field,
  type FieldDefinition,
  type FieldKind,
  type FieldValue,
  initialValue,
  parseField,
  type SpecRecord,
  type SpecValue,
  type Values,
} from './field';
export { formatHex, parseDumps, parseHex } from './hex';
export { type HeaderProtocol, PROTOCOL_NAMES, type ProtocolName, STT_PORT } from './names';
export { type CapturedPacket, readPcap, writePcap } from './pcap';
export { type Endpoints, linkLocal, type Preset, PRESET_NAMES, type PresetName, PRESETS } from './presets';
export type { DecodedField, Protocol } from './protocol';
export { isHeaderProtocol, protocolOf, PROTOCOLS } from './registry';
export { decapsulate, encapsulate, TUNNEL_TYPES, type TunnelHeader, type TunnelType } from './tunnel';
