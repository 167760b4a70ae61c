/** Several ports at once, below the tools: into the switch that is selected, or the first. */
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { switchFor } from '../../actions';
import { Button } from '../../kit';
import { useMirror, useSelection } from '../../state';
import { AddPorts } from '../add-ports';
import css from './tools.module.css';
import { setAddingPorts } from './view';

const MANY = 10;

export function PortsBox() {
  const box = useRef<HTMLDivElement>(null);
  const selected = useSelection((s) => s.selected);
  const switches = useMirror((m) => m.model.switches);
  const into = switchFor(selected);
  const sw = switches.find(({ uuid }) => uuid === into);
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  if (!sw) return null;
  const close = () => {
    setAddingPorts(false);
    document.querySelector<HTMLElement>('[data-command="graph.ports"]')?.focus();
  };
  return (
    <div
      ref={box}
      className={css.find}
      role="group"
      aria-label={`Several ports for ${sw.name || 'the switch'}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <AddPorts key={sw.uuid} sw={sw.uuid} count={MANY} onAdded={close} />
      <Button icon look="quiet" aria-label="Close" onClick={close}>
        <X size={14} aria-hidden />
      </Button>
    </div>
  );
}
