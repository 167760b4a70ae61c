/** Why what is done is not kept here as it should be, and what to do. */
import { useStore } from 'zustand';
import { openDialog, saveScenario } from '../actions';
import { engineStore } from '../bridge';
import { Button, Dialog } from '../kit';
import css from './app.module.css';
import { keepingWords } from './engine-words';

export function KeepingDialog() {
  const keeping = useStore(engineStore, (s) => s.keeping);
  const words = keeping && keepingWords(keeping);
  return (
    <Dialog
      open
      onOpenChange={() => openDialog(null)}
      title={words?.sign ?? 'Kept'}
      description={words?.why ?? 'What you make is kept in this browser.'}
    >
      {words ? <p className={css.spaced}>{words.help}</p> : null}
      <div className={css.row}>
        <Button look="primary" onClick={() => void saveScenario()}>
          Save as a file
        </Button>
        <Button onClick={() => openDialog('kept')}>What is kept…</Button>
        <Button onClick={() => openDialog(null)}>Close</Button>
      </div>
    </Dialog>
  );
}
