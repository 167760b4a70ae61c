/** The northbound database as ovn-northd thinks of it: switches, their ports, their ACLs. */
import type { RowRef, Uuid } from '../base';
import type { Collection, Graph, Group, Source } from '../derive';
import { getNumber, getString, type Row } from '../ovsdb';
import { membership, SWITCH_TABLE, type MembershipColumn } from './membership';
import { northboundRow } from './references';
import { isUnknown } from './stages-2015/destination-lookup';
import type { AclFacts, PortFacts, SwitchFacts } from './switch-stage';

/** How a release's northbound database is laid out. */
export interface NorthboundLayout {
  readonly ports: MembershipColumn;
  readonly acls: MembershipColumn;
  /** The columns of Logical_Port that decide about Pipeline rows. */
  readonly portColumns: readonly string[];
  /** `row` has these columns only. */
  portFacts(row: Row, ref: RowRef): PortFacts;
}

/** A port with the switch that it is compiled for. */
export interface PlacedPort {
  readonly facts: PortFacts;
  /** If several switches list the port, the one with the lowest UUID; undefined if none does. */
  readonly owner: Uuid | undefined;
  /** How many switches list the port; more than one is a mistake of whoever wrote the database. */
  readonly claims: number;
}

/** An ACL of one switch. */
export interface SwitchAcl {
  readonly sw: Uuid;
  readonly facts: AclFacts;
}

export interface Topology {
  readonly switches: Collection<Uuid, SwitchFacts>;
  /** A new value whenever a column that decides about rows has changed. */
  readonly portFacts: Collection<Uuid, PortFacts>;
  readonly ports: Collection<Uuid, PlacedPort>;
  /** The ports of a switch, oldest first; of the facts, only what a flood goes by is up to date. */
  readonly flooded: Group<Uuid, Uuid, PlacedPort>;
  /** By switch and ACL, since several switches may list one. */
  readonly acls: Collection<string, SwitchAcl>;
}

export const PORT_TABLE = 'Logical_Port';
const ACL_TABLE = 'ACL';

export function topology(graph: Graph, nb: Source, layout: NorthboundLayout): Topology {
  const switches = graph.map('switches', nb.table(SWITCH_TABLE, ['name']), (row, uuid): SwitchFacts => ({
    ref: northboundRow(SWITCH_TABLE, uuid),
    name: getString(row, 'name'),
  }));
  const portFacts = graph.map('port facts', nb.table(PORT_TABLE, layout.portColumns), (row, uuid) =>
    layout.portFacts(row, northboundRow(PORT_TABLE, uuid)),
  );
  const switchesOfPort = membership(nb, PORT_TABLE, layout.ports);
  const ports = graph.map('ports', portFacts, (facts, uuid): PlacedPort => {
    const claiming = switchesOfPort(uuid);
    return { facts, owner: claiming[0], claims: claiming.length };
  });
  const flooded = graph
    .map('ports as a flood sees them', ports, (port) => port, { same: sameInFlood })
    .by('ports by switch', ({ owner }) => (owner === undefined ? [] : [owner]));
  const aclRows = nb.table(ACL_TABLE, ['priority', 'match', 'action']);
  const switchesOfAcl = membership(nb, ACL_TABLE, layout.acls);
  const acls = graph.flatMap('ACLs of switches', aclRows, (row, uuid) => {
    const facts = aclFacts(row);
    return switchesOfAcl(uuid).map((sw): [string, SwitchAcl] => [`${sw} ${uuid}`, { sw, facts }]);
  });
  return { switches, portFacts, ports, flooded, acls };
}

function aclFacts(row: Row): AclFacts {
  return {
    ref: northboundRow(ACL_TABLE, row._uuid),
    priority: getNumber(row, 'priority'),
    match: getString(row, 'match'),
    action: getString(row, 'action'),
  };
}

/** Whether two states of a port make no difference to what its switch floods. */
function sameInFlood(a: PlacedPort, b: PlacedPort): boolean {
  return a.owner === b.owner && a.facts.name === b.facts.name && isUnknown(a.facts) === isUnknown(b.facts);
}
