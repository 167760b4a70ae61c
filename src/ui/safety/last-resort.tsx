/** Around everything: when the frame itself throws, work can still be saved, and the page loaded again. */
import { Component } from 'react';
import type { ErrorInfo, ReactNode } from 'react';
import { copyReport, reportOf, saveLastDocument } from '../actions';
import { Button } from '../kit';
import { isMissingPart } from './missing-part';
import css from './safety.module.css';

interface State {
  readonly caught: { readonly error: unknown } | null;
  readonly saved: string;
}

export class LastResort extends Component<{ readonly children: ReactNode }, State> {
  override readonly state: State = { caught: null, saved: '' };
  private components: string | null | undefined;

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { caught: { error } };
  }

  override componentDidCatch(_error: unknown, { componentStack }: ErrorInfo): void {
    this.components = componentStack;
  }

  private save = async () => {
    this.setState({ saved: '' });
    const saved = await saveLastDocument();
    this.setState({
      saved: saved
        ? 'Saved.'
        : 'The engine does not answer; what is kept in this browser is still there after a reload.',
    });
  };

  override render(): ReactNode {
    const { caught, saved } = this.state;
    if (!caught) return this.props.children;
    const missing = isMissingPart(caught.error);
    return (
      <main className={css.whole}>
        <div className={css.part} role="alert">
          <h1>{missing ? 'A part of the page could not be fetched' : 'The page could not go on'}</h1>
          <p>
            {missing
              ? 'There may be a newer version of this page, or no network. What you made is kept in this browser.'
              : 'A mistake of ours. What you made is kept in this browser; load the page again to go on from there.'}
          </p>
          <div className={css.row}>
            <Button look="primary" onClick={() => location.reload()}>
              Reload
            </Button>
            <Button onClick={() => void this.save()}>Save as a file</Button>
            <Button
              onClick={() =>
                void copyReport(
                  reportOf({ what: 'The page could not go on.', error: caught.error, components: this.components }),
                )
              }
            >
              Copy a report
            </Button>
          </div>
          <p aria-live="polite">{saved}</p>
        </div>
      </main>
    );
  }
}
