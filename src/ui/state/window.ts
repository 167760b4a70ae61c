/**
 * A long list that stays in the worker, of which the page holds the part that is
 * shown and some around it. While another part is asked for, the old one stays.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Part, Range } from '../bridge';

export interface Window<T> {
  /** False until the first answer. */
  readonly ready: boolean;
  /** How long the whole list is. */
  readonly total: number;
  /** Undefined for what is not here yet. */
  readonly at: (index: number) => T | undefined;
  /** What `version` was when the part that is here was asked for. */
  readonly version: number;
  /** Says what is shown: it is asked for if it is not here. */
  readonly show: (first: number, last: number) => void;
}

/** Enough for small lists as a whole; large ones are asked for in such pieces. */
const PIECE = 256;

/** `question` says in words what is asked, `version` changes when the answer may have. */
export function useWindow<T>(question: string, version: number, ask: (range: Range) => Promise<Part<T>>): Window<T> {
  const [held, setHeld] = useState<{ readonly version: number; readonly part: Part<T> }>();
  const [range, setRange] = useState<Range>({ start: 0, count: PIECE });
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    let wanted = true;
    void latest.current(range).then((part) => {
      if (wanted) setHeld({ version, part });
    });
    return () => {
      wanted = false;
    };
  }, [question, version, range]);
  const show = useCallback((first: number, last: number) => {
    setRange((before) => {
      if (first >= before.start && last < before.start + before.count) return before;
      const start = Math.max(0, Math.floor((first - PIECE / 4) / 64) * 64);
      return { start, count: Math.max(PIECE, last - start + PIECE / 4) };
    });
  }, []);
  const part = held?.part;
  const at = useCallback((index: number) => part?.items[index - part.start], [part]);
  return { ready: part !== undefined, total: part?.total ?? 0, at, version: held?.version ?? 0, show };
}
