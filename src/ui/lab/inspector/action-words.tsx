/** What actions of logical flows do, in the words of the release: each as it is written, and a sentence. */
import type { PipelineDetail } from '../../bridge';
import css from './inspector.module.css';

export function ActionWords({ actions }: Pick<PipelineDetail, 'actions'>) {
  return (
    <dl className={css.words} aria-label="What the actions do">
      {actions.map(({ form, text }) => (
        <div key={form}>
          <dt>
            <code>{form}</code>
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
