/** Many new cards come onto the graph in parts, one a frame, so that the page answers in between. */
import { useEffect, useState } from 'react';
import type { GraphNode } from './graph';

const NEW_AT_ONCE = 8;

/** The nodes without those whose turn has not come yet; all of them where few are new. */
export function useInParts(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const [hand] = useState(handOver);
  const [, takeTurn] = useState(0);
  const part = hand(nodes);
  useEffect(() => {
    if (part.length === nodes.length) return undefined;
    const frame = requestAnimationFrame(() => takeTurn((before) => before + 1));
    return () => cancelAnimationFrame(frame);
  }, [part, nodes]);
  return part;
}

/** Nodes that were handed over before, and some new ones more each time. */
function handOver(): (nodes: readonly GraphNode[]) => readonly GraphNode[] {
  let known: ReadonlySet<string> = new Set();
  return (nodes) => {
    let room = NEW_AT_ONCE;
    const part = nodes.filter(({ id }) => known.has(id) || room-- > 0);
    known = new Set(part.map(({ id }) => id));
    return part.length === nodes.length ? nodes : part;
  };
}
