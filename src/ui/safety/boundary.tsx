/** Around a part of the page: when it throws, this stands in its place and the rest lives on. */
import { Component } from 'react';
import type { ErrorInfo, ReactNode } from 'react';
import { copyReport, reportOf } from '../actions';
import { Button } from '../kit';
import { isMissingPart } from './missing-part';
import css from './safety.module.css';

interface Props {
  /** The part as a sentence begins with it: `The trace`, `The graph`. */
  readonly name: string;
  /** While this stays the same, so does what is shown of a mistake. */
  readonly of?: string;
  /** For what covers the page: what is said of a mistake then does too, until it is closed. */
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

interface State {
  readonly caught: { readonly error: unknown } | null;
}

export class Boundary extends Component<Props, State> {
  override readonly state: State = { caught: null };
  private components: string | null | undefined;

  static getDerivedStateFromError(error: unknown): State {
    return { caught: { error } };
  }

  override componentDidCatch(_error: unknown, { componentStack }: ErrorInfo): void {
    this.components = componentStack;
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.caught && before.of !== this.props.of) this.again();
  }

  private again = () => this.setState({ caught: null });

  override render(): ReactNode {
    const { caught } = this.state;
    const { name, children } = this.props;
    if (!caught) return children;
    const { onClose } = this.props;
    const said = isMissingPart(caught.error) ? <Missing name={name} /> : this.mistake(caught.error);
    if (onClose === undefined) return said;
    const close = () => {
      this.again();
      onClose();
    };
    return <Over onClose={close}>{said}</Over>;
  }

  private mistake(error: unknown): ReactNode {
    const what = `${this.props.name} could not be shown.`;
    return (
      <div className={css.part} role="alert">
        <strong>{what}</strong>
        <p>A mistake of ours. Everything else goes on, and nothing that you made is lost.</p>
        <div className={css.row}>
          <Button onClick={this.again}>Show again</Button>
          <Button onClick={() => void copyReport(reportOf({ what, error, components: this.components }))}>
            Copy a report
          </Button>
        </div>
      </div>
    );
  }
}

/** Over the page. The browser's own dialog: where a part did not come, another may not come either. */
function Over({ onClose, children }: { readonly onClose: () => void; readonly children: ReactNode }) {
  return (
    <dialog ref={showModal} className={css.over} aria-label="Sorry" onClose={onClose}>
      {children}
      <div className={css.row}>
        <Button onClick={(event) => event.currentTarget.closest('dialog')?.close()}>Close</Button>
      </div>
    </dialog>
  );
}

function showModal(dialog: HTMLDialogElement | null): void {
  dialog?.showModal();
}

/** A part's file did not come: no network and not yet stored, or a new version of the page has replaced it. */
function Missing({ name }: { readonly name: string }) {
  return (
    <div className={css.part} role="alert">
      <strong>{name} could not be fetched.</strong>
      <p>
        {navigator.onLine
          ? 'There may be a newer version of this page. What you made is kept; load the page again to go on.'
          : 'There is no network just now, and this browser has not stored this part yet.'}
      </p>
      <div className={css.row}>
        <Button look="primary" onClick={() => location.reload()}>
          Reload
        </Button>
      </div>
    </div>
  );
}
