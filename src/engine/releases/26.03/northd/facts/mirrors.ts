/** Mirrors whose sink is a port of the same deployment. */
import type { Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import { getNumber, getString, getUuids } from '../../../../ovsdb';
import { SAME, type Sources } from './sources';

export interface PortMirror {
  /** The name of the port that copies go to. */
  readonly sink: string;
  /** `from-lport`, `to-lport` or `both`. */
  readonly filter: string;
  readonly rules: readonly MirrorRule[];
}

export interface MirrorRule {
  readonly priority: number;
  readonly match: string;
  /** `mirror`, or `skip` for what is not to be copied. */
  readonly action: string;
}

/** Those of type `lport`; the others are ovn-controller's alone. */
export function portMirrors({ graph, nb }: Sources): Collection<Uuid, PortMirror> {
  const rules = nb.table('Mirror_Rule', ['priority', 'match', 'action']);
  return graph.map(
    'mirrors to ports',
    nb.table('Mirror', ['type', 'filter', 'sink', 'mirror_rules']),
    (row): PortMirror | undefined => {
      if (getString(row, 'type') !== 'lport') return undefined;
      return {
        sink: getString(row, 'sink'),
        filter: getString(row, 'filter'),
        rules: getUuids(row, 'mirror_rules').flatMap((uuid) => {
          const rule = rules.get(uuid);
          if (rule === undefined) return [];
          const [match, action] = [getString(rule, 'match'), getString(rule, 'action')];
          return [{ priority: getNumber(rule, 'priority'), match, action }];
        }),
      };
    },
    SAME,
  );
}

/** The port that stands for a mirror's sink on the switch of the port that is mirrored (`ovn_mirror_port_name`). */
export function mirrorPortName(switchName: string, sink: string): string {
  return `mp-${switchName}-${sink}`;
}
