/** Tools of the canvas: add things, lay everything out, follow the packet. */
import { Crosshair, Network, Plus, Server } from 'lucide-react';
import { useReactFlow } from '@xyflow/react';
import { engine } from '../../bridge';
import { addMachine, addPort, addSwitch, say } from '../../actions';
import { commandProps } from '../../commands';
import { Button } from '../../kit';
import { HelpButton } from '../part-help';
import { mirrorStore, useMirror, usePlayer, useSelection } from '../../state';
import css from './canvas.module.css';
import { layOut } from './layout';
import { fitOptions } from './fit';
import { setFollowing, spaceOf, useFollowing } from './view';

export function Toolbar() {
  const flow = useReactFlow();
  const hasSwitch = useMirror((m) => m.model.switches.length > 0);
  const hasTrace = usePlayer((p) => p.trace !== null);
  const selected = useSelection((s) => s.selected);
  const following = useFollowing();
  const autoLayout = async () => {
    await engine().setPositions(await layOut(mirrorStore.getState(), spaceOf()), 'Layout');
    requestAnimationFrame(() => void flow.fitView(fitOptions));
    say('Everything is laid out', 'quiet');
  };
  return (
    <div className={css.toolbar} role="toolbar" aria-label="Draw">
      <Button onClick={() => void addSwitch()} {...commandProps('graph.switch', 'Add a logical switch')}>
        <Plus size={14} /> Switch
      </Button>
      <Button
        onClick={() => void addPort(selected)}
        disabled={!hasSwitch}
        {...commandProps('graph.port', 'Add a port to the selected switch')}
      >
        <Plus size={14} /> Port
      </Button>
      <Button
        onClick={() => void addMachine()}
        {...commandProps('graph.hypervisor', 'Add a hypervisor, attached to the OVN network')}
      >
        <Server size={14} /> Hypervisor
      </Button>
      <Button onClick={() => void autoLayout()} {...commandProps('graph.layout')}>
        <Network size={14} /> <span className={css.word}>Layout</span>
      </Button>
      {hasTrace ? (
        <Button
          aria-pressed={following}
          className={css.follow}
          onClick={() => setFollowing(!following)}
          {...commandProps('graph.follow', 'Keep the packet in view as it moves')}
        >
          <Crosshair size={14} /> <span className={css.word}>Follow</span>
        </Button>
      ) : null}
      <HelpButton part="graph" />
    </div>
  );
}
