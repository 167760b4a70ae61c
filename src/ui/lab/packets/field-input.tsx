/** One field: its value, how many bits it has, whether it is worked out or given, and what is wrong with it. */
import { useId } from 'react';
import type { FormField } from './form';
import css from './field-input.module.css';

interface FieldProps {
  readonly field: FormField;
  readonly onValue: (value: string | boolean) => void;
  readonly onRelease: () => void;
}

export function FieldInput({ field, onValue, onRelease }: FieldProps) {
  const id = useId();
  const note = field.problem ?? (field.shouldBe === null ? null : `Should be ${field.shouldBe}.`);
  const auto = field.computed ? (
    <button
      type="button"
      className={css.auto}
      aria-pressed={!field.pinned}
      title={field.pinned ? 'Given by you; let it be worked out again' : 'Worked out; type to give another'}
      onClick={() => {
        if (field.pinned) onRelease();
        else onValue(field.flag ? field.text === 'true' : field.text);
      }}
    >
      auto<span className="visually-hidden"> {field.label}</span>
    </button>
  ) : null;
  if (field.flag) {
    return (
      <span className={css.flag} title={`${field.name}, 1 bit`}>
        <input
          id={id}
          type="checkbox"
          checked={field.text === 'true'}
          onChange={(event) => onValue(event.target.checked)}
        />
        <label htmlFor={id}>{field.label}</label>
        {auto}
        {note === null ? null : <span className={css.problem}>{note}</span>}
      </span>
    );
  }
  return (
    <>
      <div className={css.label}>
        <label htmlFor={id}>{field.label}</label>
        <span className={css.bits} title={`${field.name}, ${field.bits} bits`}>
          {field.bits} bit
        </span>
      </div>
      <div className={css.value} data-auto={field.computed && !field.pinned}>
        <input
          id={id}
          className={css.input}
          value={field.text}
          spellCheck={false}
          autoComplete="off"
          list={field.choices.length > 0 ? `${id}-choices` : undefined}
          aria-invalid={field.problem !== null}
          aria-describedby={note !== null || field.meaning !== null ? `${id}-note` : undefined}
          onChange={(event) => onValue(event.target.value)}
        />
        {auto}
      </div>
      {field.choices.length > 0 ? (
        <datalist id={`${id}-choices`}>
          {field.choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      ) : null}
      {note !== null ? (
        <span id={`${id}-note`} className={css.problem} role={field.problem === null ? undefined : 'alert'}>
          {note}
        </span>
      ) : field.meaning !== null ? (
        <span id={`${id}-note`} className={css.meaning}>
          {field.meaning}
        </span>
      ) : null}
    </>
  );
}
