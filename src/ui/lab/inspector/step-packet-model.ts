/** A packet as layers and fields, each compared with the same packet a step before. */
import { decode } from '../../../packets';

export interface ViewField {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly problem: string | null;
  /** What it was where it has changed; empty for a field that was not there. */
  readonly was: string | null;
}

export interface ViewLayer {
  readonly key: string;
  readonly title: string;
  readonly summary: string;
  readonly start: number;
  readonly end: number;
  readonly fields: readonly ViewField[];
  readonly changed: boolean;
}

export interface PacketView {
  readonly layers: readonly ViewLayer[];
  /** Offsets of the bytes whose field has changed. */
  readonly changed: ReadonlySet<number>;
}

export function packetView(bytes: Uint8Array, before: Uint8Array | null): PacketView {
  const layers = keyed(bytes);
  const known =
    before === null
      ? null
      : new Map(keyed(before).flatMap(({ fields }) => fields.map((field) => [field.key, field.text])));
  const changed = new Set<number>();
  const shown = layers.map((layer) => {
    const fields = layer.fields.map((field) => {
      const was = known === null || known.get(field.key) === field.text ? null : (known.get(field.key) ?? '');
      if (was !== null) for (let at = field.start; at < field.end; at += 1) changed.add(at);
      return { ...field, was };
    });
    return { ...layer, fields, changed: fields.some(({ was }) => was !== null) };
  });
  return { layers: shown, changed };
}

/** The fields whose bytes hold an offset; several where fields share a byte. */
export function fieldsAt({ layers }: PacketView, offset: number): readonly ViewField[] {
  return layers.flatMap(({ fields }) => fields.filter(({ start, end }) => start <= offset && offset < end));
}

/** The same field of the same layer has the same key in any packet. */
function keyed(bytes: Uint8Array): readonly Omit<ViewLayer, 'changed'>[] {
  const layerKeys = counter();
  return decode(bytes).map(({ protocol, title, summary, offset, length, fields }) => {
    const key = layerKeys(protocol);
    const fieldKeys = counter();
    return {
      key,
      title,
      summary,
      start: offset,
      end: offset + length,
      fields: fields.map((field) => ({
        key: `${key}/${fieldKeys(field.name)}`,
        name: field.name,
        text: field.text,
        start: field.offset,
        end: field.offset + field.length,
        problem: field.problem ?? null,
        was: null,
      })),
    };
  });
}

function counter(): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  };
}
