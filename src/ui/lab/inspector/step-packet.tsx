/**
 * The packet on entry to a step, as a tree of headers and as bytes. Pointing at a
 * field lights its bytes, pointing at a byte lights its fields; what the step
 * before left otherwise is marked in both.
 */
import { useMemo, useState } from 'react';
import type { PointerEvent } from 'react';
import { Button } from '../../kit';
import type { TraceStep } from '../../bridge';
import { Fold } from './fold';
import { HeaderTree } from './header-tree';
import { fieldsAt, packetView } from './step-packet-model';
import type { ViewField } from './step-packet-model';
import css from './step-panel.module.css';

/** Bytes that are shown unless more are asked for, and how many in a row. */
const FIRST = 128;
const ROW = 8;

type Pointed = Pick<ViewField, 'start' | 'end'> | null;

export function PacketFolds({ step, before }: { step: TraceStep; before: TraceStep | undefined }) {
  const [outside, setOutside] = useState(false);
  const [pointed, setPointed] = useState<Pointed>(null);
  const tunnel = step.tunnel?.underlay;
  const wire = outside && tunnel !== undefined && tunnel.length > 0;
  const bytes = wire ? tunnel : step.bytes;
  const last = wire ? null : (before?.bytes ?? null);
  const view = useMemo(() => packetView(bytes, last), [bytes, last]);
  const lit = useMemo(() => {
    const byte = pointed && pointed.end - pointed.start === 1 ? pointed.start : null;
    const fields = byte === null ? [] : fieldsAt(view, byte);
    return new Set(fields.map(({ key }) => key));
  }, [view, pointed]);
  return (
    <>
      <Fold id="packet" title="Packet">
        {tunnel && tunnel.length > 0 ? (
          <div className={css.choice} role="group" aria-label="Which packet">
            <Button aria-pressed={!wire} onClick={() => setOutside(false)}>
              Inside
            </Button>
            <Button aria-pressed={wire} onClick={() => setOutside(true)}>
              As it crosses the tunnel
            </Button>
          </div>
        ) : null}
        <HeaderTree layers={view.layers} lit={lit} onPoint={setPointed} />
      </Fold>
      <Fold id="bytes" title={`Bytes (${bytes.length})`}>
        <Bytes bytes={bytes} changed={view.changed} lit={pointed} onPoint={setPointed} />
      </Fold>
    </>
  );
}

interface BytesProps {
  readonly bytes: Uint8Array;
  readonly changed: ReadonlySet<number>;
  readonly lit: Pointed;
  readonly onPoint: (pointed: Pointed) => void;
}

function Bytes({ bytes, changed, lit, onPoint }: BytesProps) {
  const [all, setAll] = useState(false);
  const shown = all ? bytes.length : Math.min(bytes.length, FIRST);
  const point = ({ target }: PointerEvent) => {
    const at = target instanceof HTMLElement ? target.dataset.at : undefined;
    onPoint(at === undefined ? null : { start: Number(at), end: Number(at) + 1 });
  };
  return (
    <>
      <div className={css.bytes} onPointerOver={point} onPointerLeave={() => onPoint(null)} data-testid="bytes">
        {Array.from({ length: Math.ceil(shown / ROW) }, (_, row) => (
          <div key={row} className={css.byteRow}>
            <span className={css.offset}>{(row * ROW).toString(16).padStart(4, '0')}</span>
            {Array.from(bytes.subarray(row * ROW, Math.min(shown, (row + 1) * ROW)), (byte, column) => {
              const at = row * ROW + column;
              return (
                <span
                  key={at}
                  data-at={at}
                  data-changed={changed.has(at) || undefined}
                  data-lit={(lit !== null && lit.start <= at && at < lit.end) || undefined}
                >
                  {byte.toString(16).padStart(2, '0')}
                </span>
              );
            })}
          </div>
        ))}
      </div>
      {shown < bytes.length ? <Button onClick={() => setAll(true)}>Show all {bytes.length} bytes</Button> : null}
      {changed.size > 0 ? <p className={css.note}>Underlined: changed by the step before.</p> : null}
    </>
  );
}
