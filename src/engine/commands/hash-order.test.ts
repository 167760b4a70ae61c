import { expect, test } from 'vitest';
import { hashOrder, hashText } from '../base';
import { schemaOrder } from './hash-order';

// As ovsdb-client 3.1 prints the table Open_vSwitch of its own schema.
test('columns come as the real ovsdb-client lists them', () => {
  const columns =
    'datapaths bridges manager_options ssl other_config external_ids next_cfg cur_cfg statistics ovs_version db_version system_type system_version datapath_types iface_types dpdk_initialized dpdk_version';
  expect(schemaOrder(columns.split(' '), ['_uuid', '_version']).join(' ')).toBe(
    'dpdk_initialized statistics manager_options cur_cfg dpdk_version next_cfg datapath_types iface_types _uuid db_version system_version _version bridges external_ids other_config ovs_version ssl system_type datapaths',
  );
});

test('tables, too', () => {
  const tables =
    'Open_vSwitch Bridge Port Interface Flow_Table QoS Queue Mirror NetFlow sFlow IPFIX Flow_Sample_Collector_Set Controller Manager Datapath CT_Zone CT_Timeout_Policy SSL AutoAttach';
  expect(schemaOrder(tables.split(' ')).join(' ')).toBe(
    'Controller Bridge Queue IPFIX NetFlow Open_vSwitch CT_Zone QoS Datapath SSL Port sFlow Flow_Sample_Collector_Set CT_Timeout_Policy Mirror Flow_Table Interface AutoAttach Manager',
  );
});

test('every name is walked once', () => {
  const names = Array.from({ length: 100 }, (_, n) => `name${n}`);
  expect(hashOrder(names, hashText).sort()).toEqual([...names].sort());
});
