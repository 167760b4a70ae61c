/** Composing packets: presets, headers as a form, bytes that stay in step with it. */
export { NewPacketButton, PacketEditorDialog } from './packet-editor';
