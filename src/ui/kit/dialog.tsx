/** A dialog over the page. In a file of its own: nothing on the first screen is one. */
import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { Button } from './kit';
import css from './kit.module.css';

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description: string;
  /** For forms with two columns; fills a narrow screen. */
  readonly wide?: boolean;
  /** A cross in the corner; wide dialogs have it anyway. */
  readonly closeButton?: boolean;
  readonly children: ReactNode;
}

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  wide = false,
  closeButton = wide,
  children,
}: DialogProps) {
  const opener = useRef<Element>(null);
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={css.overlay} />
        <Primitive.Content
          className={css.dialog}
          data-wide={wide}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            // There is no trigger that could get the focus back: whatever had it does.
            if (!(opener.current instanceof HTMLElement) || !opener.current.isConnected) return;
            event.preventDefault();
            opener.current.focus();
          }}
        >
          <Primitive.Title className={css.dialogTitle}>{title}</Primitive.Title>
          <Primitive.Description className={css.hint}>{description}</Primitive.Description>
          {closeButton ? (
            <Primitive.Close asChild>
              <Button icon look="quiet" className={css.close} aria-label="Close">
                <X size={16} aria-hidden />
              </Button>
            </Primitive.Close>
          ) : null}
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
