/** The stages of the open release, and the actions that its rows are written in, as the release itself explains them. */
import { engine } from '../bridge';
import { useAnswer } from '../state';
import css from './help.module.css';

export function Vocabulary() {
  const words = useAnswer('vocabulary', () => engine().vocabulary());
  if (words === undefined) return null;
  return (
    <>
      <h3>What does each table do?</h3>
      <dl className={css.words}>
        {words.stages.map(({ kind, direction, number, name, text }) => (
          <div key={`${kind} ${direction} ${number}`}>
            <dt>
              {number} <span>{name}</span>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <h3>Which actions are there?</h3>
      <dl className={css.words}>
        {words.actions.map(({ form, text }) => (
          <div key={form}>
            <dt>
              <code>{form}</code>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
