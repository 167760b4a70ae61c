/** A button that opens a small form below a list: what is added takes a few words. */
import { useState } from 'react';
import { perform } from '../../../actions';
import type { Edit } from '../../../bridge';
import { Button, SelectField, TextField } from '../../../kit';
import css from '../inspector.module.css';

export interface Field {
  readonly id: string;
  readonly label: string;
  readonly initial?: string;
  readonly placeholder?: string;
  /** Chosen, not typed. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** May stay empty. */
  readonly optional?: boolean;
}

type Values = Readonly<Record<string, string>>;

interface Props {
  readonly title: string;
  readonly fields: readonly Field[];
  /** What is drawn; `get` gives what was typed, trimmed. */
  readonly edit: (get: (id: string) => string) => Edit;
}

export function SmallForm({ title, fields, edit }: Props) {
  const [values, setValues] = useState<Values | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (values === null) return <Button onClick={() => setValues(beginning(fields))}>{title}</Button>;
  const get = (id: string) => (values[id] ?? '').trim();
  const missing = fields.filter(({ id, optional }) => optional !== true && get(id) === '');
  const set = (id: string, value: string) => {
    setValues({ ...values, [id]: value });
    setProblem(null);
  };
  const close = () => {
    setValues(null);
    setProblem(null);
  };
  const submit = async () => {
    if ((await perform(edit(get), setProblem)).ok) close();
  };
  return (
    <form
      className={css.form}
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (missing.length === 0) void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      {fields.map(({ id, label, placeholder, options, optional }) =>
        options ? (
          <SelectField
            key={id}
            label={label}
            value={values[id] ?? ''}
            options={options}
            onChange={(value) => set(id, value)}
          />
        ) : (
          <TextField
            key={id}
            label={optional === true ? `${label} (optional)` : label}
            mono
            value={values[id] ?? ''}
            {...(placeholder === undefined ? {} : { placeholder })}
            onChange={(event) => set(id, event.target.value)}
          />
        ),
      )}
      {problem === null ? null : (
        <p className={css.bad} role="alert">
          {problem}
        </p>
      )}
      <div className={css.rowActions}>
        <Button look="primary" type="submit" disabled={missing.length > 0}>
          Add
        </Button>
        <Button onClick={close}>Cancel</Button>
      </div>
    </form>
  );
}

function beginning(fields: readonly Field[]): Values {
  return Object.fromEntries(fields.map(({ id, initial, options }) => [id, initial ?? options?.[0]?.value ?? '']));
}

/** Words between blanks and commas. */
export const words = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);
