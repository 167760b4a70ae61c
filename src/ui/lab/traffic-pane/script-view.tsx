/** The script with its tools: run, add, and every line with what became of it. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { engine } from '../../bridge';
import type { ReachabilityPort } from '../../bridge';
import { Badge, Button, EmptyState } from '../../kit';
import { isMoment, useMirror } from '../../state';
import { LineForm } from './line-form';
import { linesOf, MOST_LINES } from './script-lines';
import { addLines, clearScript, runAll, scriptStore, stop } from './script-store';
import { ScriptRow } from './script-row';
import panes from '../panes.module.css';
import scriptCss from './script.module.css';
import css from './traffic.module.css';

export function ScriptView({ views }: { views: ReactNode }) {
  const { lines, outcomes, running, moment } = useStore(scriptStore);
  const stale = useMirror((mirror) => !isMoment(moment, mirror));
  const ports = usePorts();
  const [editing, setEditing] = useState<number | null>(null);
  const sent = lines.flatMap(({ id }) => outcomes.get(id) ?? []);
  const arrived = sent.filter(({ reached }) => reached).length;
  return (
    <div className={css.pane}>
      <div className={panes.tools}>
        {views}
        {running ? (
          <>
            <progress
              className={css.progress}
              value={sent.length}
              max={lines.length}
              aria-label="Lines that were sent"
            />
            <Button onClick={stop}>Stop</Button>
          </>
        ) : (
          <Button look="primary" disabled={lines.length === 0} onClick={() => void runAll()}>
            Run all
          </Button>
        )}
        <span className={css.note} role="status">
          {sent.length === 0 ? '' : `${arrived} of ${sent.length} ${sent.length === 1 ? 'packet' : 'packets'} arrived`}
        </span>
        {sent.length > 0 && stale && !running ? <Badge tone="warn">the deployment has changed since</Badge> : null}
        <span className={css.grow} />
        {lines.length > 0 ? (
          <Button look="quiet" onClick={clearScript}>
            Clear
          </Button>
        ) : null}
      </div>
      <div className={scriptCss.script}>
        {lines.length === 0 ? (
          <Start ports={ports} />
        ) : (
          <ol className={scriptCss.lines} aria-label="Script">
            {lines.map((line, index) => (
              <ScriptRow
                key={line.id}
                line={line}
                index={index}
                last={index === lines.length - 1}
                outcome={outcomes.get(line.id)}
                ports={ports}
                editing={editing === line.id}
                onEdit={(wanted) => setEditing(wanted ? line.id : null)}
              />
            ))}
          </ol>
        )}
        {ports.length >= 2 ? (
          <LineForm
            ports={ports}
            everyone
            submit="Add"
            room={MOST_LINES - lines.length}
            onSubmit={(added) => void addLines(added)}
          />
        ) : null}
      </div>
    </div>
  );
}

function Start({ ports }: { ports: readonly ReachabilityPort[] }) {
  const [from] = ports;
  const to = ports.find((port) => port !== from && port.switch === from?.switch) ?? ports[1];
  if (!from || !to) {
    return (
      <EmptyState title="Nobody to send">
        <p>
          A script sends packets one after the other. It needs two ports that are plugged in and have Ethernet
          addresses.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No packets yet">
      <p>
        A script sends packets one after the other and says what became of each. A reply is sent only to what arrived.
      </p>
      <Button
        look="primary"
        onClick={() => {
          addLines(linesOf(ports, { from: from.name, to: to.name, kind: 'ping-exchange', port: '' }));
          void runAll();
        }}
      >
        {from.name} pings {to.name}
      </Button>
    </EmptyState>
  );
}

/** The ports that can send, as they are now. */
function usePorts(): readonly ReachabilityPort[] {
  const model = useMirror((mirror) => mirror.model);
  const position = useMirror((mirror) => mirror.history.position);
  const [ports, setPorts] = useState<readonly ReachabilityPort[]>([]);
  useEffect(() => {
    let wanted = true;
    void engine()
      .reachabilityPorts()
      .then((found) => {
        if (wanted) setPorts(found.ports);
      });
    return () => {
      wanted = false;
    };
  }, [position, model]);
  return ports;
}
