/** Commands of the lab that have a key, or a button that is always there. */
import {
  addMachine,
  addPorts,
  addRouter,
  addSwitch,
  copySelected,
  deleteSelected,
  duplicateSelected,
  hasRouters,
  selectEverything,
} from '../actions';
import { maximise, mirrorStore, playerStore, preferencesStore, selectionStore } from '../state';
import type { Command } from './command';
import { press, reveal } from './press';

const switchless = (): string | null =>
  mirrorStore.getState().model.switches.length > 0 ? null : 'there is no switch yet';

const unselected = (): string | null => (selectionStore.getState().selected === null ? 'nothing is selected' : null);

export const labCommands: readonly Command[] = [
  {
    id: 'graph.switch',
    name: 'Add a switch',
    group: 'Graph',
    words: 'new logical create draw',
    buttons: ['Switch'],
    run: () => shown(addSwitch),
  },
  {
    id: 'graph.router',
    name: 'Add a router',
    group: 'Graph',
    words: 'new logical create draw gateway',
    buttons: ['Router'],
    unless: () => (hasRouters() ? null : 'this release has no routers'),
    run: () => shown(addRouter),
  },
  {
    id: 'graph.port',
    name: 'Add a port',
    group: 'Graph',
    words: 'new logical create draw',
    buttons: ['Port'],
    unless: switchless,
    run: () => shown(() => addPorts(selectionStore.getState().selected)),
  },
  {
    ...onGraph('graph.ports', 'Add several ports', 'new many twenty names', 'Several ports'),
    unless: switchless,
  },
  {
    id: 'graph.hypervisor',
    name: 'Add a hypervisor',
    group: 'Graph',
    words: 'new chassis machine host create draw',
    buttons: ['Hypervisor'],
    run: () => shown(addMachine),
  },
  onGraph('graph.layout', 'Lay everything out', 'layout arrange tidy', 'Layout'),
  {
    ...onGraph('graph.follow', 'Follow the packet', 'keep in view', 'Follow'),
    unless: () => (playerStore.getState().trace ? null : 'no packet has been sent'),
  },
  {
    id: 'graph.delete',
    name: 'Delete what is selected',
    group: 'Graph',
    words: 'remove',
    buttons: ['Delete'],
    keys: ['Delete', 'Backspace'],
    place: 'graph',
    unless: unselected,
    run: deleteSelected,
  },
  {
    id: 'graph.all',
    name: 'Select everything on the graph',
    group: 'Graph',
    words: 'all several many',
    keys: ['Ctrl+A'],
    place: 'graph',
    run: () => shown(selectEverything),
  },
  onGraph('graph.box', 'Select several with a box', 'lasso marquee many', 'Select'),
  {
    id: 'graph.duplicate',
    name: 'Duplicate what is selected',
    group: 'Graph',
    words: 'clone copy again',
    buttons: ['Duplicate'],
    keys: ['Ctrl+D'],
    place: 'graph',
    unless: unselected,
    run: duplicateSelected,
  },
  {
    id: 'graph.copy',
    name: 'Copy what is selected',
    group: 'Graph',
    words: 'clipboard',
    buttons: ['Copy'],
    keys: ['Ctrl+C'],
    place: 'graph',
    unless: unselected,
    run: copySelected,
  },
  {
    ...onGraph('graph.find', 'Find on the graph', 'search name mac ip address', 'Find'),
    keys: ['/', 'Ctrl+F'],
    place: 'graph',
  },
  {
    id: 'pane.maximise',
    name: 'Maximise this pane',
    group: 'Panes',
    words: 'larger full room zoom',
    buttons: ['Back to all parts'],
    keys: ['F9'],
    inFields: true,
    run: async () => {
      await reveal({ place: 'lab', pane: preferencesStore.getState().pane });
      maximise('panes');
    },
  },
];

/** A button of the graph's tools. */
export function onGraph(id: string, name: string, words: string, ...names: readonly string[]): Command {
  const run = () => press({ place: 'lab', sheet: 'none', names });
  return { id, name, group: 'Graph', words, buttons: names, run };
}

async function shown(add: () => unknown): Promise<void> {
  await reveal({ place: 'lab', sheet: 'none' });
  await add();
}
