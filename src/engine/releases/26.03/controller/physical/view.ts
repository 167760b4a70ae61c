/** What the rules of the physical tables look at. */
import type { OfAction } from '../../../../openflow';
import type { Bindings } from '../bindings';
import type { Self, World } from '../facts/world';
import type { LocalDatapaths } from '../local-datapaths';
import type { Zones } from '../zones';

export interface View {
  readonly world: World;
  readonly bindings: Bindings;
  readonly datapaths: LocalDatapaths;
  readonly zones: Zones;
}

/** A view of a registered chassis. */
export interface OwnView extends View {
  readonly self: Self;
}

/** Dropped packets can be sampled: `SB_Global.options:debug_drop_collector_set`. */
export function drop({ world }: View, table: number): readonly OfAction[] {
  const number = (key: string) => Number.parseInt(world.sb.option(key) ?? '', 10) || 0;
  const set = number('debug_drop_collector_set');
  if (set === 0 || !world.here.collectorSets().has(set)) return [];
  const domain = number('debug_drop_domain_id');
  return [{ type: 'sample', probability: 65535, collectorSet: set, domain: (domain << 24) >>> 0, point: table }];
}
