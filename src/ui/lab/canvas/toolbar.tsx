/** Tools of the canvas: add things, lay everything out, follow the packet. */
import { ChevronDown, Crosshair, Network, Plus, Search, Server, SquareDashedMousePointer } from 'lucide-react';
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { engine } from '../../bridge';
import { addMachine, addPorts, addRouter, addSwitch, hasRouters, say } from '../../actions';
import { commandProps } from '../../commands';
import { Button } from '../../kit';
import { HelpButton } from '../part-help';
import { mirrorStore, useMirror, usePlayer, useSelection } from '../../state';
import css from './tools.module.css';
import { layOut } from './layout';
import { fitOptions, roomIn } from './fit';
import {
  setAddingPorts,
  setBoxing,
  setFinding,
  setFollowing,
  useAddingPorts,
  useBoxing,
  useFinding,
  useFollowing,
} from './view';

export function Toolbar() {
  const flow = useReactFlow();
  const store = useStoreApi();
  const hasSwitch = useMirror((m) => m.model.switches.length > 0);
  const routers = useMirror((m) => hasRouters(m.model));
  const hasTrace = usePlayer((p) => p.trace !== null);
  const selected = useSelection((s) => s.selected);
  const following = useFollowing();
  const boxing = useBoxing();
  const finding = useFinding();
  const addingPorts = useAddingPorts();
  const autoLayout = async () => {
    await engine().setPositions(await layOut(mirrorStore.getState(), roomIn(store.getState())), 'Layout');
    requestAnimationFrame(() => void flow.fitView(fitOptions));
    say('Everything is laid out', 'quiet');
  };
  return (
    <div className={css.toolbar} role="toolbar" aria-label="Draw">
      <Button onClick={() => void addSwitch()} {...commandProps('graph.switch', 'Add a logical switch')}>
        <Plus size={14} /> Switch
      </Button>
      {routers ? (
        <Button onClick={() => void addRouter()} {...commandProps('graph.router', 'Add a logical router')}>
          <Plus size={14} /> Router
        </Button>
      ) : null}
      <Button
        className={css.one}
        onClick={() => void addPorts(selected)}
        disabled={!hasSwitch}
        {...commandProps('graph.port', 'Add a port to the selected switch')}
      >
        <Plus size={14} /> Port
      </Button>
      <Button
        icon
        className={`${css.several ?? ''} ${css.toggle ?? ''}`}
        aria-label="Several ports"
        aria-pressed={addingPorts}
        disabled={!hasSwitch}
        onClick={() => setAddingPorts(!addingPorts)}
        {...commandProps('graph.ports', 'Several ports at once')}
      >
        <ChevronDown size={14} aria-hidden />
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
      <Button
        aria-pressed={boxing}
        className={css.toggle}
        onClick={() => setBoxing(!boxing)}
        {...commandProps('graph.box', 'Select several: drag a box around them, or hold Shift and drag or click')}
      >
        <SquareDashedMousePointer size={14} /> <span className={css.word}>Select</span>
      </Button>
      <Button
        aria-pressed={finding}
        className={css.toggle}
        onClick={() => setFinding(!finding)}
        {...commandProps('graph.find', 'Find by name, MAC or IP address')}
      >
        <Search size={14} /> <span className={css.word}>Find</span>
      </Button>
      {hasTrace ? (
        <Button
          aria-pressed={following}
          className={css.toggle}
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
