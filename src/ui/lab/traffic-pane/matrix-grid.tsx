/**
 * Senders down, receivers across (WAI-ARIA grid pattern, one active cell): arrows,
 * page keys, Home and End move; Enter, space or a click opens the trace. Only the
 * cells in sight exist, however many ports there are.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useLayout, useMirror } from '../../state';
import type { ReachabilityPort, ReachabilityRow } from '../../bridge';
import { datapathColorOf } from '../datapath-color';
import { cellId, cellKind, GLYPHS, WORDS } from './cells';
import css from './matrix-grid.module.css';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

interface Props {
  readonly ports: readonly ReachabilityPort[];
  readonly rows: readonly ReachabilityRow[];
  /** Cells, by `cellId`, that said something else before. */
  readonly changed: ReadonlySet<string>;
  /** The cell that is looked at: pointed at, or active while the grid has the focus. */
  readonly onCell: (cell: Cell | null) => void;
  readonly onOpen: (cell: Cell) => void;
}

export function MatrixGrid({ ports, rows, changed, onCell, onOpen }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<Cell>({ row: 0, column: 1 });
  const id = useId();
  const { phone, scale } = useLayout((layout) => layout);
  const size = (phone ? 44 : 24) * scale;
  // As high as the longest name needs, so that rows have the room.
  const longest = Math.max(4, ...ports.map(({ name }) => name.length));
  const [side, top] = [(phone ? 104 : 140) * scale, Math.min(phone ? 92 : 104, 28 + longest * 7) * scale];
  const last = ports.length - 1;
  const active = { row: Math.min(wanted.row, last), column: Math.min(wanted.column, last) };
  const common = {
    count: ports.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => size,
    overscan: 6,
  };
  const down = useVirtualizer({ ...common, paddingStart: top, scrollPaddingStart: top });
  const across = useVirtualizer({ ...common, horizontal: true, paddingStart: side, scrollPaddingStart: side });
  const move = (row: number, column: number) => {
    const cell = { row: Math.max(0, Math.min(last, row)), column: Math.max(0, Math.min(last, column)) };
    setWanted(cell);
    onCell(cell);
    down.scrollToIndex(cell.row, { align: 'auto' });
    across.scrollToIndex(cell.column, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { row, column } = active;
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 300) - top) / size) - 1);
    const far = event.ctrlKey || event.metaKey;
    const target: readonly [number, number] | undefined = {
      ArrowDown: [row + 1, column] as const,
      ArrowUp: [row - 1, column] as const,
      ArrowRight: [row, column + 1] as const,
      ArrowLeft: [row, column - 1] as const,
      PageDown: [row + page, column] as const,
      PageUp: [row - page, column] as const,
      Home: [far ? 0 : row, 0] as const,
      End: [far ? last : row, last] as const,
    }[event.key];
    if (target) move(...target);
    else if (event.key === 'Enter' || event.key === ' ') onOpen(active);
    else return;
    event.preventDefault();
  };
  const columns = across.getVirtualItems();
  const inSight = (cell: Cell) =>
    down.getVirtualItems().some(({ index }) => index === cell.row) &&
    columns.some(({ index }) => index === cell.column);
  return (
    <div
      ref={scroller}
      className={css.scroller}
      role="grid"
      aria-label="Who reaches whom"
      aria-rowcount={ports.length + 1}
      aria-colcount={ports.length + 1}
      aria-activedescendant={inSight(active) ? `${id}-${active.row}-${active.column}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => move(active.row, active.column)}
      onPointerLeave={() => onCell(document.activeElement === scroller.current ? active : null)}
    >
      <div className={css.inner} style={{ height: down.getTotalSize(), width: across.getTotalSize() }}>
        <div className={css.head} role="row" aria-rowindex={1} style={{ height: top, width: across.getTotalSize() }}>
          <div className={css.corner} role="columnheader" aria-colindex={1} style={{ width: side, height: top }}>
            <span>from ↓</span>
            <span>to →</span>
          </div>
          {columns.map(({ index, start }) => (
            <div
              key={index}
              className={css.columnHead}
              role="columnheader"
              aria-colindex={index + 2}
              data-active={index === active.column}
              style={{ left: start, width: size, height: top }}
              title={titleOf(ports[index])}
            >
              <span>{ports[index]?.name}</span>
              <Swatch port={ports[index]} />
            </div>
          ))}
        </div>
        {down.getVirtualItems().map(({ index: row, start }) => (
          <div
            key={row}
            className={css.row}
            role="row"
            aria-rowindex={row + 2}
            style={{ top: start, height: size, width: across.getTotalSize() }}
          >
            <div
              className={css.rowHead}
              role="rowheader"
              aria-colindex={1}
              data-active={row === active.row}
              style={{ width: side, height: size }}
              title={titleOf(ports[row])}
            >
              <Swatch port={ports[row]} />
              <span>{ports[row]?.name}</span>
            </div>
            {columns.map(({ index: column, start: left }) => {
              const kind = cellKind(ports, rows, row, column);
              const isChanged = changed.has(cellId(row, column));
              return (
                <div
                  key={column}
                  id={`${id}-${row}-${column}`}
                  className={css.cell}
                  role="gridcell"
                  aria-colindex={column + 2}
                  aria-label={`${ports[row]?.name ?? ''} to ${ports[column]?.name ?? ''}: ${WORDS[kind]}${isChanged ? ', changed' : ''}`}
                  data-kind={kind}
                  data-changed={isChanged}
                  data-active={row === active.row && column === active.column}
                  style={{ left, width: size, height: size }}
                  onPointerEnter={() => onCell({ row, column })}
                  onClick={() => {
                    setWanted({ row, column });
                    onOpen({ row, column });
                  }}
                >
                  <span aria-hidden="true">{GLYPHS[kind]}</span>
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

function titleOf(port: ReachabilityPort | undefined): string {
  return port ? `${port.name} of ${port.switchName} on ${port.machine}, ${port.mac}` : '';
}

function Swatch({ port }: { port: ReachabilityPort | undefined }) {
  const switches = useMirror((mirror) => mirror.model.switches);
  return (
    <i className={css.swatch} style={{ background: port ? datapathColorOf(switches, port.switch) : 'transparent' }} />
  );
}
