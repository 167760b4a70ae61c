/** Gives one part of the lab all the room, and afterwards each the room that it had. */
import { useEffect, useRef } from 'react';
import type { GroupImperativeHandle } from 'react-resizable-panels';
import { isField } from '../actions';
import { maximise, useRoom } from '../state';
import type { Part } from '../state';

type Sizes = Record<string, number>;

/** Percentages of the lab's columns and of the rows in its middle. */
const LAYOUTS: Readonly<Record<Part, { readonly columns: Sizes; readonly rows: Sizes | null }>> = {
  outline: { columns: { outline: 100, center: 0, inspector: 0 }, rows: null },
  graph: { columns: { outline: 0, center: 100, inspector: 0 }, rows: { graph: 100, panes: 0 } },
  panes: { columns: { outline: 0, center: 100, inspector: 0 }, rows: { graph: 0, panes: 100 } },
  details: { columns: { outline: 0, center: 0, inspector: 100 }, rows: null },
};

/** Where the outline shares the column of the details it has none of its own. */
function shared(wanted: Sizes, there: Sizes): Sizes {
  if ('outline' in there) return wanted;
  const { outline = 0, ...rest } = wanted;
  return { ...rest, inspector: (rest.inspector ?? 0) + outline };
}

export function useMaximise() {
  const columns = useRef<GroupImperativeHandle>(null);
  const rows = useRef<GroupImperativeHandle>(null);
  const before = useRef<{ readonly columns: Sizes; readonly rows: Sizes } | null>(null);
  const part = useRoom((room) => room.maximised);
  useEffect(() => {
    const [across, down] = [columns.current, rows.current];
    if (!across || !down) return;
    if (part === null) {
      if (before.current) {
        across.setLayout(before.current.columns);
        down.setLayout(before.current.rows);
      }
      before.current = null;
      return;
    }
    before.current ??= { columns: across.getLayout(), rows: down.getLayout() };
    const { columns: columnSizes, rows: rowSizes } = LAYOUTS[part];
    across.setLayout(shared(columnSizes, across.getLayout()));
    if (rowSizes) down.setLayout(rowSizes);
  }, [part]);
  useEffect(() => {
    if (part === null) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isField(event.target)) return;
      if (event.target instanceof Element && event.target.closest('[role="dialog"], [role="menu"]')) return;
      maximise(null);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [part]);
  return {
    columns,
    rows,
    /** A part that has no room is out of reach for the keyboard too. */
    isAway: (candidate: Part): boolean => part !== null && part !== candidate,
    isFull: part !== null,
  };
}
