/** One link that reopens exactly this, or a file; and the way to open one. */
import { useEffect, useRef, useState } from 'react';
import { openDialog, openFile, saveScenario, say, shareLink } from '../actions';
import { isReplaced } from '../bridge';
import { Button, Dialog } from '../kit';
import css from './app.module.css';
import { linkAdvice } from './engine-words';

export function ShareDialog() {
  const [problem, setProblem] = useState('');
  return (
    <Dialog
      open
      onOpenChange={() => openDialog(null)}
      title="Share"
      description="The whole scenario is in the link itself, with the packet and step you are looking at. Nothing is sent to a server."
    >
      <LinkBox />
      <div className={css.row}>
        <Button onClick={() => void saveScenario()}>Save as a file</Button>
        <OpenFile onDone={() => openDialog(null)} tell={setProblem} />
      </div>
      <p role="alert" className={css.problem}>
        {problem}
      </p>
    </Dialog>
  );
}

type Link = { readonly made: string } | { readonly problem: string } | null;

function useLink(): Link {
  const [link, setLink] = useState<Link>(null);
  useEffect(() => {
    let wanted = true;
    const tell = (next: Link) => {
      if (wanted) setLink(next);
    };
    shareLink().then(
      (made) => tell(made.ok ? { made: made.value } : { problem: made.error.message }),
      (error: unknown) => {
        if (!isReplaced(error)) tell({ problem: 'This scenario does not fit into a link. Save it as a file instead.' });
      },
    );
    return () => {
      wanted = false;
    };
  }, []);
  return link;
}

function LinkBox() {
  const link = useLink();
  const field = useRef<HTMLInputElement>(null);
  if (link && 'problem' in link) return <p className={css.advice}>{link.problem}</p>;
  const made = link?.made ?? '';
  const advice = linkAdvice(made.length);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made);
      say('Link copied');
    } catch {
      field.current?.select();
      say('Press Ctrl+C to copy the link');
    }
  };
  return (
    <>
      <div className={css.linkBox}>
        <input
          ref={field}
          readOnly
          value={made}
          placeholder="Making the link…"
          aria-label="Link to this scenario"
          aria-describedby={advice ? 'link-advice' : undefined}
          className="mono"
        />
        <Button
          look={advice?.usable === false ? 'normal' : 'primary'}
          disabled={made === ''}
          onClick={() => void copy()}
        >
          Copy link
        </Button>
      </div>
      {advice ? (
        <p id="link-advice" className={css.advice}>
          {advice.text}
        </p>
      ) : null}
    </>
  );
}

function OpenFile({ onDone, tell }: { onDone: () => void; tell: (problem: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    tell('');
    if (file && (await openFile(file, tell))) onDone();
  };
  return (
    <>
      <Button onClick={() => input.current?.click()}>Open a file…</Button>
      <input
        ref={input}
        type="file"
        accept=".json"
        hidden
        onChange={(event) => {
          void read(event.target.files?.[0]);
          // The same file can be chosen again, once it was mended.
          event.target.value = '';
        }}
        aria-label="Scenario file"
      />
    </>
  );
}
