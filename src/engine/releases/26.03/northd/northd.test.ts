import { createRandom } from '../../../base';
import { freshEqualsIncremental, rowChanges } from '../../../derive/testing';
import { Northd } from '../../../northd';
import { Database, type ChangeSet, type Row, type RowEdit } from '../../../ovsdb';
import { describe, expect, it } from 'vitest';
import { release26_03 } from '../release';

/** An ovn-northd with a southbound database of its own, that follows the northbound one. */
class Lab {
  readonly sb = new Database(release26_03.schemas.sb, createRandom(2));
  readonly #northd = new Northd(release26_03.northd);
  readonly #nb: Database;
  #pending: { nb: ChangeSet; sb: ChangeSet } = { nb: [], sb: [] };
  #first = true;

  constructor(nb: Database) {
    this.#nb = nb;
    nb.onCommit((changes) => (this.#pending = { ...this.#pending, nb: [...this.#pending.nb, ...changes] }));
    this.sb.onCommit((changes) => (this.#pending = { ...this.#pending, sb: [...this.#pending.sb, ...changes] }));
    commit(this.sb, [
      { op: 'insert', table: 'Encap', uuid: ENCAP, row: { type: 'geneve', ip: '10.0.0.1', chassis_name: 'hv1' } },
      { op: 'insert', table: 'Chassis', row: { name: 'hv1', hostname: 'hv1', encaps: [ENCAP] } },
    ]);
  }

  settle(): void {
    for (let run = 0; run < 12; run++) {
      const seen = this.#pending;
      this.#pending = { nb: [], sb: [] };
      const asked = this.#northd.run({ nb: this.#nb, sb: this.sb }, this.#first ? 'all' : seen);
      this.#first = false;
      if (asked.nb.length + asked.sb.length === 0) return;
      commit(this.sb, asked.sb);
      commit(this.#nb, asked.nb);
    }
    throw new Error('ovn-northd does not come to rest');
  }

  /** Every row, without tunnel keys and what is named after them: they depend on what was there before. */
  content(): unknown {
    const tables = [...this.sb.schema.tables.keys()].filter((table) => table !== 'Port_Group' && !GIVEN.has(table));
    return tables.map((table) => [table, [...this.sb.rows(table).values()].map(withoutKey).toSorted(byUuid)]);
  }
}

const GIVEN: ReadonlySet<string> = new Set(['Chassis', 'Encap']);
const ENCAP = createUuid();

function createUuid() {
  return new Database(release26_03.schemas.sb, createRandom(9)).newUuid();
}

function withoutKey(row: Row): Row {
  return 'tunnel_key' in row ? { ...row, tunnel_key: 0 } : row;
}

function byUuid(a: Row, b: Row): number {
  return a._uuid < b._uuid ? -1 : 1;
}

function commit(db: Database, edits: readonly RowEdit[]): void {
  if (edits.length === 0) return;
  const done = db.commit(edits);
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.message}`);
}

function smallNetwork(): Database {
  const nb = new Database(release26_03.schemas.nb, createRandom(1));
  const [sw, router, lsp, lrp, vif] = [nb.newUuid(), nb.newUuid(), nb.newUuid(), nb.newUuid(), nb.newUuid()];
  const [acl, nat, route, gateway] = [nb.newUuid(), nb.newUuid(), nb.newUuid(), nb.newUuid()];
  const options: [string, string][] = [
    ['svc_monitor_mac', '0a:58:00:00:00:aa'],
    ['svc_monitor_mac_dst', '0a:58:00:00:00:ab'],
    ['mac_prefix', '0a:58:01'],
  ];
  commit(nb, [
    { op: 'insert', table: 'NB_Global', row: { options } },
    { op: 'insert', table: 'Logical_Switch', uuid: sw, row: { name: 'sw0', ports: [lsp, vif], acls: [acl] } },
    {
      op: 'insert',
      table: 'ACL',
      uuid: acl,
      row: { priority: 1000, direction: 'to-lport', match: 'tcp', action: 'allow-related' },
    },
    {
      op: 'insert',
      table: 'Logical_Router',
      uuid: router,
      row: { name: 'lr0', ports: [lrp], nat: [nat], static_routes: [route] },
    },
    {
      op: 'insert',
      table: 'NAT',
      uuid: nat,
      row: { type: 'snat', external_ip: '172.16.1.10', logical_ip: '10.0.0.0/24' },
    },
    {
      op: 'insert',
      table: 'Logical_Router_Static_Route',
      uuid: route,
      row: { ip_prefix: '0.0.0.0/0', nexthop: '10.0.0.254' },
    },
    {
      op: 'insert',
      table: 'Gateway_Chassis',
      uuid: gateway,
      row: { name: 'lr0-sw0-hv1', chassis_name: 'hv1', priority: 20 },
    },
    {
      op: 'insert',
      table: 'Logical_Router_Port',
      uuid: lrp,
      row: { name: 'lr0-sw0', mac: '00:00:00:00:ff:01', networks: ['10.0.0.1/24'], gateway_chassis: [gateway] },
    },
    {
      op: 'insert',
      table: 'Logical_Switch_Port',
      uuid: lsp,
      row: { name: 'sw0-lr0', type: 'router', addresses: ['router'], options: [['router-port', 'lr0-sw0']] },
    },
    {
      op: 'insert',
      table: 'Logical_Switch_Port',
      uuid: vif,
      row: { name: 'p1', addresses: ['0a:00:00:00:00:01 10.0.0.11'] },
    },
  ]);
  return nb;
}

const uuids = (table: string) => (db: Database) => [...db.rows(table).keys()].map((uuid) => [uuid]);

describe('ovn-northd of 26.03', () => {
  it('asks for nothing once its edits were committed, and after a fresh start neither', () => {
    const nb = smallNetwork();
    const lab = new Lab(nb);
    lab.settle();
    const again = new Northd(release26_03.northd).run({ nb, sb: lab.sb }, 'all');
    expect(again).toEqual({ nb: [], sb: [], log: [] });
    const ports = Array.from(lab.sb.rows('Port_Binding').values(), (row) => String(row.logical_port));
    expect(ports.sort()).toEqual(['cr-lr0-sw0', 'cr-sw0-lr0', 'lr0-sw0', 'p1', 'sw0-lr0']);
  });

  it('follows changes to where a fresh start ends', () => {
    freshEqualsIncremental({
      begin: () => ({ nb: smallNetwork() }),
      follow({ nb }) {
        const lab = new Lab(nb);
        return {
          update() {
            lab.settle();
          },
          result: () => lab.content(),
        };
      },
      changes: [
        rowChanges('nb', 'Logical_Switch', {
          name: ['sw0', 'sw1'],
          ports: uuids('Logical_Switch_Port'),
          acls: uuids('ACL'),
          load_balancer: uuids('Load_Balancer'),
          other_config: [[], [['subnet', '10.0.0.0/24']], [['mcast_snoop', 'true']], [['vlan-passthru', 'true']]],
        }),
        rowChanges('nb', 'Logical_Switch_Port', {
          addresses: [['dynamic'], ['0a:00:00:00:00:02 10.0.0.12'], ['unknown'], ['router'], []],
          type: ['', 'router', 'localnet', 'virtual', 'external'],
          options: [[], [['router-port', 'lr0-sw0']], [['router-port', 'lr0-ext']], [['qos_max_rate', '100']]],
          port_security: [[], ['0a:00:00:00:00:02']],
          enabled: [[], [true], [false]],
          tag_request: [[], [0], [7]],
          parent_name: [[], ['p1']],
        }),
        rowChanges('nb', 'Logical_Router', {
          ports: uuids('Logical_Router_Port'),
          options: [[], [['chassis', 'hv1']], [['mcast_relay', 'true']]],
          enabled: [[], [false]],
          nat: uuids('NAT'),
          load_balancer: uuids('Load_Balancer'),
          static_routes: uuids('Logical_Router_Static_Route'),
        }),
        rowChanges('nb', 'Logical_Router_Port', {
          mac: ['00:00:00:00:ff:01', '00:00:00:00:ff:02'],
          enabled: [[], [true], [false]],
          networks: [['10.0.0.1/24'], ['172.16.1.1/24'], ['fd00::1/64']],
          gateway_chassis: uuids('Gateway_Chassis'),
          options: [[], [['redirect-type', 'bridged']]],
        }),
        rowChanges('nb', 'ACL', {
          priority: [1000, 1001],
          direction: ['to-lport', 'from-lport'],
          match: ['tcp', 'outport == "p1" && ip4'],
          action: ['allow-related', 'allow-stateless', 'drop', 'reject'],
          log: [true, false],
          tier: [0, 1],
        }),
        rowChanges('nb', 'NAT', {
          type: ['snat', 'dnat', 'dnat_and_snat'],
          external_ip: ['172.16.1.10', '10.0.0.1', '10.0.0.20'],
          logical_ip: ['10.0.0.11', '10.0.0.0/24'],
        }),
        rowChanges('nb', 'Logical_Router_Static_Route', {
          ip_prefix: ['0.0.0.0/0', '192.168.0.0/16'],
          nexthop: ['10.0.0.254', '172.16.1.254', 'discard'],
          policy: [[], ['src-ip']],
          output_port: [[], ['lr0-sw0']],
        }),
        rowChanges('nb', 'Port_Group', { ports: uuids('Logical_Switch_Port'), acls: uuids('ACL') }),
        rowChanges('nb', 'Load_Balancer', {
          name: ['lb0', 'lb1'],
          vips: [[], [['10.0.0.100:80', '10.0.0.11:80,10.0.0.12:80']]],
          protocol: [[], ['udp']],
        }),
      ],
      runs: 20,
      steps: 12,
    });
  }, 60_000);
});
