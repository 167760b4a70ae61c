/** One link that opens exactly this, a QR code of it, or a file; and the way to open one. */
import { Suspense, lazy, useEffect, useRef, useState } from 'react';
import { openDialog, openFile, saveScenario, say, usePlace } from '../actions';
import { isReplaced } from '../bridge';
import { Button, Dialog } from '../kit';
import css from './app.module.css';
import { linkAdvice } from './engine-words';
import share from './share.module.css';
import { shareablesAt } from './shareable';
import type { Shareable } from './shareable';

const QrCode = lazy(() => import('./qr-code').then((m) => ({ default: m.QrCode })));
const EmbedBox = lazy(() => import('./embed-box').then((m) => ({ default: m.EmbedBox })));

export function ShareDialog() {
  const [problem, setProblem] = useState('');
  const [kinds] = useState(shareablesAt(usePlace()));
  const [kind, setKind] = useState(kinds[0]);
  return (
    <Dialog open onOpenChange={() => openDialog(null)} title="Share" description={kind.says} closeButton>
      {kinds.length > 1 ? <Choice kinds={kinds} chosen={kind} onChoose={setKind} /> : null}
      <LinkBox key={kind.id} kind={kind} />
      <div className={css.row}>
        <Button onClick={() => void saveScenario()}>
          {kind.id === 'lab' ? 'Save as a file' : 'Save the lab as a file'}
        </Button>
        <OpenFile onDone={() => openDialog(null)} tell={setProblem} />
      </div>
      <p role="alert" className={css.problem}>
        {problem}
      </p>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly kinds: readonly Shareable[];
  readonly chosen: Shareable;
  readonly onChoose: (kind: Shareable) => void;
}

function Choice({ kinds, chosen, onChoose }: ChoiceProps) {
  return (
    <fieldset className={share.what}>
      <legend className="visually-hidden">What to share</legend>
      {kinds.map((kind) => (
        <label key={kind.id}>
          <input type="radio" name="what-to-share" checked={kind === chosen} onChange={() => onChoose(kind)} />
          {kind.label}
        </label>
      ))}
    </fieldset>
  );
}

type Link = { readonly made: string } | { readonly problem: string } | null;

function useLink(kind: Shareable): Link {
  const [link, setLink] = useState<Link>(null);
  useEffect(() => {
    let wanted = true;
    const tell = (next: Link) => {
      if (wanted) setLink(next);
    };
    kind.link().then(
      (made) => tell(made.ok ? { made: made.value } : { problem: made.error.message }),
      (error: unknown) => {
        if (!isReplaced(error)) tell({ problem: 'This scenario does not fit into a link. Save it as a file instead.' });
      },
    );
    return () => {
      wanted = false;
    };
  }, [kind]);
  return link;
}

function LinkBox({ kind }: { kind: Shareable }) {
  const link = useLink(kind);
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
          aria-label={kind.linkLabel}
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
      {made === '' ? null : <QrBox text={made} />}
      {made === '' ? null : <EmbedPart link={made} kind={kind.id} />}
    </>
  );
}

/** Characters: a code of more has modules too small for the camera of a phone. */
const LONGEST_QR = 2_000;

function QrBox({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={share.qrBox} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>QR code</summary>
      {!open ? null : text.length > LONGEST_QR ? (
        <p>This link is too long for a QR code that a phone can read.</p>
      ) : (
        <Suspense fallback={null}>
          <QrCode text={text} />
        </Suspense>
      )}
    </details>
  );
}

function EmbedPart({ link, kind }: { link: string; kind: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={share.qrBox} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Embed</summary>
      <Suspense fallback={null}>{open ? <EmbedBox link={link} kind={kind} /> : null}</Suspense>
    </details>
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
