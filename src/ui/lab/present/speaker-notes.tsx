/** What the speaker wants to say; kept in this browser by the scenario's name, in no link and no file. */
import { useId } from 'react';
import { useSpeakerNotes, writeSpeakerNotes } from '../../state';
import css from './present.module.css';

export function SpeakerNotes({ scenario }: { readonly scenario: string }) {
  const text = useSpeakerNotes(scenario);
  const id = useId();
  return (
    <div className={css.notes}>
      <label htmlFor={id}>Speaker notes, kept in this browser only</label>
      <textarea id={id} value={text} rows={4} onChange={(event) => writeSpeakerNotes(scenario, event.target.value)} />
    </div>
  );
}
