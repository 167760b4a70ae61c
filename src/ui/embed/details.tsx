/** The step being watched, or what was selected, with the way back to the step. */
import { Undo2 } from 'lucide-react';
import { embedding } from '../bridge';
import { Button, EmptyState } from '../kit';
import { Inspector } from '../lab/inspector';
import { RowPanel } from '../lab/inspector/row-panel';
import { Boundary } from '../safety';
import { parseEntity, select, useMirror, usePlayer, useSelection } from '../state';
import css from './embed.module.css';

/** Something other than the packet on its way. */
export function useChosen(): boolean {
  const selected = useSelection((s) => s.selected);
  return selected !== null && parseEntity(selected)?.kind !== 'packet';
}

export function Details() {
  const selected = useSelection((s) => s.selected);
  const traced = usePlayer((p) => p.trace !== null);
  const chosen = useChosen();
  return (
    <>
      {chosen ? (
        <Button look="quiet" className={css.back} onClick={() => select(null)}>
          <Undo2 size={14} aria-hidden /> {traced ? 'Back to the step' : 'Close'}
        </Button>
      ) : null}
      <Boundary name="What is selected" of={selected ?? ''}>
        {chosen && embedding.readonly ? <ToRead /> : <Inspector />}
      </Boundary>
    </>
  );
}

/** Rows as the databases have them: the forms of the page are for changing things. */
function ToRead() {
  const selected = useSelection((s) => s.selected);
  const machines = useMirror((m) => m.model.machines);
  const entity = selected === null ? undefined : parseEntity(selected);
  switch (entity?.kind) {
    case 'row':
      return (
        <aside className={css.toRead} aria-label="Details">
          <RowPanel db={entity.db} uuid={entity.uuid} />
        </aside>
      );
    case 'machine': {
      const machine = machines.find(({ name }) => name === entity.machine);
      if (!machine) return null;
      return (
        <aside className={css.toRead} aria-label="Details">
          <h2>{machine.name}</h2>
          <p>A hypervisor{machine.vifs.length === 0 ? ' without interfaces.' : ' with these interfaces:'}</p>
          <ul>
            {machine.vifs.map((vif) => (
              <li key={vif.name} className="mono">
                {vif.name}
                {vif.ifaceId ? ` for ${vif.ifaceId}` : ''}
              </li>
            ))}
          </ul>
        </aside>
      );
    }
    case 'flow':
      return <Inspector />;
    default:
      return <EmptyState title="There is more in the whole page">Open it by the link below.</EmptyState>;
  }
}
