/** At the end of the panes' bar: help on the pane, and all the room for it. */
import { Maximize2, Minimize2 } from 'lucide-react';
import { commandProps } from '../../commands';
import { Button } from '../../kit';
import { maximise, useLayout, usePreferences, useRoom } from '../../state';
import { HelpButton } from './help-button';
import css from './part-help.module.css';

export function PaneTools({ maximise: can }: { readonly maximise: boolean }) {
  const pane = usePreferences((p) => p.pane);
  const large = useRoom((room) => room.maximised === 'panes');
  const phone = useLayout((layout) => layout.phone);
  const name = large ? 'Back to all parts' : 'Maximise this pane';
  return (
    <div className={css.tools}>
      <HelpButton part={pane} />
      {phone || !can ? null : (
        <Button
          icon
          look="quiet"
          aria-label={name}
          {...commandProps('pane.maximise', name)}
          onClick={() => maximise('panes')}
        >
          {large ? <Minimize2 size={14} aria-hidden /> : <Maximize2 size={14} aria-hidden />}
        </Button>
      )}
    </div>
  );
}
