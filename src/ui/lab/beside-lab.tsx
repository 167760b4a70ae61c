/**
 * The lab beside a text: graph above panes, nothing else. The outline repeats what the
 * graph shows and is folded; the details of what is selected lie over the graph.
 */
import { ChevronRight, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { Button } from '../kit';
import { parseEntity, selectionStore } from '../state';
import css from './lab.module.css';
import { Panes } from './panes';
import { CanvasPart, InspectorPart, OutlinePart } from './parts';
import { SendMenu } from './send-menu';

export function BesideLab() {
  const [outline, setOutline] = useState(false);
  const [details, setDetails] = useDetails();
  return (
    <main className={css.lab}>
      <h1 className="visually-hidden">The lab</h1>
      <Group orientation="vertical" className={css.center}>
        <Panel id="graph" defaultSize="48%" minSize={140}>
          <div className={css.beside} data-beside-text>
            <CanvasPart />
            <div className={css.openers}>
              <SendMenu />
              <Button aria-expanded={outline} onClick={() => setOutline(!outline)}>
                Outline <ChevronRight size={14} aria-hidden />
              </Button>
              <Button aria-expanded={details} onClick={() => setDetails(!details)}>
                Details <ChevronRight size={14} aria-hidden />
              </Button>
            </div>
            {outline ? (
              <Over side="left" name="outline" onClose={() => setOutline(false)}>
                <OutlinePart />
              </Over>
            ) : null}
            {details ? (
              <Over side="right" name="details" onClose={() => setDetails(false)}>
                <InspectorPart />
              </Over>
            ) : null}
          </div>
        </Panel>
        <Separator className={`${css.separator ?? ''} ${css.horizontal ?? ''}`} aria-label="Height of the panes" />
        <Panel id="panes" defaultSize="52%" minSize={80}>
          <Panes always="terminal" maximise={false} />
        </Panel>
      </Group>
    </main>
  );
}

/** Choosing a thing opens its details; a packet's are for whoever asks, since the trace stands below. */
function useDetails() {
  const [open, setOpen] = useState(false);
  useEffect(
    () =>
      selectionStore.subscribe(({ selected }, before) => {
        if (selected === before.selected || selected === null) return;
        if (parseEntity(selected)?.kind !== 'packet') setOpen(true);
      }),
    [],
  );
  return [open, setOpen] as const;
}

interface OverProps {
  readonly side: 'left' | 'right';
  readonly name: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function Over({ side, name, onClose, children }: OverProps) {
  return (
    <div
      className={css.over}
      data-side={side}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <Button icon look="quiet" className={css.overClose} aria-label={`Close the ${name}`} onClick={onClose}>
        <X size={15} aria-hidden />
      </Button>
      <div className={css.side}>{children}</div>
    </div>
  );
}
