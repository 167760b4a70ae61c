/** One more port of a switch, or twenty. */
import { useState } from 'react';
import { addPorts } from '../../actions';
import { Button } from '../../kit';
import { northboundKey } from '../../state';
import type { Uuid } from '../../bridge';
import css from './inspector.module.css';

/** More at once is what a command in the terminal is for. */
const MOST = 200;

export function AddPorts({ sw }: { sw: Uuid }) {
  const [text, setText] = useState('1');
  const count = Number(text);
  const wrong = !/^\d{1,3}$/.test(text) || count < 1 || count > MOST;
  return (
    <form
      className={css.addPorts}
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) void addPorts(northboundKey(sw), count);
      }}
    >
      <Button type="submit" aria-label="Add ports" disabled={wrong}>
        Add
      </Button>
      <input
        value={text}
        inputMode="numeric"
        aria-label="How many ports"
        aria-invalid={wrong}
        onChange={(event) => setText(event.target.value)}
      />
      <span>{text === '1' ? 'port' : 'ports'}</span>
      {wrong ? <span role="alert">1 to {MOST}</span> : null}
    </form>
  );
}
