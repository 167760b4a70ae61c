/** One link that reopens exactly this, or a file; and the way to open one. */
import { useEffect, useRef, useState } from 'react';
import { open as openSource, say, shareLink } from '../actions';
import { Button, Dialog } from '../kit';
import { engine } from '../bridge';
import css from './app.module.css';

export function ShareDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Share"
      description="The whole scenario is in the link itself, with the packet and step you are looking at. Nothing is sent to a server."
    >
      <LinkBox />
      <div className={css.row}>
        <Button onClick={() => void download()}>Save as a file</Button>
        <OpenFile onDone={() => onOpenChange(false)} />
      </div>
    </Dialog>
  );
}

function LinkBox() {
  const [link, setLink] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    void shareLink().then(setLink);
  }, []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      say('Link copied');
    } catch {
      field.current?.select();
      say('Press Ctrl+C to copy the link');
    }
  };
  return (
    <div className={css.linkBox}>
      <input ref={field} readOnly value={link} aria-label="Link to this scenario" className="mono" />
      <Button look="primary" disabled={link === ''} onClick={() => void copy()}>
        Copy link
      </Button>
    </div>
  );
}

async function download(): Promise<void> {
  const json = await engine().document();
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = 'scenario.ovn.json';
  anchor.click();
  URL.revokeObjectURL(url);
}

function OpenFile({ onDone }: { onDone: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    if (await openSource({ kind: 'document', json: await file.text() })) onDone();
  };
  return (
    <>
      <Button onClick={() => input.current?.click()}>Open a file…</Button>
      <input
        ref={input}
        type="file"
        accept=".json"
        hidden
        onChange={(event) => void read(event.target.files?.[0])}
        aria-label="Scenario file"
      />
    </>
  );
}
