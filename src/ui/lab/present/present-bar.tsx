/** The one line of controls, for a mouse or a finger; keys and clickers do the same. */
import { ChevronLeft, ChevronRight, NotebookPen, X } from 'lucide-react';
import { Button, SelectField } from '../../kit';
import { PANES, setPreference, usePlayer, usePreferences } from '../../state';
import css from './present.module.css';
import { nextSlide, previousSlide } from './use-present-keys';

interface Props {
  readonly notes: boolean;
  readonly onNotes: () => void;
  readonly onLeave: () => void;
}

export function PresentBar({ notes, onNotes, onLeave }: Props) {
  const pane = usePreferences((p) => p.pane);
  const step = usePlayer((p) => p.step);
  const last = usePlayer((p) => (p.trace ? p.trace.steps.length - 1 : null));
  const choose = (value: string) => {
    const found = PANES.find(({ id }) => id === value);
    if (found) setPreference({ pane: found.id });
  };
  return (
    <div className={css.bar} role="toolbar" aria-label="Presentation">
      <SelectField
        label="Pane that is shown"
        hideLabel
        value={pane}
        options={PANES.map(({ id, label }) => ({ value: id, label }))}
        onChange={choose}
      />
      <Button aria-pressed={notes} title="Speaker notes (s)" aria-label="Speaker notes" onClick={onNotes}>
        <NotebookPen size={16} aria-hidden />
      </Button>
      <span className={css.spring} />
      <Button
        icon
        aria-label="The step before"
        title="The step before (←)"
        aria-disabled={step === 0}
        onClick={previousSlide}
      >
        <ChevronLeft size={18} aria-hidden />
      </Button>
      <Button
        icon
        aria-label="The next step"
        title="The next step (→)"
        aria-disabled={step === last}
        onClick={nextSlide}
      >
        <ChevronRight size={18} aria-hidden />
      </Button>
      <span className={css.spring} />
      <Button aria-label="Leave the presentation" title="Leave the presentation (Esc)" onClick={onLeave}>
        <X size={16} aria-hidden />
      </Button>
    </div>
  );
}
