/** What was understood, in words. */
import type { PasteReading } from '../../bridge';

/** `23 ACLs, 2 address sets`; empty where nothing was understood. */
export function countWords(reading: PasteReading): string {
  const acls = reading.rules.filter(({ kind }) => kind === 'acl').length;
  const { network } = reading;
  return [
    network === null ? '' : 'a northbound database',
    network === null ? '' : counted(network.switches, 'switch', 'switches'),
    network === null ? '' : counted(network.ports, 'port', 'ports'),
    counted(acls, 'ACL', 'ACLs'),
    counted(reading.rules.length - acls, 'logical flow', 'logical flows'),
    counted(reading.sets.length, 'address set', 'address sets'),
    counted(reading.groups.length, 'port group', 'port groups'),
    counted(reading.templates.length, 'template value', 'template values'),
    counted(reading.matchCount, 'match', 'matches'),
    counted(reading.packetCount, 'packet', 'packets'),
    counted(reading.scenarios.length, 'scenario', 'scenarios'),
    counted(reading.commands, 'command', 'commands'),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

export function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** The payload or address of a link of this page in a text of nothing else. */
export function linkIn(content: string | Uint8Array): string | undefined {
  if (typeof content !== 'string' || content.length > 500_000) return undefined;
  return /^\s*(?:https?:\/\/\S+?)?(#\/(?:lab|match)\?\S+)\s*$/.exec(content)?.[1];
}
