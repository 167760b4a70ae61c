/** What follows when a scenario of the list is opened: the list goes, the lab is shown. */
import { goToPlace, leaveLink, openDialog, say } from '../../actions';

/** True when it was opened; why not has been said. */
export async function opened(opening: Promise<unknown>, what: string): Promise<boolean> {
  if ((await opening) === null) return false;
  leaveLink();
  openDialog(null);
  goToPlace('lab');
  say(`${what} is open`);
  return true;
}
