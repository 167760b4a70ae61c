/** The menu itself, and the field that renames in place. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { perform, say } from '../../actions';
import { mirrorStore } from '../../state';
import css from './entity-menu.module.css';
import { Items } from './items';
import { renameOf } from './menu-items';
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
