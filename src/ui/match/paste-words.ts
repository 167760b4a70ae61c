/** What a pasted text holds, in words. */
import type { PasteReading } from '../bridge';

/** `23 ACLs, 2 address sets`; empty where nothing was understood. */
export function countWords(reading: PasteReading): string {
  const acls = reading.rules.filter(({ kind }) => kind === 'acl').length;
  const parts = [
    plural(acls, 'ACL', 'ACLs'),
    plural(reading.rules.length - acls, 'logical flow', 'logical flows'),
    plural(reading.sets.length, 'address set', 'address sets'),
    plural(reading.groups.length, 'port group', 'port groups'),
    plural(reading.templates.length, 'template value', 'template values'),
    plural(reading.matchCount, 'match', 'matches'),
    plural(reading.packetCount, 'packet', 'packets'),
    plural(reading.scenarios.length, 'scenario', 'scenarios'),
    plural(reading.commands, 'command', 'commands'),
    reading.captures > 0 && reading.packetCount === 0 ? 'a capture' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

export function plural(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
