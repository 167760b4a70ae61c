/** The packet as bytes: pointing at one shows its field, typing over one changes the packet. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import { say } from '../../actions';
import { Button } from '../../kit';
import { formatHex } from '../../../packets';
import { draftOfBytes, setByte } from './draft';
import type { Draft } from './draft';
import { fieldAt, placeOf } from './form';
import type { FormLayer } from './form';
import { importText } from './import-packets';
import type { Spot } from './layer-tree';
import css from './byte-grid.module.css';
import textsCss from './texts.module.css';

interface GridProps {
  readonly draft: Draft;
  readonly form: readonly FormLayer[];
  readonly spot: Spot | null;
  readonly onSpot: (spot: Spot | null) => void;
  readonly onChange: (draft: Draft, tag?: string) => void;
}

const ROW = 16;
/** Beyond these nobody edits by hand; the packet is whole all the same. */
const MOST_SHOWN = 2048;

export function ByteGrid({ draft, form, spot, onSpot, onChange }: GridProps) {
  const { bytes } = draft;
  const grid = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(0);
  /** The first digit of a byte that is being typed over. */
  const [digit, setDigit] = useState<string | null>(null);
  const lit = draft.problem || !spot ? null : placeOf(form, spot.layer, spot.key);
  const wrong = useMemo(() => wrongBytes(form), [form]);
  const at = Math.min(cursor, Math.max(0, bytes.length - 1));
  useEffect(() => {
    const first = grid.current?.querySelector('[aria-selected="true"]');
    if (document.activeElement !== grid.current) first?.scrollIntoView({ block: 'nearest' });
  }, [lit?.start]);
  const go = (next: number, jump = false) => {
    const bound = Math.max(0, Math.min(next, bytes.length - 1));
    setCursor(bound);
    setDigit(null);
    const field = draft.problem ? null : fieldAt(form, bound);
    onSpot(field && { ...field, ...(jump ? { jump } : {}) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - ROW,
      ArrowDown: at + ROW,
      Home: at - (at % ROW),
      End: at - (at % ROW) + ROW - 1,
    };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      go(move);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(at, true);
    } else if (event.key === 'Escape' && digit !== null) {
      event.preventDefault();
      event.stopPropagation();
      setDigit(null);
    } else if (/^[0-9a-f]$/i.test(event.key) && !draft.problem && bytes.length > 0) {
      event.preventDefault();
      if (digit === null) setDigit(event.key.toLowerCase());
      else {
        onChange(setByte(draft, at, parseInt(digit + event.key, 16)));
        setCursor(Math.min(at + 1, bytes.length - 1));
        setDigit(null);
      }
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    const read = importText(event.clipboardData.getData('text'));
    if ('error' in read) say(read.error, 'bad');
    else if (read.packets[0]) onChange(draftOfBytes(read.packets[0].bytes));
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(formatHex(bytes));
      say('Copied as hex');
    } catch {
      say('The browser did not let us copy.', 'bad');
    }
  };
  const shown = Math.min(bytes.length, MOST_SHOWN);
  const rows = Array.from({ length: Math.ceil(shown / ROW) }, (_, row) => row * ROW);
  return (
    <>
      <div
        ref={grid}
        role="grid"
        aria-label="Bytes of the packet"
        aria-readonly={draft.problem !== null}
        aria-activedescendant={bytes.length > 0 ? `packet-byte-${at}` : undefined}
        className={css.bytes}
        data-stale={draft.problem !== null}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      >
        {rows.map((start) => (
          <div key={start} role="row" className={css.byteRow}>
            <span role="rowheader" className={css.offset}>
              {start.toString(16).padStart(4, '0')}
            </span>
            {Array.from(bytes.subarray(start, Math.min(start + ROW, shown)), (byte, column) => {
              const index = start + column;
              return (
                <span
                  key={index}
                  id={`packet-byte-${index}`}
                  role="gridcell"
                  aria-selected={lit !== null && index >= lit.start && index < lit.end}
                  data-cursor={index === at}
                  data-wrong={wrong.has(index)}
                  className={css.byte}
                  onClick={() => go(index)}
                  onDoubleClick={() => go(index, true)}
                >
                  {index === at && digit !== null ? `${digit}_` : byte.toString(16).padStart(2, '0')}
                </span>
              );
            })}
          </div>
        ))}
      </div>
      <p className={css.status} aria-live="polite">
        {draft.problem
          ? 'The bytes of the last headers that made a packet.'
          : bytes.length > shown
            ? `The first ${shown} of ${bytes.length} bytes.`
            : statusOf(form, bytes, at)}
      </p>
      <div className={textsCss.buttons}>
        <Button onClick={() => void copy()}>Copy hex</Button>
        <span className={textsCss.hint}>Type over a byte, or paste a dump. Enter goes to its field.</span>
      </div>
    </>
  );
}

/** Where a value lies that should be another. */
function wrongBytes(form: readonly FormLayer[]): ReadonlySet<number> {
  const wrong = new Set<number>();
  for (const { fields } of form)
    for (const { place, shouldBe } of fields)
      if (place && shouldBe !== null) for (let at = place.start; at < place.end; at++) wrong.add(at);
  return wrong;
}

function statusOf(form: readonly FormLayer[], bytes: Uint8Array, at: number): string {
  const byte = bytes[at];
  if (byte === undefined) return 'No bytes yet.';
  const found = fieldAt(form, at);
  const layer = found && form[found.layer];
  const field = layer?.fields.find(({ key }) => key === found?.key);
  const right = field?.shouldBe == null ? '' : `; it should be ${field.shouldBe}`;
  const what = layer ? `: ${layer.title}${field ? `, ${field.label}` : ''}${right}` : '';
  return `Byte ${at} is 0x${byte.toString(16).padStart(2, '0')}${what}`;
}
