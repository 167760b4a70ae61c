/**
 * A packet as the datapath has it while a translation goes on. What actions change is written into the bytes when they
 * are asked for. What the tracker changed the translation does not know of, and it stays unless an action overwrites it.
 */
import { cloneFlow, WORD, type Flow } from '../openflow';
import type { Extracted } from './extract';
import { rewrite } from './rewrite';

export interface PresentPacket {
  readonly bytes: Uint8Array;
  readonly extracted: Extracted;
  /** The packet as the translation thinks that it is; absent: it knows. */
  readonly believed?: Flow;
}

/** The bytes, when the fields are those of `flow`. */
export function bytesOf({ bytes, extracted, believed }: PresentPacket, flow: Flow): Uint8Array {
  return rewrite(bytes, extracted, believed === undefined ? flow : overlaid(flow, believed, extracted.flow));
}

/** `flow` with what is really in the packet wherever it is still what was believed. */
export function overlaid(flow: Flow, believed: Flow, actual: Flow): Flow {
  const result = cloneFlow(flow);
  for (let word: number = WORD.ethTypeDst; word < flow.length; word++) {
    if (flow[word] === believed[word]) result[word] = actual[word] ?? 0;
  }
  return result;
}
