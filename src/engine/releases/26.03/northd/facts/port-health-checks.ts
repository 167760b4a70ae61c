/** Health checks of ports that no load balancer asks for. */
import type { Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import { getString } from '../../../../ovsdb';
import { SAME, type Sources } from './sources';

export interface PortHealthCheck {
  /** The address of the port that is checked. */
  readonly address: string;
  /** Where the checks come from. */
  readonly sourceIp: string;
}

export function portHealthChecks({ graph, nb }: Sources): Collection<Uuid, PortHealthCheck> {
  return graph.map(
    'health checks of ports',
    nb.table('Logical_Switch_Port_Health_Check', ['address', 'src_ip']),
    (row): PortHealthCheck => ({ address: getString(row, 'address'), sourceIp: getString(row, 'src_ip') }),
    SAME,
  );
}
