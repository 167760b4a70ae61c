/** What an act is called on the buttons that undo it and do it again: "move sw0", "delete sw0-port1". */
import type { Edit } from '../../engine/network';
import { getString } from '../../engine/ovsdb';
import type { LoggedAction } from './action-log';
import { wordsOf } from './action-log';
import type { Open } from './open-scenario';
import type { PacketSpec } from './protocol';
import { topologyWords } from './topology-words';

const LONGEST = 60;

/** Asked before it is done: what it deletes still has its name. */
export function deedWords(open: Open, action: LoggedAction): string {
  switch (action.kind) {
    case 'perform':
      return shortened(Array.from(new Set(action.edits.map((edit) => editWords(open, edit)))).join(', '));
    case 'setPositions':
      return action.words ?? 'move on the canvas';
    case 'setPackets':
      return packetWords(open.scenario.packets, action.packets);
    case 'setDaemon': {
      const { status, delay } = action.change;
      if (status !== undefined) return `${STATUS[status]} ${action.name}`;
      return delay === undefined ? wordsOf(action) : `delay ${action.name}`;
    }
    default:
      return shortened(wordsOf(action).trim());
  }
}

const STATUS = { running: 'let run', paused: 'pause', killed: 'kill', stopped: 'stop' } as const;

function editWords(open: Open, edit: Edit): string {
  switch (edit.kind) {
    case 'createSwitch':
    case 'createPort':
    case 'createMachine':
      return `add ${edit.name}`;
    case 'renameSwitch':
      return `rename ${nameOf(open, edit.switch)}`;
    case 'deleteSwitch':
      return `delete ${nameOf(open, edit.switch)}`;
    case 'renamePort':
      return `rename ${nameOf(open, edit.port)}`;
    case 'deletePort':
      return `delete ${nameOf(open, edit.port)}`;
    case 'setMacs':
      return `addresses of ${nameOf(open, edit.port)}`;
    case 'setPortSecurity':
      return `port security of ${nameOf(open, edit.port)}`;
    case 'setEnabled':
      return `${edit.enabled ? 'enable' : 'disable'} ${nameOf(open, edit.port)}`;
    case 'addAcl':
      return `add an ACL to ${nameOf(open, edit.switch)}`;
    case 'setAcl':
      return 'change an ACL';
    case 'deleteAcl':
      return 'delete an ACL';
    case 'renameMachine':
      return `rename ${edit.machine}`;
    case 'deleteMachine':
      return `delete ${edit.machine}`;
    case 'setMachineConfig':
      return `settings of ${edit.machine}`;
    case 'addIntegrationBridge':
      return `add br-int to ${edit.machine}`;
    case 'plug':
      return `plug ${nameOf(open, edit.port)} into ${edit.machine}`;
    case 'unplug':
      return `unplug ${nameOf(open, edit.port)}`;
    case 'migrate':
      return `move ${nameOf(open, edit.port)} to ${edit.to}`;
    case 'mapNetwork':
      return `lead ${edit.machine} to ${edit.network}`;
    default:
      return topologyWords(edit, (id) => nameOf(open, id));
  }
}

/** Things are meant by UUID, or by the name itself. */
function nameOf({ deployment: { nb } }: Open, id: string): string {
  for (const table of nb.schema.tables.keys()) {
    const row = Array.from(nb.rows(table)).find(([uuid]) => uuid === id)?.[1];
    if (row !== undefined && typeof row.name === 'string') return getString(row, 'name') || 'something without a name';
  }
  return id;
}

function packetWords(before: readonly PacketSpec[], after: readonly PacketSpec[]): string {
  const without = (list: readonly PacketSpec[], other: readonly PacketSpec[]) =>
    list.filter(({ id }) => !other.some((one) => one.id === id)).map(({ name }) => name);
  const [added, gone] = [without(after, before), without(before, after)];
  const changed = after.filter((packet) => before.some((one) => one.id === packet.id && one !== packet));
  const [verb, names] =
    added.length > 0
      ? (['save', added] as const)
      : gone.length > 0
        ? (['delete', gone] as const)
        : (['change', changed.map(({ name }) => name)] as const);
  return shortened(names.length === 1 ? `${verb} the packet “${names[0]}”` : `${verb} packets`);
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
