/** A button with a list of things to choose from, beside it or above it, wherever there is room. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import css from './menu-button.module.css';

export interface MenuChoice<Id extends string> {
  readonly id: Id;
  readonly label: string;
}

interface MenuButtonProps<Id extends string> {
  readonly children: ReactNode;
  readonly className?: string | undefined;
  /** The accessible name of the button and of the list. */
  readonly label: string;
  readonly disabled?: boolean;
  readonly title?: string | undefined;
  readonly choices: readonly MenuChoice<Id>[];
  readonly onChoose: (id: Id) => void;
}

export function MenuButton<Id extends string>(props: MenuButtonProps<Id>) {
  const { children, className, label, disabled = false, title, choices, onChoose } = props;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        disabled={disabled}
        title={title}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open ? (
        <Choices
          label={label}
          choices={choices}
          button={button}
          onClose={() => {
            setOpen(false);
            button.current?.focus();
          }}
          onLeave={() => setOpen(false)}
          onChoose={(id) => {
            setOpen(false);
            button.current?.focus();
            onChoose(id);
          }}
        />
      ) : null}
    </>
  );
}

interface ChoicesProps<Id extends string> extends Pick<MenuButtonProps<Id>, 'label' | 'choices' | 'onChoose'> {
  readonly button: React.RefObject<HTMLButtonElement | null>;
  /** Back to the button. */
  readonly onClose: () => void;
  /** Something else was pointed at. */
  readonly onLeave: () => void;
}

function Choices<Id extends string>({ label, choices, button, onClose, onLeave, onChoose }: ChoicesProps<Id>) {
  const menu = useRef<HTMLDivElement>(null);
  const leave = useRef(onLeave);
  useEffect(() => {
    leave.current = onLeave;
  });
  useLayoutEffect(() => {
    const element = menu.current;
    const anchor = button.current?.getBoundingClientRect();
    if (!element || !anchor) return;
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(8, Math.min(anchor.left, innerWidth - width - 8))}px`;
    element.style.top = `${anchor.bottom + height < innerHeight ? anchor.bottom : Math.max(8, anchor.top - height)}px`;
    element.querySelector('button')?.focus();
  }, [button]);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const target = event.target instanceof Node ? event.target : null;
      if (!menu.current?.contains(target) && !button.current?.contains(target)) leave.current();
    };
    const resized = () => leave.current();
    window.addEventListener('pointerdown', outside, true);
    window.addEventListener('resize', resized);
    return () => {
      window.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('resize', resized);
    };
  }, [button]);
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
    <div ref={menu} role="menu" aria-label={label} className={css.menu} onKeyDown={onKeyDown}>
      {choices.map(({ id, label: text }) => (
        <button key={id} type="button" role="menuitem" tabIndex={-1} onClick={() => onChoose(id)}>
          {text}
        </button>
      ))}
    </div>
  );
}
