/** The menu itself, and the field that renames in place. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { addPort, deleteSelected, perform, plugPort, say, unplugPort } from '../../actions';
import { mirrorStore, useMirror } from '../../state';
import css from './entity-menu.module.css';
import { menuOf, renameOf } from './menu-items';
import type { Deed } from './menu-items';
import { closeMenu, menuStore } from './menu-store';
import type { OpenMenu } from './menu-store';

export function EntityMenu({ open }: { readonly open: OpenMenu }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    // Inside the window, wherever it was asked for.
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(8, Math.min(open.x, innerWidth - width - 8))}px`;
    element.style.top = `${Math.max(8, Math.min(open.y, innerHeight - height - 8))}px`;
  }, [open]);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!(event.target instanceof Node) || !box.current?.contains(event.target)) menuStore.setState({ open: null });
    };
    window.addEventListener('pointerdown', outside, true);
    return () => window.removeEventListener('pointerdown', outside, true);
  }, []);
  return (
    <div
      ref={box}
      role="dialog"
      aria-label={open.mode === 'menu' ? 'What can be done' : 'Rename'}
      className={css.box}
      onContextMenu={(event) => event.preventDefault()}
    >
      {open.mode === 'menu' ? <Items open={open} /> : <Rename open={open} />}
    </div>
  );
}

function Items({ open }: { readonly open: OpenMenu }) {
  const model = useMirror((m) => m.model);
  const menu = menuOf(model, open.key);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('button')?.focus();
  }, []);
  if (!menu) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = Array.from(list.current?.querySelectorAll('button') ?? []);
    const at = buttons.findIndex((button) => button === document.activeElement);
    const go = (index: number) => buttons.at(index % Math.max(1, buttons.length))?.focus();
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(-1),
      Escape: closeMenu,
      Tab: closeMenu,
    };
    const action = keys[event.key] ?? (event.key.length === 1 && event.key !== ' ' ? () => jump(event.key) : undefined);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  /** To the next item with that first letter. */
  const jump = (letter: string) => {
    const buttons = Array.from(list.current?.querySelectorAll('button') ?? []);
    const at = buttons.findIndex((button) => button === document.activeElement);
    const turned = [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)];
    turned.find((button) => button.textContent.toLowerCase().startsWith(letter.toLowerCase()))?.focus();
  };
  return (
    <>
      <div className={css.title}>{menu.title}</div>
      <div ref={list} role="menu" aria-label={menu.title} className={css.items} onKeyDown={onKeyDown}>
        {menu.items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            className={css.item}
            data-danger={item.deed.kind === 'delete'}
            onClick={() => void doIt(item.deed, open)}
          >
            <span>{item.label}</span>
            {item.keys === undefined ? null : <kbd aria-hidden="true">{item.keys}</kbd>}
          </button>
        ))}
        {menu.items.length === 0 ? <div className={css.none}>Nothing can be done with it here.</div> : null}
      </div>
    </>
  );
}

async function doIt(deed: Deed, open: OpenMenu): Promise<void> {
  if (deed.kind === 'rename') {
    menuStore.setState({ open: { ...open, mode: 'rename' } });
    return;
  }
  closeMenu();
  if (deed.kind === 'addPort') await addPort(open.key);
  else if (deed.kind === 'delete') await deleteSelected();
  else if (deed.kind === 'plug') await plugPort(deed.port, deed.machine, deed.from);
  else await unplugPort(deed.port, deed.machine);
}

function Rename({ open }: { readonly open: OpenMenu }) {
  const [rename] = useState(() => renameOf(mirrorStore.getState().model, open.key));
  const [name, setName] = useState(rename?.name ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  if (!rename) return null;
  const commit = async () => {
    if (name === rename.name) {
      closeMenu();
      return;
    }
    const outcome = await perform(rename.edit(name), () => undefined);
    if (outcome.ok) {
      closeMenu();
      say(`${rename.name || 'It'} is now called ${name || 'nothing'}`, 'quiet');
    } else setProblem(outcome.message ?? 'That cannot be done.');
  };
  return (
    <form
      className={css.rename}
      onSubmit={(event) => {
        event.preventDefault();
        void commit();
      }}
    >
      <label>
        <span>New name</span>
        <input
          ref={field}
          value={name}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : 'rename-problem'}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') closeMenu();
          }}
        />
      </label>
      {problem === null ? (
        <span className={css.hint}>Enter renames, Escape keeps the name.</span>
      ) : (
        <span id="rename-problem" role="alert" className={css.problem}>
          {problem}
        </span>
      )}
    </form>
  );
}
