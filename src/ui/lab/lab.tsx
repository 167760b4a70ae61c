/**
 * The lab: outline, graph above panes, inspector. Narrow screens show the graph
 * first; everything else comes as a sheet from below.
 */
import { Tabs } from 'radix-ui';
import { Suspense, lazy, useState } from 'react';
import type { ComponentType, MouseEvent } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useStore } from 'zustand';
import { dialogStore, openDialog } from '../actions';
import { layoutStore, PANES, setPreference, useLayout, usePreferences, useSelection } from '../state';
import type { PaneId, Preferences } from '../state';
import { Canvas } from './canvas';
import { EntityMenuHost } from './entity-menu';
import { Inspector } from './inspector';
import css from './lab.module.css';
import { Boundary } from '../safety';
import { Outline } from './outline';
import { PhoneSheet } from './phone-sheet';
import { SaidStep } from './said-step';
import { useWidth } from './use-width';
import { WhatIfDialogs } from './what-if';

/** Each pane is read when it is first opened; a pane that nobody opens costs nothing. */
const contents = {
  trace: lazy(() => import('./trace-pane').then((module) => ({ default: module.TracePane }))),
  traffic: lazy(() => import('./traffic-pane').then((module) => ({ default: module.TrafficPane }))),
  pipeline: lazy(() => import('./pipeline-pane').then((module) => ({ default: module.PipelinePane }))),
  match: lazy(() => import('./match-pane').then((module) => ({ default: module.MatchPane }))),
  openflow: lazy(() => import('./openflow-pane').then((module) => ({ default: module.OpenFlowPane }))),
  databases: lazy(() => import('./databases-pane').then((module) => ({ default: module.DatabasesPane }))),
  timeline: lazy(() => import('./timeline-pane').then((module) => ({ default: module.TimelinePane }))),
  log: lazy(() => import('./log-pane').then((module) => ({ default: module.LogPane }))),
  terminal: lazy(() => import('./terminal-pane').then((module) => ({ default: module.TerminalPane }))),
} satisfies Record<PaneId, ComponentType>;

export function Lab() {
  const narrow = useLayout((layout) => layout.phone);
  return (
    <>
      {narrow ? <NarrowLab /> : <WideLab />}
      <Boundary name="The menu">
        <EntityMenuHost />
      </Boundary>
      <WhatIfPart />
      <SaidStep />
    </>
  );
}

/** In rem: with less the outline and the details share a column, so that the middle can be read. */
const THREE_COLUMNS = 62;
/** Also in rem: of a window that is not higher the panes get more than the graph. */
const LOW = 36;

function WideLab() {
  const [width, lab] = useWidth();
  const tight = width < THREE_COLUMNS;
  const [low] = useState(() => innerHeight / (16 * layoutStore.getState().scale) < LOW);
  return (
    <main className={css.lab} ref={lab}>
      <h1 className="visually-hidden">The lab</h1>
      <Group orientation="horizontal">
        {tight ? null : (
          <>
            <Panel id="outline" defaultSize="16%" minSize={150} collapsible>
              <div className={`${css.side ?? ''} ${css.left ?? ''}`}>
                <OutlinePart />
              </div>
            </Panel>
            <Separator className={`${css.separator ?? ''} ${css.vertical ?? ''}`} aria-label="Width of the outline" />
          </>
        )}
        <Panel id="center" defaultSize={tight ? '68%' : '62%'} minSize={320}>
          <Group orientation="vertical" className={css.center}>
            <Panel id="graph" defaultSize={low ? '40%' : '52%'} minSize={100}>
              <CanvasPart />
            </Panel>
            <Separator className={`${css.separator ?? ''} ${css.horizontal ?? ''}`} aria-label="Height of the panes" />
            <Panel id="panes" defaultSize={low ? '60%' : '48%'} minSize={80}>
              <Panes />
            </Panel>
          </Group>
        </Panel>
        <Separator className={`${css.separator ?? ''} ${css.vertical ?? ''}`} aria-label="Width of the details" />
        <Panel id="inspector" defaultSize={tight ? '32%' : '22%'} minSize={220} collapsible>
          {tight ? (
            <Sides />
          ) : (
            <div className={`${css.side ?? ''} ${css.right ?? ''}`}>
              <InspectorPart />
            </div>
          )}
        </Panel>
      </Group>
    </main>
  );
}

/** Details and outline, one at a time. */
function Sides() {
  return (
    <Tabs.Root className={`${css.panes ?? ''} ${css.right ?? ''}`} defaultValue="details">
      <Tabs.List className={css.tabs} aria-label="Details or outline">
        <Tabs.Trigger value="details" className={css.tab}>
          Details
        </Tabs.Trigger>
        <Tabs.Trigger value="outline" className={css.tab}>
          Outline
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="details" className={css.side} tabIndex={-1}>
        <InspectorPart />
      </Tabs.Content>
      <Tabs.Content value="outline" className={css.side} tabIndex={-1}>
        <OutlinePart />
      </Tabs.Content>
    </Tabs.Root>
  );
}

/** A mistake in one part leaves the others as they are. */
function CanvasPart() {
  return (
    <Boundary name="The graph">
      <Canvas />
    </Boundary>
  );
}

function OutlinePart() {
  return (
    <Boundary name="The outline">
      <Outline />
    </Boundary>
  );
}

function InspectorPart() {
  const selected = useSelection((s) => s.selected);
  return (
    <Boundary name="What is selected" of={selected ?? ''}>
      <Inspector />
    </Boundary>
  );
}

function WhatIfPart() {
  const dialog = useStore(dialogStore, (s) => s.open);
  return (
    <Boundary name="The dialog" of={dialog ?? ''} onClose={() => openDialog(null)}>
      <WhatIfDialogs />
    </Boundary>
  );
}

const dock: readonly { readonly sheet: Preferences['sheet']; readonly label: string }[] = [
  { sheet: 'none', label: 'Graph' },
  { sheet: 'panes', label: 'Panes' },
  { sheet: 'outline', label: 'Outline' },
  { sheet: 'inspector', label: 'Details' },
];

function NarrowLab() {
  const sheet = usePreferences((p) => p.sheet);
  const name = dock.find((item) => item.sheet === sheet)?.label ?? '';
  return (
    <main className={css.narrow}>
      <h1 className="visually-hidden">The lab</h1>
      <div className={css.stage} data-covered={sheet !== 'none'}>
        <div className={css.graph} onClickCapture={showTapped}>
          <CanvasPart />
        </div>
        {sheet === 'none' ? null : (
          <PhoneSheet name={name}>
            {sheet === 'panes' ? (
              <Panes />
            ) : (
              <div className={css.side}>{sheet === 'outline' ? <OutlinePart /> : <InspectorPart />}</div>
            )}
          </PhoneSheet>
        )}
      </div>
      <nav className={css.dock} aria-label="Parts of the lab">
        {dock.map((item) => (
          <button
            key={item.sheet}
            type="button"
            className={css.dockButton}
            aria-pressed={sheet === item.sheet}
            onClick={() => setPreference({ sheet: item.sheet })}
          >
            {item.label}
          </button>
        ))}
      </nav>
    </main>
  );
}

/** A tap on something shows its details. */
function showTapped({ target }: MouseEvent): void {
  if (target instanceof Element && target.closest('[data-entity]')) setPreference({ sheet: 'inspector' });
}

function Panes() {
  const pane = usePreferences((p) => p.pane);
  const open = (value: string) => {
    const found = PANES.find((candidate) => candidate.id === value);
    if (found) setPreference({ pane: found.id });
  };
  return (
    <Tabs.Root className={css.panes} value={pane} onValueChange={open}>
      <Tabs.List className={css.tabs} aria-label="Panes">
        {PANES.map(({ id, label }) => (
          <Tabs.Trigger key={id} value={id} className={css.tab}>
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {PANES.map(({ id, label }) => {
        const Content = contents[id];
        return (
          <Tabs.Content key={id} value={id} className={css.pane} tabIndex={-1}>
            <Boundary name={`The ${label} pane`}>
              <Suspense fallback={null}>
                <Content />
              </Suspense>
            </Boundary>
          </Tabs.Content>
        );
      })}
    </Tabs.Root>
  );
}
