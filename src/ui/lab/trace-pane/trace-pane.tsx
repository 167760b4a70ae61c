/** The trace pane: the player on top, then where to run to, then the steps in both languages. */
import { useMemo } from 'react';
import { sendPacket } from '../../actions';
import { Button, EmptyState } from '../../kit';
import { useMirror, usePlayer } from '../../state';
import { onPlayerKey } from '../player-keys';
import { Player } from './player-bar';
import { StoryBar } from './story-bar';
import { traceLines } from './trace-lines';
import { TraceRows } from './trace-rows';
import css from './trace-pane.module.css';

export function TracePane() {
  const trace = usePlayer((p) => p.trace);
  const packets = useMirror((m) => m.scenario.packets);
  const lines = useMemo(() => (trace ? traceLines(trace) : []), [trace]);
  if (!trace) {
    return (
      <EmptyState title="No packet has been sent">
        <p>
          A trace shows each table a packet crosses: the logical Pipeline on the left, the OpenFlow made from it on the
          right.
        </p>
        {packets[0] ? (
          <Button look="primary" onClick={() => void sendPacket(packets[0]?.id ?? '')}>
            Send “{packets[0].name}”
          </Button>
        ) : (
          <p>Make a packet in the outline.</p>
        )}
      </EmptyState>
    );
  }
  return (
    <div className={css.pane} onKeyDown={onPlayerKey}>
      <Player trace={trace} lines={lines} />
      <StoryBar trace={trace} lines={lines} />
      <TraceRows trace={trace} lines={lines} />
    </div>
  );
}
