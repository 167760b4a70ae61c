/** Tools of the canvas: add things, lay everything out, follow the packet. */
import { Crosshair, Network, Plus, Search, Server, SquareDashedMousePointer } from 'lucide-react';
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { engine } from '../../bridge';
import { addMachine, addPorts, addSwitch, say } from '../../actions';
import { Button } from '../../kit';
import { mirrorStore, useMirror, usePlayer, useSelection } from '../../state';
import css from './canvas.module.css';
import { layOut } from './layout';
import { fitOptions, roomIn } from './fit';
import { setBoxing, setFinding, setFollowing, useBoxing, useFinding, useFollowing } from './view';

export function Toolbar() {
  const flow = useReactFlow();
  const store = useStoreApi();
  const hasSwitch = useMirror((m) => m.model.switches.length > 0);
  const hasTrace = usePlayer((p) => p.trace !== null);
  const selected = useSelection((s) => s.selected);
  const following = useFollowing();
  const boxing = useBoxing();
  const finding = useFinding();
  const autoLayout = async () => {
    await engine().setPositions(await layOut(mirrorStore.getState(), roomIn(store.getState())));
    requestAnimationFrame(() => void flow.fitView(fitOptions));
    say('Everything is laid out', 'quiet');
  };
  return (
    <div className={css.toolbar} role="toolbar" aria-label="Draw">
      <Button onClick={() => void addSwitch()} title="Add a logical switch">
        <Plus size={14} /> Switch
      </Button>
      <Button onClick={() => void addPorts(selected)} disabled={!hasSwitch} title="Add a port to the selected switch">
        <Plus size={14} /> Port
      </Button>
      <Button onClick={() => void addMachine()} title="Add a hypervisor, attached to the OVN network">
        <Server size={14} /> Hypervisor
      </Button>
      <Button onClick={() => void autoLayout()} title="Lay everything out">
        <Network size={14} /> <span className={css.word}>Layout</span>
      </Button>
      <Button
        aria-pressed={boxing}
        className={css.toggle}
        onClick={() => setBoxing(!boxing)}
        title="Select several: drag a box around them. Shift and a drag does it at any time; Shift and a click adds one"
      >
        <SquareDashedMousePointer size={14} /> <span className={css.word}>Select</span>
      </Button>
      <Button
        aria-pressed={finding}
        className={css.toggle}
        onClick={() => setFinding(!finding)}
        title="Find by name, MAC or IP address: / or Ctrl+F on the graph"
      >
        <Search size={14} /> <span className={css.word}>Find</span>
      </Button>
      {hasTrace ? (
        <Button
          aria-pressed={following}
          className={css.toggle}
          onClick={() => setFollowing(!following)}
          title="Keep the packet in view as it moves"
        >
          <Crosshair size={14} /> <span className={css.word}>Follow</span>
        </Button>
      ) : null}
    </div>
  );
}
