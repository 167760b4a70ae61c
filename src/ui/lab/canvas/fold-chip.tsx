/** Says how many more a card has, and shows them; or folds them away again. */
import { memo } from 'react';
import { boxStyle } from './box-style';
import css from './cards.module.css';
import { toggleFold } from './folds';
import type { Fold } from './folds';
import type { Box } from './geometry';

interface Props {
  readonly card: string;
  readonly fold: Fold;
  readonly box: Box | undefined;
  /** In the plural, e.g. `ports`. */
  readonly what: string;
}

export const FoldChip = memo(function FoldChip({ card, fold, box, what }: Props) {
  if (!fold.chip) return null;
  return (
    <button
      type="button"
      className={`${css.chip ?? ''} nodrag`}
      style={boxStyle(box)}
      aria-expanded={fold.more === 0}
      title={fold.more > 0 ? `Show ${fold.more} more ${what}` : `Show fewer ${what}`}
      onClick={(event) => {
        event.stopPropagation();
        toggleFold(card);
      }}
    >
      {fold.more > 0 ? `+${fold.more} more` : 'fewer'}
    </button>
  );
});
