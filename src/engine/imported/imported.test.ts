/** The recorded networks, as files of three releases that the real programs printed. What is printed is compared by `ovn conformance databases`. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { agreement, lflowList, Provenance, releaseOf, showNorthbound, Southbound } from '.';
import { unpack } from '../archives';
import { finishWork } from '../base';
import { readDatabaseFile, rowsOf, textIn, textsIn, type FileDatabase } from '../database-file';

const FOLDER = 'recordings/databases';
const NETWORKS = readdirSync(FOLDER).filter((name) => name.endsWith('.tar.gz'));

function open(network: string): { readonly nb: FileDatabase; readonly sb: FileDatabase } {
  const { files } = finishWork(unpack('', new Uint8Array(readFileSync(`${FOLDER}/${network}`)), () => true));
  const read = (name: string) => {
    const file = files.find(({ path }) => path.endsWith(`/${name}`));
    const database = readDatabaseFile(file?.bytes ?? new Uint8Array());
    if (!database.ok) throw new Error(database.error.message);
    return database.value;
  };
  return { nb: read('nb.db'), sb: read('sb.db') };
}

it('there are networks of three releases', () => {
  expect([...new Set(NETWORKS.map((name) => name.slice(0, 5)))]).toEqual(['23.03', '24.03', '26.03']);
});

describe.each(NETWORKS)('%s', (network) => {
  const { nb, sb } = open(network);
  const southbound = finishWork(Southbound.open(sb));
  const provenance = new Provenance(nb, southbound);

  it('says which OVN it is of, and that both belong together', () => {
    expect(releaseOf(sb).text?.slice(0, 5)).toBe(network.slice(0, 5));
    expect(releaseOf({ ...nb, tables: new Map() }).said).toBe(false);
    expect(agreement(nb, southbound.datapaths.values())).toBe(1);
  });

  it('leads from datapaths, ports and flows to northbound rows and back', () => {
    for (const datapath of southbound.datapaths.values()) {
      const behind = provenance.behindDatapath(datapath);
      expect(textIn(behind?.row, 'name')).toBe(datapath.name);
      expect(behind?.table).toBe(datapath.kind === 'switch' ? 'Logical_Switch' : 'Logical_Router');
      expect(behind === undefined ? undefined : provenance.datapathOf(behind.row)).toBe(datapath);
    }
    for (const binding of rowsOf(sb, 'Port_Binding').values()) {
      const port = provenance.behindBinding(binding);
      if (textIn(binding, 'type') === 'chassisredirect') expect(port?.table).toBe('Logical_Router_Port');
      else expect(port === undefined ? undefined : provenance.bindingOf(port.row)).toBe(binding);
    }
    const acls = [...rowsOf(nb, 'ACL').values()];
    const inUse = new Set(
      [...rowsOf(nb, 'Logical_Switch').values(), ...rowsOf(nb, 'Port_Group').values()].flatMap((row) =>
        textsIn(row, 'acls'),
      ),
    );
    for (const acl of acls.filter(({ _uuid }) => inUse.has(_uuid))) {
      const flows = provenance.flowsFrom(acl);
      expect(flows.length).toBeGreaterThan(0);
      for (const flow of flows) expect(provenance.behindFlow(flow).map(({ row }) => row)).toContain(acl);
    }
  });

  it('lists each flow once for each datapath that it is of', () => {
    const groups = rowsOf(sb, 'Logical_DP_Group');
    const expected = [...southbound.flows.values()].reduce(
      (sum, { row }) =>
        sum +
        textsIn(row, 'logical_datapath').length +
        textsIn(row, 'logical_dp_group').reduce((all, uuid) => all + textsIn(groups.get(uuid), 'datapaths').length, 0),
      0,
    );
    expect([...lflowList(southbound)].filter((line) => line.startsWith('  table='))).toHaveLength(expected);
  });
});

it('a database with a name that every object has is of no release that is known', () => {
  const { nb } = open('26.03-acl.tar.gz');
  expect(releaseOf({ ...nb, name: 'constructor', tables: new Map() })).toEqual({ text: null, said: false });
});

it('a link-local address is made of what is no Ethernet address, too', () => {
  const { nb } = open('26.03-dgp.tar.gz');
  const ports = nb.tables.get('Logical_Router_Port');
  if (ports === undefined) throw new Error('There are no router ports.');
  const macs = ['0a:00:00:00:00:01', '02:00:5e:10:00:00', 'none'];
  const rows = [...ports.rows].map(([uuid, row], index) => [uuid, { ...row, mac: macs[index] ?? '' }] as const);
  const shown = showNorthbound({
    ...nb,
    tables: new Map([...nb.tables, ['Logical_Router_Port', { ...ports, rows: new Map(rows) }]]),
  });
  expect([...shown.matchAll(/ipv6-lla: "(.*)"/g)].map(([, address]) => address).sort()).toEqual(
    ['fe80::5eff:fe10:0', 'fe80::800:ff:fe00:1'].sort(),
  );
});
