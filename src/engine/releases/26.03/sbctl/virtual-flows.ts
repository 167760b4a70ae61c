/** What `lflow-list --vflows` adds: rows other than logical flows that OpenFlow is made of. */
import type { Uuid } from '../../../base';
import type { CtlContext } from '../../../commands';
import { getNumber, getOptionalString, getOptionalUuid, getString, getUuid, getUuids, type Row } from '../../../ovsdb';
import { hashedMap } from '../text';
import { datapathNames } from './datapaths';

/** Of all datapaths, or of one. */
export function virtualFlows(context: CtlContext, only: Row | undefined): string {
  const listing = new Listing(context, only);
  return [
    listing.section('Port Bindings', 'Port_Binding', (row) => listing.onDatapath(row, portText(row))),
    listing.section('MAC Bindings', 'MAC_Binding', (row) => listing.onDatapath(row, macText(row))),
    listing.section('MC Groups', 'Multicast_Group', (row) => listing.onDatapath(row, groupText(context, row))),
    listing.section('Chassis', 'Chassis', (row) => `name=${getString(row, 'name')}\n`),
    listing.section('Load Balancers', 'Load_Balancer', (row) => listing.loadBalancer(row)),
  ].join('');
}

class Listing {
  constructor(
    private readonly context: CtlContext,
    private readonly only: Row | undefined,
  ) {}

  /** The rows of a table for which there is a text; nothing where there is none. */
  section(title: string, table: string, text: (row: Row) => string | undefined): string {
    const { overlay, dialect, options } = this.context;
    const lines = dialect.inOrder(overlay.rows(table)).flatMap((row) => {
      const line = text(row);
      const uuid = options.has('--uuid') ? `uuid=0x${row._uuid.slice(0, 8)}, ` : '';
      return line === undefined ? [] : [`  ${uuid}${line}`];
    });
    return lines.length === 0 ? '' : `\n${title}:\n${lines.join('')}`;
  }

  onDatapath(row: Row, text: string): string | undefined {
    const datapath = getUuid(row, 'datapath');
    if (this.only) return datapath === this.only._uuid ? text : undefined;
    return this.datapath(datapath) + text;
  }

  loadBalancer(row: Row): string | undefined {
    const group = (column: string) => {
      const uuid = getOptionalUuid(row, column);
      const found = uuid && this.context.overlay.row('Logical_DP_Group', uuid);
      return found ? getUuids(found, 'datapaths') : [];
    };
    const datapaths = [...getUuids(row, 'datapaths'), ...group('datapath_group'), ...group('ls_datapath_group')];
    if (this.only && !datapaths.includes(this.only._uuid)) return undefined;
    const protocol = getOptionalString(row, 'protocol') ?? '(null)';
    const places = this.only ? [] : datapaths.map((uuid) => this.datapath(uuid));
    const vips = hashedMap(row, 'vips').map(([vip, backends]) => `    ${vip} = ${backends}\n`);
    return `name="${getString(row, 'name')}", protocol="${protocol}", ${places.join('')}\n  vips:\n${vips.join('')}\n`;
  }

  private datapath(uuid: Uuid): string {
    const row = this.context.overlay.row('Datapath_Binding', uuid);
    return `datapath=${row ? datapathNames(row) : ''}, `;
  }
}

function portText(row: Row): string {
  return `logical_port=${getString(row, 'logical_port')}, ${keyText(row)}\n`;
}

function macText(row: Row): string {
  return `logical_port=${getString(row, 'logical_port')}, ip=${getString(row, 'ip')}, mac=${getString(row, 'mac')}\n`;
}

function groupText({ overlay }: CtlContext, row: Row): string {
  const ports = getUuids(row, 'ports').flatMap((uuid) => overlay.row('Port_Binding', uuid) ?? []);
  const names = ports.map((port) => getString(port, 'logical_port'));
  return `name=${getString(row, 'name')}, ${keyText(row)}, ports=(${names.join(', ')})\n`;
}

function keyText(row: Row): string {
  return `tunnel_key=${String(getNumber(row, 'tunnel_key')).padEnd(5)}`;
}
