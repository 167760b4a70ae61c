/**
 * What was said last. Good news passes by below the bar; bad news stands in a strip that
 * covers nothing until its cause is gone or it is closed. Over a dialog it is at the top.
 */
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { noticeStore } from '../actions';
import { Button } from '../kit';
import css from './notices.module.css';

/** Milliseconds. */
const PASSES = 3500;

export function PassingNotice() {
  const { notice } = useStore(noticeStore);
  const close = () => noticeStore.setState({ notice: null });
  useEffect(() => {
    if (!notice || notice.tone === 'bad') return undefined;
    const timer = setTimeout(close, PASSES);
    return () => clearTimeout(timer);
  }, [notice]);
  const looks =
    notice === null ? undefined : { quiet: 'visually-hidden', info: css.passing, bad: css.bad }[notice.tone];
  return (
    <div aria-live="polite" role="status">
      {notice ? (
        <div className={looks} data-tone={notice.tone} key={notice.id}>
          <span>{notice.text}</span>
          {notice.tone === 'bad' ? (
            <Button icon look="quiet" aria-label="Close this message" title="Close" onClick={close}>
              <X size={15} aria-hidden />
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
