/** What came and went between two pictures of the network, as the end of a sentence; pure. */
import type { NetworkModel } from '../bridge';

/** More names than these are counted. */
const MOST = 3;

/** Empty when no switch, port, ACL or hypervisor came or went. */
export function whatChanged(before: NetworkModel, after: NetworkModel): string {
  const [was, is] = [namesOf(before), namesOf(after)];
  const gone = Array.from(was).flatMap(([key, name]) => (is.has(key) ? [] : [name]));
  const back = Array.from(is).flatMap(([key, name]) => (was.has(key) ? [] : [name]));
  const parts = [told(back, 'there'), told(gone, 'gone')].filter((part) => part !== '');
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function told(names: readonly string[], what: 'there' | 'gone'): string {
  if (names.length === 0) return '';
  const listed = names.length > MOST ? `${names.length} things` : names.join(' and ');
  return `${listed} ${names.length > 1 ? 'are' : 'is'} ${what}`;
}

function namesOf({ switches, machines }: NetworkModel): ReadonlyMap<string, string> {
  return new Map<string, string>([
    ...switches.flatMap((sw) => [
      [sw.uuid, sw.name || 'a switch'] as const,
      ...sw.ports.map(({ uuid, name }) => [uuid, name] as const),
      ...sw.acls.map(({ uuid, priority }) => [uuid, `the ACL of priority ${priority}`] as const),
    ]),
    ...machines.map(({ name }) => [`machine ${name}`, name] as const),
  ]);
}
