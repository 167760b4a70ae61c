/** A packet's bytes as layers of named fields, for showing. Total: any bytes give layers. */
import { decode } from '../../../packets';

export interface ShownField {
  readonly name: string;
  readonly label: string;
  readonly text: string;
  /** Bytes of the packet, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  readonly problem: string | null;
}

export interface ShownLayer {
  readonly title: string;
  readonly summary: string;
  readonly fields: readonly ShownField[];
}

export function decodePacket(bytes: Uint8Array): readonly ShownLayer[] {
  return decode(bytes).map((layer) => ({
    title: layer.protocol,
    summary: layer.summary,
    fields: layer.fields.map((field) => ({
      name: field.name,
      label: field.label,
      text: field.text,
      start: field.offset,
      end: field.offset + field.length,
      problem: field.problem ?? null,
    })),
  }));
}
