/** The tabs that have no room, behind one button. */
import { ChevronDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Tab } from './tab-bar';
import css from './tab-bar.module.css';

interface TabMenuProps<Id extends string> {
  readonly tabs: readonly Tab<Id>[];
  readonly onChoose: (id: Id) => void;
}

export function TabMenu<Id extends string>({ tabs, onChoose }: TabMenuProps<Id>) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={css.more}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label="More panes"
        onClick={() => setOpen(!open)}
      >
        More <ChevronDown size={14} aria-hidden />
      </button>
      {open ? (
        <Items
          tabs={tabs}
          button={button}
          onClose={close}
          onLeave={() => setOpen(false)}
          onChoose={(id) => {
            setOpen(false);
            onChoose(id);
          }}
        />
      ) : null}
    </>
  );
}

interface ItemsProps<Id extends string> extends TabMenuProps<Id> {
  readonly button: React.RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
  readonly onLeave: () => void;
}

function Items<Id extends string>({ tabs, button, onClose, onLeave, onChoose }: ItemsProps<Id>) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = menu.current;
    const anchor = button.current?.getBoundingClientRect();
    if (!element || !anchor) return;
    // Below the button where there is room, above it otherwise.
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(8, Math.min(anchor.left, innerWidth - width - 8))}px`;
    element.style.top = `${anchor.bottom + height < innerHeight ? anchor.bottom : Math.max(8, anchor.top - height)}px`;
    element.querySelector('button')?.focus();
  }, [button]);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const target = event.target instanceof Node ? event.target : null;
      if (!menu.current?.contains(target) && !button.current?.contains(target)) onLeave();
    };
    window.addEventListener('pointerdown', outside, true);
    window.addEventListener('resize', onLeave);
    return () => {
      window.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('resize', onLeave);
    };
  }, [button, onLeave]);
  const onKeyDown = (event: KeyboardEvent) => {
    const items = Array.from(menu.current?.querySelectorAll('button') ?? []);
    const at = items.findIndex((item) => item === document.activeElement);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => items[(at + 1) % items.length]?.focus(),
      ArrowUp: () => items.at(at - 1)?.focus(),
      Home: () => items[0]?.focus(),
      End: () => items.at(-1)?.focus(),
      Escape: onClose,
      Tab: onClose,
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div ref={menu} role="menu" aria-label="More panes" className={css.menu} onKeyDown={onKeyDown}>
      {tabs.map(({ id, label }) => (
        <button key={id} type="button" role="menuitem" tabIndex={-1} onClick={() => onChoose(id)}>
          {label}
        </button>
      ))}
    </div>
  );
}
