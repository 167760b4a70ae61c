/** Does what was chosen in a menu. */
import {
  addPorts,
  connectSwitch,
  copySelected,
  deleteSelected,
  duplicateSelected,
  plugPort,
  say,
  unplugPort,
} from '../../actions';
import { engine } from '../../bridge';
import { setPaneFilters, setPreference } from '../../state';
import { newPacketFrom } from '../packets';
import type { Deed } from './menu';
import type { OpenMenu } from './menu-store';

export async function doIt(deed: Exclude<Deed, { kind: 'rename' }>, open: OpenMenu): Promise<void> {
  switch (deed.kind) {
    case 'addPort':
      return addPorts(open.key);
    case 'connect':
      await connectSwitch(deed.router, deed.sw);
      return;
    case 'delete':
      return deleteSelected();
    case 'duplicate':
      return duplicateSelected();
    case 'copy':
      return copySelected();
    case 'plug':
      return plugPort(deed.port, deed.machine, deed.from);
    case 'unplug':
      return unplugPort(deed.port, deed.machine);
    case 'send':
      newPacketFrom(deed.entry);
      return;
    case 'daemon':
      await engine().setDaemon(deed.daemon, { status: deed.status });
      say(`${deed.daemon.replace('@', ' on ')} is ${deed.status}`);
      return;
    case 'show':
      setPaneFilters(deed.filters);
      setPreference({
        pane: deed.pane,
        sheet: 'panes',
        ...(deed.machine === undefined ? {} : { machine: deed.machine }),
      });
      return;
  }
}
