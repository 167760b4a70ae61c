/** What stays said: a strip below the bar that covers nothing, each notice with what can be done about it. */
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { copyReport, dismiss, lastingStore } from '../actions';
import type { LastingNotice } from '../actions';
import { Button } from '../kit';
import css from './notices.module.css';

export function LastingNotices() {
  const notices = useStore(lastingStore, (s) => s.notices);
  return (
    <section className={css.strip} aria-label="Notices" aria-live="polite">
      {notices.map((notice) => (
        <Notice key={notice.key} notice={notice} />
      ))}
    </section>
  );
}

function Notice({ notice: { key, tone, text, choices, report } }: { readonly notice: LastingNotice }) {
  return (
    <div className={css.lasting} data-tone={tone} data-notice={key}>
      <p>{text}</p>
      <div className={css.choices}>
        {choices.map(({ label, run }) => (
          <Button
            key={label}
            onClick={() => {
              dismiss(key);
              run();
            }}
          >
            {label}
          </Button>
        ))}
        {report === undefined ? null : <Button onClick={() => void copyReport(report)}>Copy a report</Button>}
        <Button icon look="quiet" aria-label="Dismiss" title="Dismiss" onClick={() => dismiss(key)}>
          <X size={15} aria-hidden />
        </Button>
      </div>
    </div>
  );
}
