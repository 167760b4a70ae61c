/** What the southbound database says of ports: where they are bound, and which keys they have. */
import type { Uuid } from '../../../../base';
import type { Group } from '../../../../derive';
import { getNumber, getOptionalString, getOptionalUuid, getString, getUuid } from '../../../../ovsdb';
import { optionIs, optionsOf, SAME, type Sources } from './sources';

export interface BindingFacts {
  readonly uuid: Uuid;
  readonly logicalPort: string;
  readonly datapath: Uuid;
  readonly tunnelKey: number;
  readonly chassis: Uuid | undefined;
  /** Its chassis is one of another zone (`other_config:is-remote`). */
  readonly isRemote: boolean;
  readonly virtualParent: string | undefined;
  /** The queue that ovn-northd gave to a port with a rate (`options:qdisc_queue_id`). */
  readonly queueId: string | undefined;
}

export interface Bindings {
  /** Of a logical port, its `cr-` port too; none until ovn-northd has written it and sees it. */
  readonly ofPort: Group<string, Uuid, BindingFacts>;
  /** The tunnel key of a datapath, by the UUID of its northbound row. */
  readonly datapathKey: (datapath: Uuid) => number | undefined;
}

export function bindings({ graph, sb }: Sources): Bindings {
  const remote = graph.map('remote chassis', sb.table('Chassis', ['other_config']), (row) =>
    optionIs(optionsOf(row, 'other_config'), 'is-remote'),
  );
  const all = graph.map(
    'bindings',
    sb.table('Port_Binding', ['logical_port', 'datapath', 'tunnel_key', 'chassis', 'virtual_parent', 'options']),
    (row, uuid): BindingFacts => {
      const chassis = getOptionalUuid(row, 'chassis');
      return {
        uuid,
        logicalPort: getString(row, 'logical_port'),
        datapath: getUuid(row, 'datapath'),
        tunnelKey: getNumber(row, 'tunnel_key'),
        chassis,
        isRemote: chassis !== undefined && remote.get(chassis) === true,
        virtualParent: getOptionalString(row, 'virtual_parent'),
        queueId: optionsOf(row, 'options').get('qdisc_queue_id'),
      };
    },
    SAME,
  );
  const keys = sb
    .table('Datapath_Binding', ['nb_uuid', 'tunnel_key'])
    .by('datapaths by northbound row', (row) => [getOptionalUuid(row, 'nb_uuid') ?? '']);
  return {
    ofPort: all.by('bindings by port', ({ logicalPort }) => [logicalPort]),
    datapathKey(datapath) {
      const row = keys.first(datapath);
      return row === undefined ? undefined : getNumber(row, 'tunnel_key');
    },
  };
}
