/** A place to paste to, and then what was found in what was pasted. */
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../kit';
import cards from './cards.module.css';
import own from './paste.module.css';
import { PasteReadingView } from './paste-places';
import { closePaste, readPasted, stopReading, usePasted } from './paste-store';

export function PastePanel() {
  const { open, reading, busy } = usePasted((pasted) => pasted);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (reading !== null) panel.current?.focus();
  }, [reading]);
  if (!open)
    return busy ? (
      <p className={cards.note} role="status">
        Reading what was pasted … <Button onClick={stopReading}>Stop</Button>
      </p>
    ) : null;
  return (
    <section
      ref={panel}
      className={own.panel}
      aria-labelledby="match-paste"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') closePaste();
      }}
    >
      <header className={own.head}>
        <h2 id="match-paste">{reading === null ? 'Paste anything' : 'What was pasted'}</h2>
        <Button icon look="quiet" aria-label="Close" onClick={closePaste}>
          <X size={16} aria-hidden />
        </Button>
      </header>
      {reading === null ? <PasteField busy={busy} /> : <PasteReadingView reading={reading} />}
    </section>
  );
}

function PasteField({ busy }: { busy: boolean }) {
  const [text, setText] = useState('');
  return (
    <>
      <label className={cards.fieldLabel}>
        ACLs, flows, sets, rows as text or JSON, log lines, packets as hex
        <textarea
          autoFocus
          className={cards.other}
          rows={5}
          spellCheck={false}
          value={text}
          placeholder={'ovn-nbctl acl-list sw0 | lflow-list | find ACL | error parsing match … | 10.0.0.1, 10.0.0.2'}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className={cards.buttons}>
        <Button look="primary" disabled={busy || text.trim() === ''} onClick={() => void readPasted(text)}>
          {busy ? 'Reading …' : 'Read it'}
        </Button>
      </div>
    </>
  );
}
