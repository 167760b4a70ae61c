/** Above the terminal: what was pasted that is no commands, and the places to put it. */
import { useStore } from 'zustand';
import { handToMatch, offer } from '../../actions';
import { Button } from '../../kit';
import { foundInWords, offerPasted, pastedStore, type PastedInTerminal } from './pasted';
import panes from '../panes.module.css';

export function PastedStrip({ onRun }: { readonly onRun: (text: string) => void }) {
  const pasted = useStore(pastedStore, (state) => state.pasted);
  if (pasted === null) return null;
  const done = (act?: (pasted: PastedInTerminal) => void) => () => {
    offerPasted(null);
    act?.(pasted);
  };
  return (
    <div className={panes.tools} role="status">
      <span>{foundInWords(pasted.found)}</span>
      {pasted.found.kinds.length === 0 ? null : (
        <>
          <Button look="primary" onClick={done(({ text }) => handToMatch(text))}>
            Take it to the match lab
          </Button>
          <Button onClick={done(({ text }) => offer({ content: text, name: null }))}>Other places…</Button>
        </>
      )}
      <Button onClick={done(({ text }) => onRun(text))}>Run it all the same</Button>
      <Button look="quiet" onClick={done()}>
        Leave it
      </Button>
    </div>
  );
}
