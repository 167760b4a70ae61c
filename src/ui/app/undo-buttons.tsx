/** Undo and redo, each saying what it would undo or do again. */
import { Redo2, Undo2 } from 'lucide-react';
import { useStore } from 'zustand';
import { deedBack, deedForward, deedStore, doorBack, doorForward, doorStore, redo, undo } from '../actions';
import { commandProps } from '../commands';
import { Button } from '../kit';
import { useMirror } from '../state';

export function UndoButtons() {
  const doors = useStore(doorStore);
  const deeds = useStore(deedStore);
  const undoes = useMirror((m) => m.undo);
  const redoes = useMirror((m) => m.redo);
  const history = useMirror((m) => m.history);
  const back = doorBack(doors, { undo: undoes });
  const forward = doorForward(doors, { undo: undoes, redo: redoes, history });
  const undoWords = deedBack(deeds, { undo: undoes, history })?.words ?? (back ? leadsTo(back.name) : undoes);
  const redoWords = deedForward(deeds, { undo: undoes, history })?.words ?? (forward ? leadsTo(forward.name) : redoes);
  return (
    <>
      <Button
        icon
        aria-label="Undo"
        {...commandProps('page.undo', undoWords === null ? 'Nothing to undo' : `Undo: ${undoWords}`)}
        disabled={undoWords === null}
        onClick={() => void undo()}
      >
        <Undo2 size={15} />
      </Button>
      <Button
        icon
        aria-label="Redo"
        {...commandProps('page.redo', redoWords === null ? 'Nothing to do again' : `Redo: ${redoWords}`)}
        disabled={redoWords === null}
        onClick={() => void redo()}
      >
        <Redo2 size={15} />
      </Button>
    </>
  );
}

function leadsTo(name: string): string {
  return `back to “${name}”`;
}
