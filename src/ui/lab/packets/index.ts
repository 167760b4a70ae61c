/** Composing packets: presets, headers as a form, bytes that stay in step with it. */
export { newPacketFrom, newPacketStore } from './new-packet';
export { NewPacketButton, PacketEditorDialog } from './packet-editor';
