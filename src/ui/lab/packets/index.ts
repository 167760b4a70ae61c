/** Composing packets: presets, headers as a form, bytes that stay in step with it. */
export { decodePacket } from './decode-packet';
export type { ShownLayer } from './decode-packet';
export { NewPacketButton, PacketEditorDialog } from './packet-editor';
