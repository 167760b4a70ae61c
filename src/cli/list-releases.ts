/** `ovn releases`. */
import { RELEASES } from '../engine/releases';

export function listReleases(): string {
  return RELEASES.map(({ id, title, summary }) => `${id}  ${title}\n         ${summary}\n`).join('');
}
