/** What the packet editor gets of an offer: a capture whole, of a text the packets in it. */
import type { Offered } from '../../actions';
import type { PasteReading } from '../../bridge';

export interface PacketsOffered {
  /** A capture file. */
  readonly file: Uint8Array | null;
  readonly name: string;
  readonly hex: readonly string[];
}

export function packetsFor({ content, name }: Offered, reading: PasteReading): PacketsOffered {
  const file = typeof content !== 'string' && reading.captures > 0 ? content : null;
  const hex = reading.packets.flatMap(({ kind, text }) => (kind === 'hex' ? [text] : []));
  return { file, name: name ?? '', hex };
}
