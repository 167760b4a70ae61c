/** The page's small set of controls: everything a pane is built from. */
import { useId } from 'react';
import type { ButtonHTMLAttributes, InputHTMLAttributes, ReactNode, Ref } from 'react';
import css from './kit.module.css';

export type Tone = 'neutral' | 'accent' | 'good' | 'bad' | 'warn' | 'datapath' | 'openflow';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `quiet` beside what matters more; `link` within a sentence, for what leads elsewhere. */
  readonly look?: 'normal' | 'primary' | 'quiet' | 'danger' | 'link';
  /** An icon-only button needs `aria-label`. */
  readonly icon?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = 'normal', icon = false, className, ...rest }: ButtonProps) {
  const own = look === 'link' ? [css.link] : [css.button, look !== 'normal' && css[look], icon && css.icon];
  const classes = [...own, className];
  return <button type="button" {...rest} className={classes.filter(Boolean).join(' ')} />;
}

export function Badge({ tone = 'neutral', children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={css.badge} data-tone={tone} title={title}>
      {children}
    </span>
  );
}

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> {
  readonly label: string;
  readonly mono?: boolean;
  readonly problem?: string | null;
  readonly hint?: string;
}

/** A labelled text input; `problem` is announced and tied to the input. */
export function TextField({ label, mono = false, problem = null, hint, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <input
        {...rest}
        id={id}
        className={css.input}
        data-mono={mono}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={problem !== null || hint ? `${id}-note` : undefined}
      />
      {problem !== null ? (
        <span className={css.problem} id={`${id}-note`} role="alert">
          {problem}
        </span>
      ) : hint ? (
        <span className={css.hint} id={`${id}-note`}>
          {hint}
        </span>
      ) : null}
    </div>
  );
}

interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly hideLabel?: boolean;
}

export function SelectField({ label, value, options, onChange, hideLabel = false }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={css.field}>
      <label className={hideLabel ? 'visually-hidden' : css.label} htmlFor={id}>
        {label}
      </label>
      <select id={id} className={css.input} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Card({ title, children }: { title?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.card}>
      {title === undefined ? null : <h2 className={css.cardTitle}>{title}</h2>}
      {children}
    </section>
  );
}

/** Says what a pane will show and the one thing to do now. */
export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={css.empty}>
      <strong>{title}</strong>
      <div>{children}</div>
    </div>
  );
}
