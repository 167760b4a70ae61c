/** The head of the outline and of the details: which part this is, and help on it. */
import css from './part-help.module.css';
import { HelpButton } from './help-button';

export function PartHead({ part, title }: { readonly part: 'outline' | 'details'; readonly title: string }) {
  return (
    <div className={css.head}>
      <h2>{title}</h2>
      <HelpButton part={part} />
    </div>
  );
}
