/** Reads what was offered, and shows it; reading ends when the dialog is closed. */
import { useEffect, useState } from 'react';
import { offer, type Offered } from '../../actions';
import type { PasteReading } from '../../bridge';
// Not by the bridge's own door: what stands there is loaded with the first screen.
import { DeskClient } from '../../bridge/match-desk-client';
import { Button, counted, Dialog } from '../../kit';
import { PacketEditorDialog } from '../../lab/packets';
import { NotUnderstood, Understood } from '../../pasted';
import css from './offer.module.css';
import { packetsFor } from './packets-for';
import { Places } from './places';

type State = { readonly reading: PasteReading } | { readonly problem: string } | null;

export function OfferDialog({ offered }: { readonly offered: Offered }) {
  const state = useReading(offered);
  const [composing, setComposing] = useState(false);
  const close = () => offer(null);
  const reading = state !== null && 'reading' in state ? state.reading : null;
  if (composing && reading !== null)
    return <PacketEditorDialog open onOpenChange={close} packet={null} imported={packetsFor(offered, reading)} />;
  return (
    <Dialog
      open
      onOpenChange={close}
      closeButton
      title={offered.name ?? 'What was pasted'}
      description={sizeWords(offered)}
    >
      <div className={css.body}>
        {state === null ? (
          <p className={css.status} role="status">
            Reading … <Button onClick={close}>Stop</Button>
          </p>
        ) : reading === null ? (
          <p className={css.bad} role="alert">
            It could not be read: {'problem' in state ? state.problem : ''}
          </p>
        ) : (
          <>
            <Understood reading={reading} name={offered.name} />
            <Places offered={offered} reading={reading} onCompose={() => setComposing(true)} onDone={close} />
            <NotUnderstood reading={reading} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function useReading(offered: Offered): State {
  const [state, setState] = useState<State>(null);
  useEffect(() => {
    const desk = new DeskClient();
    desk.read(offered.content, offered.name ?? undefined).then(
      (reading) => setState({ reading }),
      (thrown: unknown) => setState({ problem: thrown instanceof Error ? thrown.message : String(thrown) }),
    );
    return () => desk.end();
  }, [offered]);
  return state;
}

function sizeWords({ content }: Offered): string {
  if (typeof content !== 'string') return counted(content.length, 'byte');
  const lines = content.trimEnd().split('\n').length;
  return `${counted(content.length, 'character')} in ${lines === 1 ? 'one line' : counted(lines, 'line')}`;
}
