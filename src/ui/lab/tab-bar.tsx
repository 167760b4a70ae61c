/**
 * A bar of tabs that are never cut: those that have no room are in a menu at its end.
 * The open one is always shown, and being bold moves none of the others.
 */
import { Tabs } from 'radix-ui';
import { ChevronDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useLayout } from '../state';
import { fitTabs } from './fit-tabs';
import { MenuButton } from './menu-button';
import type { MenuChoice } from './menu-button';
import css from './tab-bar.module.css';

interface TabBarProps<Id extends string> {
  readonly tabs: readonly MenuChoice<Id>[];
  readonly open: Id;
  readonly always: Id | undefined;
  readonly onChoose: (id: Id) => void;
  readonly label: string;
}

export function TabBar<Id extends string>({ tabs, open, always, onChoose, label }: TabBarProps<Id>) {
  const bar = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLDivElement>(null);
  const { room, widths, more } = useWidths(bar, ruler);
  const must = tabs.flatMap(({ id }, index) => (id === open || id === always ? [index] : []));
  const shown = new Set(room === null ? tabs.map((_, index) => index) : fitTabs(widths, more, room, must));
  const hidden = tabs.filter((_, index) => !shown.has(index));
  const focusOpen = useRef(false);
  useEffect(() => {
    if (!focusOpen.current) return;
    focusOpen.current = false;
    bar.current?.querySelector<HTMLElement>('[role="tab"][data-state="active"]')?.focus();
  }, [open]);
  return (
    <div className={css.bar} ref={bar}>
      <Tabs.List className={css.tabs} aria-label={label}>
        {tabs.map((tab, index) =>
          shown.has(index) ? (
            <Tabs.Trigger key={tab.id} value={tab.id} className={css.tab}>
              <span className={css.label} data-label={tab.label}>
                {tab.label}
              </span>
            </Tabs.Trigger>
          ) : null,
        )}
      </Tabs.List>
      {hidden.length > 0 ? (
        <MenuButton
          className={css.more}
          label="More panes"
          choices={hidden}
          onChoose={(id) => {
            focusOpen.current = true;
            onChoose(id);
          }}
        >
          More <ChevronDown size={14} aria-hidden />
        </MenuButton>
      ) : null}
      <div className={css.ruler} ref={ruler} aria-hidden>
        {tabs.map(({ id, label: text }) => (
          <span key={id} className={css.tab}>
            {text}
          </span>
        ))}
        <span className={css.tab}>More ▾</span>
      </div>
    </div>
  );
}

interface Widths {
  /** Of the bar; null before it was measured. */
  readonly room: number | null;
  /** Of each tab when it is bold. */
  readonly widths: readonly number[];
  /** Of the button for the rest. */
  readonly more: number;
}

function useWidths(bar: React.RefObject<HTMLDivElement | null>, ruler: React.RefObject<HTMLDivElement | null>): Widths {
  const [measured, setMeasured] = useState<Widths>({ room: null, widths: [], more: 0 });
  const scale = useLayout((layout) => layout.scale);
  useLayoutEffect(() => {
    const element = bar.current;
    if (!element) return undefined;
    const measure = () => {
      const all = Array.from(ruler.current?.children ?? [], (child) => child.getBoundingClientRect().width);
      const style = getComputedStyle(element);
      const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
      setMeasured({ room: element.clientWidth - padding, widths: all.slice(0, -1), more: all.at(-1) ?? 0 });
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [bar, ruler, scale]);
  return measured;
}
