/** Headers and their fields as an ARIA tree: arrows move, right and left open and close, pointing lights up bytes. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { ViewField, ViewLayer } from './step-packet-model';
import css from './step-panel.module.css';

interface Props {
  readonly layers: readonly ViewLayer[];
  /** Keys of fields that are pointed at from elsewhere. */
  readonly lit: ReadonlySet<string>;
  readonly onPoint: (range: Pick<ViewField, 'start' | 'end'> | null) => void;
}

interface Row {
  readonly key: string;
  readonly layer: ViewLayer;
  readonly field: ViewField | null;
}

export function HeaderTree({ layers, lit, onPoint }: Props) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState('');
  const tree = useRef<HTMLDivElement>(null);
  const rows = layers.flatMap((layer): Row[] => [
    { key: layer.key, layer, field: null },
    ...(closed.has(layer.key) ? [] : layer.fields.map((field) => ({ key: field.key, layer, field }))),
  ]);
  const at = Math.max(
    0,
    rows.findIndex(({ key }) => key === focused),
  );
  const toggle = (key: string) => {
    const next = new Set(closed);
    if (!next.delete(key)) next.add(key);
    setClosed(next);
  };
  const focus = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    setFocused(row.key);
    tree.current?.querySelector<HTMLElement>(`[data-key=${CSS.escape(row.key)}]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const open = row.field === null && !closed.has(row.layer.key);
    const parent = rows.findIndex(({ key }) => key === row.layer.key);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focus(at + 1),
      ArrowUp: () => focus(at - 1),
      Home: () => focus(0),
      End: () => focus(rows.length - 1),
      ArrowRight: () => (row.field !== null || open ? focus(at + 1) : toggle(row.key)),
      ArrowLeft: () => (open ? toggle(row.key) : focus(parent)),
      Enter: () => (row.field === null ? toggle(row.key) : undefined),
    };
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  return (
    <div
      ref={tree}
      role="tree"
      aria-label="Headers of the packet"
      className={css.headers}
      onKeyDown={onKeyDown}
      onPointerLeave={() => onPoint(null)}
      onBlur={() => onPoint(null)}
    >
      {rows.map(({ key, layer, field }, index) => {
        const open = !closed.has(layer.key);
        const common = {
          role: 'treeitem',
          'data-key': key,
          tabIndex: index === at ? 0 : -1,
          onFocus: () => {
            setFocused(key);
            onPoint(field ?? layer);
          },
          onPointerEnter: () => onPoint(field ?? layer),
        } as const;
        return field === null ? (
          <div
            key={key}
            {...common}
            aria-level={1}
            aria-expanded={open}
            className={css.layer}
            data-changed={layer.changed}
            onClick={() => toggle(key)}
          >
            {open ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />}
            <strong>{layer.title}</strong>
            <span className={css.summary} title={layer.summary}>
              {layer.changed && !open ? 'changed · ' : ''}
              {layer.summary}
            </span>
          </div>
        ) : (
          <FieldRow key={key} field={field} common={common} lit={lit.has(key)} />
        );
      })}
    </div>
  );
}

interface FieldRowProps {
  readonly field: ViewField;
  readonly lit: boolean;
  readonly common: {
    readonly role: 'treeitem';
    readonly 'data-key': string;
    readonly tabIndex: number;
    readonly onFocus: () => void;
    readonly onPointerEnter: () => void;
  };
}

function FieldRow({ field, lit, common }: FieldRowProps) {
  const { name, text, was, problem } = field;
  return (
    <div {...common} aria-level={2} className={css.fieldRow} data-lit={lit || undefined} data-changed={was !== null}>
      <span className={css.field}>{name}</span>
      <span className={css.fieldValue}>
        <span className={css.value}>{text}</span>
        {was === null ? null : <span className={css.was}> {was === '' ? 'new' : `was ${was}`}</span>}
        {problem === null ? null : <span className={css.problem}> {problem}</span>}
      </span>
    </div>
  );
}
