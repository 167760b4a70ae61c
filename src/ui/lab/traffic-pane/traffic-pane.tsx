/** The pane: the matrix of who reaches whom, or the script of packets. */
import { useState } from 'react';
import { MatrixView } from './matrix-view';
import { ScriptView } from './script-view';
import css from './traffic.module.css';

type View = 'matrix' | 'script';

/** Outlives the pane, which is not there while another one is open. */
let lastView: View = 'matrix';

export function TrafficPane() {
  const [view, setView] = useState(lastView);
  const choose = (next: View) => {
    lastView = next;
    setView(next);
  };
  const views = <Views view={view} onChoose={choose} />;
  return view === 'matrix' ? <MatrixView views={views} /> : <ScriptView views={views} />;
}

function Views({ view, onChoose }: { view: View; onChoose: (view: View) => void }) {
  return (
    <div className={css.views} role="group" aria-label="What to see of the traffic">
      <button type="button" className={css.view} aria-pressed={view === 'matrix'} onClick={() => onChoose('matrix')}>
        Who reaches whom
      </button>
      <button type="button" className={css.view} aria-pressed={view === 'script'} onClick={() => onChoose('script')}>
        Script
      </button>
    </div>
  );
}
