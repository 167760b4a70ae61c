/** What a teacher did in the lab, as the commands of a step and the checks that it suggests. Pure. */
import type { Mirror, Player } from '../../state';
import { tableOf } from './lesson-of-task';
import type { Check } from './task';

export interface Moment {
  readonly model: Mirror['model'];
  readonly trace: Player['trace'];
  /** The number of the last command in the transcript. */
  readonly line: number;
}

/** Checks that did not hold before and do now. */
export function suggestChecks(before: Moment, now: Moment): readonly Check[] {
  return [
    ...switchChecks(before.model, now.model),
    ...portChecks(before.model, now.model),
    ...traceChecks(before, now),
  ];
}

function switchChecks(before: Mirror['model'], { switches }: Mirror['model']): readonly Check[] {
  const known = new Set(before.switches.map(({ name }) => name));
  return switches.flatMap(({ name }) => (known.has(name) || name === '' ? [] : [{ is: 'switch' as const, name }]));
}

function portChecks(before: Mirror['model'], { switches }: Mirror['model']): readonly Check[] {
  const known = new Map(before.switches.flatMap(({ ports }) => ports.map((port) => [port.name, port] as const)));
  return switches.flatMap((sw) =>
    sw.ports.flatMap((port): readonly Check[] => {
      const was = known.get(port.name);
      const mac = port.macs.find((one) => was?.macs.includes(one) !== true);
      const on = port.machine !== null && port.machine !== was?.machine ? port.machine : undefined;
      if (was && mac === undefined && on === undefined) return [];
      return [
        {
          is: 'port',
          name: port.name,
          ...(was ? {} : { switch: sw.name }),
          ...(mac === undefined ? {} : { mac }),
          ...(on === undefined ? {} : { on }),
        },
      ];
    }),
  );
}

function traceChecks(before: Moment, { trace }: Moment): readonly Check[] {
  if (!trace || trace === before.trace) return [];
  const { kind, deliveries, drops } = trace.verdict;
  const [drop] = drops;
  if (kind !== 'dropped')
    return Array.from(new Set(deliveries.map(({ logicalPort }) => logicalPort)), (to) => ({ is: 'delivered', to }));
  const table = drop ? tableOf(trace.steps, drop.step) : undefined;
  return [{ is: 'dropped', ...(table === undefined ? {} : { table }) }];
}
