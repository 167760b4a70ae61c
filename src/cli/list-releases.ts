/** `ovn releases`. */
import { ALL_RELEASES } from '../engine/releases';

export function listReleases(): string {
  return ALL_RELEASES.map(({ id, title, summary }) => `${id}  ${title}\n         ${summary}\n`).join('');
}
