/** The trace pane: the player on top, then where to run to, then the steps in both languages. */
import { useMemo, useState } from 'react';
import { sendPacket } from '../../actions';
import { traceAsksStore } from '../../commands';
import { Button, EmptyState } from '../../kit';
import { useMirror, usePlayer } from '../../state';
import { onPlayerKey } from '../player-keys';
import { useWidth } from '../use-width';
import { formOf, isRoomy } from './pane-form';
import { Player } from './player-bar';
import { StoryBar } from './story-bar';
import { traceLines } from './trace-lines';
import { TraceRows } from './trace-rows';
import type { Language } from './trace-rows';
import css from './trace-pane.module.css';

export function TracePane() {
  const trace = usePlayer((p) => p.trace);
  const packets = useMirror((m) => m.scenario.packets);
  const lines = useMemo(() => (trace ? traceLines(trace) : []), [trace]);
  const [width, pane] = useWidth();
  const form = formOf(width);
  const roomy = isRoomy(width);
  const [language, setLanguage] = useState<Language>('openflow');
  const [all, setAll] = useState(false);
  if (!trace) {
    return (
      <EmptyState title="No packet has been sent">
        <p>
          A trace shows each table a packet crosses: the logical Pipeline on the left, the OpenFlow made from it on the
          right.
        </p>
        {packets[0] ? (
          <Button look="primary" onClick={() => void send(packets[0]?.id ?? '')}>
            Send “{packets[0].name}”
          </Button>
        ) : (
          <p>Make a packet in the outline.</p>
        )}
      </EmptyState>
    );
  }
  return (
    <div ref={pane} className={css.pane} data-form={form} onKeyDown={onPlayerKey}>
      <Player trace={trace} lines={lines} form={form} roomy={roomy} />
      <StoryBar
        trace={trace}
        lines={lines}
        form={form}
        roomy={roomy}
        language={language}
        onLanguage={setLanguage}
        all={all}
        onAll={setAll}
      />
      <TraceRows trace={trace} lines={lines} form={form} language={language} all={all} />
    </div>
  );
}

/** The button that was pressed is gone afterwards: the steps take its focus. */
async function send(packet: string): Promise<void> {
  traceAsksStore.setState({ focus: true });
  await sendPacket(packet);
}
