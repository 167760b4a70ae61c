/** Something that would take long or much: opening it is the person's choice. */
import { useStore } from 'zustand';
import { costlyStore, leaveLink, open, problemText } from '../actions';
import { Button, Dialog } from '../kit';
import css from './app.module.css';

export function CostlyDialog() {
  const costly = useStore(costlyStore, (s) => s.costly);
  if (!costly) return null;
  const close = () => costlyStore.setState({ costly: null });
  const go = async () => {
    close();
    if (await open(costly.source, { evenIfCostly: true })) leaveLink();
  };
  return (
    <Dialog open onOpenChange={close} title="Open it all the same?" description={problemText(costly.problem)}>
      <p className={css.spaced}>
        You can stop it while it opens. What is open now stays kept, and comes back if you stop.
      </p>
      <div className={css.row}>
        <Button look="primary" onClick={() => void go()}>
          Open it all the same
        </Button>
        <Button onClick={close}>Cancel</Button>
      </div>
    </Dialog>
  );
}
