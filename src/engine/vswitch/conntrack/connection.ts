/** What the tracker knows of one connection. All of it is plain data, which can be kept and compared as it is. */
import type { Millis } from '../../base';
import type { ProtocolState } from './protocols';
import { keyOf, type Tuple } from './tuple';

export interface Connection {
  readonly zone: number;
  /** As its first packet had it. */
  readonly original: Tuple;
  /** As replies come in: other than `original` turned around where addresses are translated. */
  readonly reply: Tuple;
  /** Which end is translated. */
  readonly nat?: 'src' | 'dst';
  readonly mark: number;
  /** 128 bits as `0x…`; `0x0` when nothing was written. */
  readonly label: string;
  readonly state: ProtocolState;
  readonly since: Millis;
  /** From then on nobody finds it. */
  readonly expires: Millis;
  readonly helper?: string;
}

export function isExpired({ expires }: Connection, now: Millis): boolean {
  return now >= expires;
}

/** No two connections have one original tuple in one zone, so it stands for the connection. */
export function identityOf({ zone, original }: Connection): string {
  return keyOf(zone, original);
}
