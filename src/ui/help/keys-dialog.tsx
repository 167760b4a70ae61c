/** All keys of the page by the place where they work, with a search. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { dialogStore, openDialog } from '../actions';
import { keyText } from '../commands';
import { Dialog, TextField } from '../kit';
import { keyList, places } from '../palette';
import css from './help.module.css';

export function KeysDialog() {
  const open = useStore(dialogStore, (s) => s.open === 'keys');
  const [text, setText] = useState('');
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = places
    .map(({ place, title, note }) => ({
      title,
      note,
      keys: keyList(place).filter(({ keys, name }) => {
        const line = `${title} ${name} ${keys.map(keyText).join(' ')}`.toLowerCase();
        return words.every((word) => line.includes(word));
      }),
    }))
    .filter(({ keys }) => keys.length > 0);
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => openDialog(stays ? 'keys' : null)}
      wide
      title="All keys"
      description="On a Mac, Ctrl is also ⌘. Keys of one character can be turned off in the settings."
    >
      <TextField label="Find a key" value={text} onChange={(event) => setText(event.target.value)} />
      <p className="visually-hidden" role="status">
        {groups.reduce((sum, { keys }) => sum + keys.length, 0)} lines
      </p>
      {groups.length === 0 ? <p>No key does that. Every button is also a command: Ctrl+K.</p> : null}
      <div className={css.columns}>
        {groups.map(({ title, note, keys }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            {note === '' ? null : <p className={css.note}>{note}</p>}
            <dl className={css.keys}>
              {keys.map(({ keys: texts, name }) => (
                <div key={`${name} ${texts.join()}`}>
                  <dt>
                    {texts.map((one, at) => (
                      <span key={one}>
                        {at === 0 ? null : ' '}
                        <kbd>{keyText(one)}</kbd>
                      </span>
                    ))}
                  </dt>
                  <dd>{name}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
