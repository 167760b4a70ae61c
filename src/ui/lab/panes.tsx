/** The panes below the graph, one at a time, and the bar of tabs that chooses it. */
import { Tabs } from 'radix-ui';
import { Suspense, lazy } from 'react';
import type { ComponentType } from 'react';
import { Boundary } from '../safety';
import { PANES, setPreference, usePreferences } from '../state';
import type { PaneId } from '../state';
import css from './tab-bar.module.css';
import { TabBar } from './tab-bar';

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

const choose = (pane: PaneId) => setPreference({ pane });

/** `always`: a pane whose tab is never put into the menu. */
export function Panes({ always }: { readonly always?: PaneId }) {
  const pane = usePreferences((p) => p.pane);
  const open = (value: string) => {
    const found = PANES.find((candidate) => candidate.id === value);
    if (found) choose(found.id);
  };
  return (
    <Tabs.Root className={css.panes} value={pane} onValueChange={open}>
      <TabBar tabs={PANES} open={pane} always={always} onChoose={choose} label="Panes" />
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
