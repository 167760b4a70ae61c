/** A bad notice goes with its cause: when something is done after it, or another place or scenario is shown. */
import { engineStore } from '../bridge';
import { mirrorStore } from '../state';
import { noticeStore } from './notices';
import { placeStore } from './place';

export function endNoticesWithTheirCause(): void {
  const end = () => {
    if (noticeStore.getState().notice?.tone === 'bad') noticeStore.setState({ notice: null });
  };
  placeStore.subscribe((now, before) => {
    if (now.name !== before.name || now.rest !== before.rest) end();
  });
  engineStore.subscribe((now, before) => {
    if (now.keeping?.entry !== before.keeping?.entry) end();
  });
  mirrorStore.subscribe((now, before) => {
    if (now.undo !== before.undo || now.redo !== before.redo || now.history.position !== before.history.position) end();
  });
}
