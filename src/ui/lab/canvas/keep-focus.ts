/**
 * Where the keyboard is on the graph when what had the focus goes: at what stood next to
 * it, and at the thing itself again when it comes back.
 */
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { EntityKey } from '../../state';
import type { GraphNode } from './graph';

interface Focused {
  readonly key: EntityKey;
  /** All that could have had it, in order. */
  readonly among: readonly EntityKey[];
}

export function useKeptFocus(graph: RefObject<HTMLElement | null>, nodes: readonly GraphNode[]): void {
  const focused = useRef<Focused | null>(null);
  const lost = useRef<readonly EntityKey[]>([]);
  const given = useRef<Element | null>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      const element = graph.current?.contains(target as Node) === true ? (target as Element) : null;
      const key = element === null ? undefined : keyOf(element);
      focused.current = key === undefined ? null : { key, among: [...spots(graph.current).keys()] };
      // Somebody went elsewhere: nothing is brought back behind their back.
      if (element !== given.current) lost.current = [];
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, [graph]);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const here = spots(graph.current);
      const had = focused.current;
      const give = (key: EntityKey | undefined) => {
        given.current = (key === undefined ? undefined : here.get(key)) ?? null;
        if (given.current instanceof HTMLElement) given.current.focus();
      };
      const back = lost.current.findLast((key) => here.has(key));
      if (back !== undefined && (isNowhere() || document.activeElement === given.current)) {
        lost.current = lost.current.filter((key) => key !== back);
        give(back);
      } else if (had !== null && !here.has(had.key) && isNowhere()) {
        const at = had.among.indexOf(had.key);
        const next = [...had.among.slice(at + 1), ...had.among.slice(0, at).toReversed()].find((key) => here.has(key));
        lost.current = [...lost.current, had.key];
        give(next);
      }
    });
    return () => cancelAnimationFrame(frame);
  }, [graph, nodes]);
}

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** Everything on the graph that takes the focus, by what it stands for. */
function spots(graph: HTMLElement | null): ReadonlyMap<EntityKey, Element> {
  const found = new Map<EntityKey, Element>();
  for (const element of graph?.querySelectorAll('.react-flow__node, button[data-entity]') ?? []) {
    const key = keyOf(element);
    if (key !== undefined) found.set(key, element);
  }
  return found;
}

function keyOf(element: Element): EntityKey | undefined {
  const own = element.matches('.react-flow__node') ? element.querySelector<HTMLElement>('[data-entity]') : element;
  return own instanceof HTMLElement ? own.dataset.entity : undefined;
}
