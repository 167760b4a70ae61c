/** The items of a menu: arrows walk it, right and left go into a menu in it and back, letters jump. */
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useMirror, useSelection } from '../../state';
import { doIt } from './deeds';
import css from './entity-menu.module.css';
import { menuOf, menuOfMany } from './menu-items';
import type { MenuItem } from './menu';
import { closeMenu, menuStore } from './menu-store';
import type { OpenMenu } from './menu-store';

export function Items({ open }: { readonly open: OpenMenu }) {
  const model = useMirror((m) => m.model);
  const daemons = useMirror((m) => m.daemons);
  const many = useSelection((s) => (s.all.size > 1 && s.all.has(open.key) ? s.all.size : 0));
  const [inside, setInside] = useState<Extract<MenuItem, { items: unknown }> | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const menu = many > 0 ? menuOfMany(many) : menuOf({ model, daemons }, open.key);
  const entered = inside?.label;
  const before = useRef<string | undefined>(undefined);
  useEffect(() => {
    const buttons = buttonsOf(list.current);
    const back = buttons.find(({ dataset }) => dataset.label === before.current);
    before.current = entered;
    (back ?? buttons[0])?.focus();
  }, [entered]);
  if (!menu) return null;
  const items = inside?.items ?? menu.items;
  const act = (item: MenuItem | undefined) => {
    if (item === undefined) return;
    if ('items' in item) setInside(item);
    else if (item.deed.kind === 'rename') menuStore.setState({ open: { ...open, mode: 'rename' } });
    else {
      closeMenu();
      void doIt(item.deed, open);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = buttonsOf(list.current);
    const at = buttons.findIndex((button) => button === document.activeElement);
    const go = (index: number) => buttons.at(index % Math.max(1, buttons.length))?.focus();
    /** To the next item with that first letter. */
    const jump = (letter: string) => {
      const turned = [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)];
      turned.find((button) => button.textContent.toLowerCase().startsWith(letter.toLowerCase()))?.focus();
    };
    const item = items[at];
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      ArrowRight: () => {
        if (item && 'items' in item) act(item);
      },
      ArrowLeft: () => setInside(null),
      Home: () => go(0),
      End: () => go(-1),
      Escape: () => (inside ? setInside(null) : closeMenu()),
      Tab: closeMenu,
    };
    const action = keys[event.key] ?? (event.key.length === 1 && event.key !== ' ' ? () => jump(event.key) : undefined);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  return (
    <>
      <div className={css.title}>{inside ? `${menu.title}: ${inside.label}` : menu.title}</div>
      <div ref={list} role="menu" aria-label={menu.title} className={css.items} onKeyDown={onKeyDown}>
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            className={css.item}
            data-label={item.label}
            data-danger={'deed' in item && item.deed.kind === 'delete'}
            aria-haspopup={'items' in item ? 'menu' : undefined}
            onClick={() => act(item)}
          >
            <span>{item.label}</span>
            <Aside item={item} />
          </button>
        ))}
        {items.length === 0 ? <div className={css.none}>Nothing can be done with it here.</div> : null}
      </div>
    </>
  );
}

function Aside({ item }: { readonly item: MenuItem }) {
  if ('items' in item) return <span aria-hidden="true">▸</span>;
  return item.keys === undefined ? null : <kbd aria-hidden="true">{item.keys}</kbd>;
}

function buttonsOf(list: HTMLElement | null): readonly HTMLButtonElement[] {
  return Array.from(list?.querySelectorAll('button') ?? []);
}
