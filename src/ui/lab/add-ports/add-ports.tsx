/** How many ports, and how the first is called: the numbers of the others go on from it. */
import { useState } from 'react';
import { addPorts, nextPortName } from '../../actions';
import { Button } from '../../kit';
import { northboundKey, useMirror } from '../../state';
import type { Uuid } from '../../bridge';
import css from './add-ports.module.css';

/** More at once is what a command in the terminal is for. */
const MOST = 200;

interface AddPortsProps {
  readonly sw: Uuid;
  readonly count?: number;
  readonly onAdded?: () => void;
}

export function AddPorts({ sw, count: initial = 1, onAdded }: AddPortsProps) {
  const [text, setText] = useState(String(initial));
  const [first, setFirst] = useState('');
  const usual = useMirror((m) => nextPortName(m.model, sw));
  const count = Number(text);
  const wrong = !/^\d{1,3}$/.test(text) || count < 1 || count > MOST;
  return (
    <form
      className={css.form}
      aria-label="Add ports"
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong) return;
        void addPorts(northboundKey(sw), count, first.trim() === '' ? usual : first.trim());
        setFirst('');
        onAdded?.();
      }}
    >
      <Button type="submit" aria-label="Add ports" disabled={wrong}>
        Add
      </Button>
      <input
        className={css.count}
        value={text}
        inputMode="numeric"
        aria-label="How many ports"
        aria-invalid={wrong}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
      />
      <span>{text === '1' ? 'port named' : 'ports, from'}</span>
      <input
        className={css.name}
        value={first}
        placeholder={usual}
        aria-label="Name of the first port"
        title="The numbers of the others go on from this one"
        spellCheck={false}
        onChange={(event) => setFirst(event.target.value)}
      />
      {wrong ? <span role="alert">1 to {MOST}</span> : null}
    </form>
  );
}
