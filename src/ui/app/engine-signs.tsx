/** What the bar tells of the engine: long work with a way to stop it, and whether what is done is being kept. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { openDialog } from '../actions';
import { engineStore, stopEngine } from '../bridge';
import { Badge, Button } from '../kit';
import { useMirror } from '../state';
import css from './notices.module.css';
import { keepingWords, progressWords } from './engine-words';

/** Shorter work comes and goes without a word, in milliseconds. */
const WORTH_SAYING = 400;

/** Long work under way; null while there is none worth a word. */
function useLongWork(): { readonly text: string; readonly done: number; readonly total: number | null } | null {
  const progress = useStore(engineStore, (s) => s.progress);
  const phase = useStore(engineStore, (s) => s.phase);
  const begun = useMirror((m) => m.version > 0);
  const anew = begun && phase === 'opening';
  const busy = progress !== null || anew;
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!busy) return undefined;
    const timer = setTimeout(() => setLong(true), WORTH_SAYING);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [busy]);
  if (!busy || !long) return null;
  const prefix = anew ? 'Starting the engine anew' : null;
  if (progress === null) return { text: `${prefix ?? ''}…`, done: 0, total: null };
  const text = progressWords(progress);
  return { ...progress, text: prefix === null ? text : `${prefix}: ${text}` };
}

/** In the place of what the control plane does. */
export function LongWork({ otherwise }: { readonly otherwise: React.ReactNode }) {
  const work = useLongWork();
  return (
    <>
      <span role="status" className="visually-hidden">
        {work ? 'Working; Stop is in the bar.' : ''}
      </span>
      {work ? (
        <div className={css.work} data-testid="progress">
          <span className={css.what}>{work.text}</span>
          <Button onClick={stopEngine}>Stop</Button>
          {work.total === null ? (
            <progress className={css.meter} aria-label="Progress" />
          ) : (
            <progress className={css.meter} aria-label="Progress" value={work.done} max={Math.max(1, work.total)} />
          )}
        </div>
      ) : (
        otherwise
      )}
    </>
  );
}

/** Only there when something is other than it should be. */
export function KeepingSign() {
  const keeping = useStore(engineStore, (s) => s.keeping);
  const words = keeping && keepingWords(keeping);
  if (!words) return null;
  return (
    <button
      type="button"
      className={css.sign}
      title={words.why}
      aria-label={`${words.sign}: what that means`}
      onClick={() => openDialog('keeping')}
    >
      <Badge tone="warn">
        <span aria-hidden className={css.mark}>
          !
        </span>
        <span className={css.signText}>{words.sign}</span>
      </Badge>
    </button>
  );
}
