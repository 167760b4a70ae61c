/** One step of a lesson that is being written. */
import { X } from 'lucide-react';
import { useId } from 'react';
import { Button, SelectField, TextField } from '../../kit';
import { changeStep, removeStep } from './draft';
import { wordsOfCheck } from './task';
import type { TaskStep } from './task';
import css from './task.module.css';

type Place = 'shown' | 'solution' | 'none';

const places: readonly { readonly value: Place; readonly label: string }[] = [
  { value: 'solution', label: 'only run by Show me' },
  { value: 'shown', label: 'shown with the text' },
  { value: 'none', label: 'left out' },
];

export function StepForm({ step, number }: { readonly step: TaskStep; readonly number: number }) {
  const commands = step.commands.length > 0 ? step.commands : step.solution;
  const put = (place: string) =>
    changeStep(number, {
      commands: place === 'shown' ? commands : [],
      solution: place === 'solution' ? commands : [],
    });
  return (
    <fieldset className={css.step}>
      <legend>{step.title || `Step ${number + 1}`}</legend>
      <TextField
        label="Title"
        value={step.title}
        onChange={(event) => changeStep(number, { title: event.target.value })}
      />
      <Area
        label="Text: paragraphs, lists with -, `code`, **bold**"
        value={step.text}
        onChange={(text) => changeStep(number, { text })}
      />
      <Area
        label="Hints, one a line, at most two"
        value={step.hints.join('\n')}
        onChange={(text) => changeStep(number, { hints: text === '' ? [] : text.split('\n').slice(0, 2) })}
      />
      <TextField
        label="What doing it has shown"
        value={step.learned}
        onChange={(event) => changeStep(number, { learned: event.target.value })}
      />
      {commands.length > 0 ? (
        <>
          <pre>{commands.join('\n')}</pre>
          <SelectField
            label="These commands are"
            value={step.commands.length > 0 ? 'shown' : 'solution'}
            options={places}
            onChange={put}
          />
        </>
      ) : null}
      <p>It is done when</p>
      <ul>
        {step.checks.map((check, at) => (
          <li key={wordsOfCheck(check)}>
            {wordsOfCheck(check)}
            <Button
              icon
              look="quiet"
              aria-label={`Do not check that ${wordsOfCheck(check)}`}
              onClick={() => changeStep(number, { checks: step.checks.filter((_, index) => index !== at) })}
            >
              <X size={14} aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      <Button look="danger" onClick={() => removeStep(number)}>
        Remove this step
      </Button>
    </fieldset>
  );
}

interface AreaProps {
  readonly label: string;
  readonly value: string;
  readonly rows?: number;
  readonly onChange: (text: string) => void;
}

export function Area({ label, value, rows = 3, onChange }: AreaProps) {
  const id = useId();
  return (
    <div className={css.area}>
      <label htmlFor={id}>{label}</label>
      <textarea id={id} rows={rows} value={value} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}
