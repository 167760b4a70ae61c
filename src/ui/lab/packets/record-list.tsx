/** A list behind a header, such as TCP options or DNS questions: each entry with its parts, and more to add. */
import { X } from 'lucide-react';
import { useId } from 'react';
import type { SpecRecord } from '../../../packets';
import { Button } from '../../kit';
import { recordTemplates } from './layer-choices';
import css from './field-input.module.css';

interface ListProps {
  readonly protocol: string;
  /** The list's key: `options`, `questions` or `records`. */
  readonly kind: string;
  readonly title: string;
  readonly records: readonly SpecRecord[];
  /** `tag` tells apart what is typed where. */
  readonly onChange: (records: readonly SpecRecord[], tag: string | null) => void;
}

export function RecordList({ protocol, kind, title, records, onChange }: ListProps) {
  const templates = recordTemplates(protocol);
  const setPart = (at: number, key: string, value: SpecRecord[string]) =>
    onChange(
      records.map((record, index) => (index === at ? { ...record, [key]: value } : record)),
      `${at} ${key}`,
    );
  return (
    <>
      {records.map((record, at) => (
        <div key={at} className={css.record} role="group" aria-label={`${title}, entry ${at + 1}`}>
          {Object.entries(record).map(([key, value]) => (
            <Part key={key} name={key} value={value} onValue={(next) => setPart(at, key, next)} />
          ))}
          <Button
            icon
            look="quiet"
            aria-label={`Remove entry ${at + 1} of ${title}`}
            onClick={() => onChange(records.toSpliced(at, 1), null)}
          >
            <X size={14} aria-hidden />
          </Button>
        </div>
      ))}
      {templates.length > 0 ? (
        <select
          className={css.add}
          aria-label={`Add to ${title}`}
          value=""
          onChange={(event) => {
            const template = templates.find(({ label }) => label === event.target.value);
            if (!template) return;
            // Nothing is read behind an end marker, so that what is added goes before it.
            const end = records.at(-1)?.type === 'end' && template.record.type !== 'end' ? -1 : records.length;
            onChange(records.toSpliced(end, 0, template.record), null);
          }}
        >
          <option value="">{ADD[kind] ?? 'Add…'}</option>
          {templates.map(({ label }) => (
            <option key={label} value={label}>
              {label}
            </option>
          ))}
        </select>
      ) : null}
    </>
  );
}

const ADD: Readonly<Partial<Record<string, string>>> = {
  options: 'Add an option…',
  questions: 'Add a question…',
  records: 'Add a group…',
};

interface PartProps {
  readonly name: string;
  readonly value: SpecRecord[string];
  readonly onValue: (value: SpecRecord[string]) => void;
}

function Part({ name, value, onValue }: PartProps) {
  const id = useId();
  if (typeof value === 'boolean') {
    return (
      <label className={css.flag}>
        <input type="checkbox" checked={value} onChange={(event) => onValue(event.target.checked)} /> {name}
      </label>
    );
  }
  const text = typeof value === 'object' ? value.join(', ') : String(value);
  return (
    <span className={css.part}>
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        className={css.input}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onValue(partOf(value, event.target.value))}
      />
    </span>
  );
}

/** What is typed, in the shape of what was there: numbers stay numbers where they can. */
function partOf(before: SpecRecord[string], text: string): SpecRecord[string] {
  if (typeof before === 'object') {
    return text
      .split(/[,\s]+/)
      .filter((item) => item !== '')
      .map((item) => (typeof before[0] === 'number' ? Number(item) : item));
  }
  const isNumber = /^(0x[0-9a-f]+|\d+)$/i.test(text);
  if (typeof before === 'number' || before === '') return isNumber ? Number(text) : text;
  return text;
}
