/** Releases whose tools run, though nobody plays them yet. */
import type { CommandHost } from '../commands';
import { followWithNorthd, toolHost } from './26.03';

const HOSTS: ReadonlyMap<string, () => CommandHost> = new Map([['26.03', () => toolHost(1, followWithNorthd)]]);

/** Empty databases of a release with its tools and its ovn-northd; undefined for one whose tools are not known. */
export function toolHostOf(release: string): CommandHost | undefined {
  return HOSTS.get(release)?.();
}
