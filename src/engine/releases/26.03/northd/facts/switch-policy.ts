/** Which ACLs apply to which switch, its own and those of port groups, and what follows for the tracking of connections. */
import type { Uuid } from '../../../../base';
import type { Collection } from '../../../../derive';
import { getNumber, getOptionalBoolean, getString, getUuids } from '../../../../ovsdb';
import { ACL_COLUMNS, aclFacts, summarize, weightOf, type Acl, type AclSummary, type Sample } from './acls';
import type { GlobalFacts } from './global';
import type { LoadBalancing } from './load-balancing';
import type { NorthboundRows } from './rows';
import { northboundRow, optionsOf, SAME, type Sources } from './sources';
import type { SwitchFacts } from './switches';

/** An ACL on a switch. */
export interface AclUse {
  readonly sw: Uuid;
  readonly acl: Acl;
}

/** What decides about connections on a switch (`ls_stateful_record`). */
export interface SwitchPolicy extends AclSummary {
  readonly sw: Uuid;
  /** A load balancer of the switch, or of a group of the switch, has a VIP. */
  readonly hasVip: boolean;
  /** One of its DNS rows has records. */
  readonly hasDnsRecords: boolean;
}

export interface SwitchPolicies {
  readonly acls: Collection<string, AclUse>;
  readonly all: Collection<Uuid, SwitchPolicy>;
}

export function switchPolicies(
  from: Sources,
  { switchPorts }: NorthboundRows,
  global: GlobalFacts,
  switches: Collection<Uuid, SwitchFacts>,
  { switchesWithVip }: LoadBalancing,
): SwitchPolicies {
  const { graph, nb } = from;
  const rows = aclRows(from, global);
  const direct = nb.table('Logical_Switch', ['acls']).by('switches by ACL', (row) => getUuids(row, 'acls'));
  const grouped = nb.table('Port_Group', ['acls']).by('port groups by ACL', (row) => getUuids(row, 'acls'));
  const switchesOfGroup = graph.map(
    'switches of port groups',
    nb.table('Port_Group', ['ports']),
    (row) => [...new Set(getUuids(row, 'ports').flatMap((port) => switchPorts.get(port)?.sw ?? []))].sort(),
    SAME,
  );
  const acls = graph.flatMap(
    'ACLs of switches',
    rows,
    (acl, uuid) => {
      const groups = grouped.keys(uuid).flatMap((group) => switchesOfGroup.get(group) ?? []);
      return [...direct.keys(uuid), ...groups].map((sw): [string, AclUse] => [`${sw} ${uuid}`, { sw, acl }]);
    },
    SAME,
  );
  const weights = graph
    .map('weights of ACLs', acls, ({ sw, acl }) => ({ sw, ...weightOf(acl) }), SAME)
    .by('weights of ACLs by switch', ({ sw }) => [sw]);
  const named = graph
    .map('DNS rows with records', nb.table('DNS', ['records']), (row) => optionsOf(row, 'records').size > 0)
    .by('DNS rows by whether they have records', (has) => [String(has)]);
  const dnsRows = nb.table('Logical_Switch', ['dns_records']);
  const all = graph.map(
    'policies of switches',
    switches,
    (_, sw): SwitchPolicy => {
      const dns = dnsRows.get(sw);
      const records = named.keys('true');
      return {
        sw,
        ...summarize(weights.values(sw)),
        hasVip: switchesWithVip.has(sw),
        hasDnsRecords: dns !== undefined && getUuids(dns, 'dns_records').some((uuid) => records.includes(uuid)),
      };
    },
    SAME,
  );
  return { acls, all };
}

function aclRows({ graph, nb, sb }: Sources, global: GlobalFacts): Collection<Uuid, Acl> {
  const collectors = nb.table('Sample_Collector', ['id', 'set_id', 'probability']);
  const samples = graph.map(
    'samples',
    nb.table('Sample', ['collectors', 'metadata']),
    (row): Sample => ({
      metadata: getNumber(row, 'metadata'),
      collectors: getUuids(row, 'collectors').flatMap((uuid) => {
        const found = collectors.get(uuid);
        if (found === undefined) return [];
        const [id, setId] = [getNumber(found, 'id'), getNumber(found, 'set_id')];
        return [{ id, setId, probability: getNumber(found, 'probability') }];
      }),
    }),
    SAME,
  );
  const fair = nb
    .table('Meter', ['name', 'fair'])
    .by('fair meters by name', (row) => (getOptionalBoolean(row, 'fair') === true ? [getString(row, 'name')] : []));
  const ids = sb.table('ACL_ID', ['id']);
  return graph.map(
    'ACLs',
    nb.table('ACL', ACL_COLUMNS),
    (row, uuid) =>
      aclFacts(row, northboundRow('ACL', uuid), {
        isFair: (meter) => fair.has(meter),
        sample: (sample) => samples.get(sample),
        persistentId() {
          const id = global.feature('ctLabelFlush') ? ids.get(uuid) : undefined;
          return id === undefined ? undefined : getNumber(id, 'id');
        },
      }),
    SAME,
  );
}
