/**
 * The lab: outline, graph above panes, inspector. Narrow screens show the graph
 * first; everything else comes as a sheet from below.
 */
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import type { MouseEvent } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useStore } from 'zustand';
import { dialogStore, openDialog } from '../actions';
import { layoutStore, setPreference, useLayout, usePreferences } from '../state';
import type { Preferences } from '../state';
import { BesideLab } from './beside-lab';
import { EntityMenuHost } from './entity-menu';
import css from './lab.module.css';
import { Boundary } from '../safety';
import { Panes } from './panes';
import { CanvasPart, InspectorPart, OutlinePart } from './parts';
import { PhoneSheet } from './phone-sheet';
import { SaidStep } from './said-step';
import tabs from './tab-bar.module.css';
import { useMaximise } from './use-maximise';
import { useWidth } from './use-width';
import { WhatIfDialogs } from './what-if';

/** `beside` a text there are two columns at most: graph and panes, the rest lies over the graph when it is wanted. */
export function Lab({ beside = false }: { readonly beside?: boolean }) {
  const narrow = useLayout((layout) => layout.phone);
  return (
    <>
      {narrow ? <NarrowLab /> : beside ? <BesideLab /> : <WideLab />}
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
  const { columns, rows, isAway, isFull } = useMaximise();
  return (
    <main className={css.lab} ref={lab}>
      <h1 className="visually-hidden">The lab</h1>
      <Group orientation="horizontal" groupRef={columns}>
        {tight ? null : (
          <>
            <Panel id="outline" defaultSize="16%" minSize={150} collapsible inert={isAway('outline')}>
              <div className={`${css.side ?? ''} ${css.left ?? ''}`}>
                <OutlinePart />
              </div>
            </Panel>
            <Separator
              className={`${css.separator ?? ''} ${css.vertical ?? ''}`}
              aria-label="Width of the outline"
              disabled={isFull}
            />
          </>
        )}
        <Panel id="center" defaultSize={tight ? '68%' : '62%'} minSize={320}>
          <Group orientation="vertical" className={css.center} groupRef={rows}>
            <Panel id="graph" defaultSize={low ? '40%' : '52%'} minSize={100} collapsible inert={isAway('graph')}>
              <CanvasPart />
            </Panel>
            <Separator
              className={`${css.separator ?? ''} ${css.horizontal ?? ''}`}
              aria-label="Height of the panes"
              disabled={isFull}
            />
            <Panel id="panes" defaultSize={low ? '60%' : '48%'} minSize={80} collapsible inert={isAway('panes')}>
              <Panes />
            </Panel>
          </Group>
        </Panel>
        <Separator
          className={`${css.separator ?? ''} ${css.vertical ?? ''}`}
          aria-label="Width of the details"
          disabled={isFull}
        />
        <Panel id="inspector" defaultSize={tight ? '32%' : '22%'} minSize={220} collapsible inert={isAway('details')}>
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
    <Tabs.Root className={`${tabs.panes ?? ''} ${css.right ?? ''}`} defaultValue="details">
      <Tabs.List className={`${tabs.bar ?? ''} ${tabs.sides ?? ''}`} aria-label="Details or outline">
        <Tabs.Trigger value="details" className={tabs.tab}>
          Details
        </Tabs.Trigger>
        <Tabs.Trigger value="outline" className={tabs.tab}>
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
