/** Rows of DHCP options, which ports refer to. */
import type { RowRef, Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import { getString } from '../../../../ovsdb';
import { northboundRow, optionsOf, SAME, type Options, type Sources } from './sources';

export interface DhcpOptions {
  readonly ref: RowRef;
  readonly cidr: string;
  readonly options: Options;
}

export function dhcpOptions({ graph, nb }: Sources): Collection<Uuid, DhcpOptions> {
  return graph.map(
    'DHCP options',
    nb.table('DHCP_Options', ['cidr', 'options']),
    (row, uuid): DhcpOptions => ({
      ref: northboundRow('DHCP_Options', uuid),
      cidr: getString(row, 'cidr'),
      options: optionsOf(row, 'options'),
    }),
    SAME,
  );
}
