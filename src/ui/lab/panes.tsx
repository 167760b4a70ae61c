/** The panes below the graph, one at a time, and the bar of tabs that chooses it. */
import { Tabs } from 'radix-ui';
import { Suspense, lazy, useState } from 'react';
import type { ComponentType } from 'react';
import { Boundary } from '../safety';
import { PANES, setPreference, usePreferences } from '../state';
import type { PaneId } from '../state';
import { PaneOpened } from './pane-opened';
import { PaneTools } from './part-help';
import css from './tab-bar.module.css';
import { TabBar } from './tab-bar';

/** Each pane is read when it is first opened; a pane that nobody opens costs nothing. */
export const contents = {
  trace: lazy(() => import('./trace-pane').then((module) => ({ default: module.TracePane }))),
  traffic: lazy(() => import('./traffic-pane').then((module) => ({ default: module.TrafficPane }))),
  checks: lazy(() => import('./checks-pane').then((module) => ({ default: module.ChecksPane }))),
  pipeline: lazy(() => import('./pipeline-pane').then((module) => ({ default: module.PipelinePane }))),
  match: lazy(() => import('./match-pane').then((module) => ({ default: module.MatchPane }))),
  openflow: lazy(() => import('./openflow-pane').then((module) => ({ default: module.OpenFlowPane }))),
  databases: lazy(() => import('./databases-pane').then((module) => ({ default: module.DatabasesPane }))),
  openstack: lazy(() => import('./openstack-pane').then((module) => ({ default: module.OpenStackPane }))),
  timeline: lazy(() => import('./timeline-pane').then((module) => ({ default: module.TimelinePane }))),
  log: lazy(() => import('./log-pane').then((module) => ({ default: module.LogPane }))),
  terminal: lazy(() => import('./terminal-pane').then((module) => ({ default: module.TerminalPane }))),
} satisfies Record<PaneId, ComponentType>;

const choose = (pane: PaneId) => setPreference({ pane });

interface PanesProps {
  /** A pane whose tab is never put into the menu. */
  readonly always?: PaneId;
  /** Whether they can be given all the room of the lab. */
  readonly maximise?: boolean;
}

export function Panes({ always, maximise = true }: PanesProps) {
  const pane = usePreferences((p) => p.pane);
  const [first] = useState(pane);
  const [opened, setOpened] = useState(false);
  if (pane !== first && !opened) setOpened(true);
  const open = (value: string) => {
    const found = PANES.find((candidate) => candidate.id === value);
    if (found) choose(found.id);
  };
  return (
    <Tabs.Root className={css.panes} value={pane} onValueChange={open}>
      <div className={css.head}>
        <h2 className="visually-hidden">Panes</h2>
        <TabBar tabs={PANES} open={pane} always={always} onChoose={choose} label="Panes" />
        <PaneTools maximise={maximise} />
      </div>
      {PANES.map(({ id, label }) => {
        const Content = contents[id];
        return (
          <Tabs.Content key={id} value={id} className={css.pane} tabIndex={-1}>
            <Boundary name={`The ${label} pane`}>
              <Suspense fallback={null}>
                <PaneOpened value={opened}>
                  <Content />
                </PaneOpened>
              </Suspense>
            </Boundary>
          </Tabs.Content>
        );
      })}
    </Tabs.Root>
  );
}
