/** What `ovn-nbctl show` prints for a northbound database, as the tool of the same release does. */
import { compareText } from '../base';
import { entryIn, rowsOf, textIn, textsIn, type FileDatabase } from '../database-file';
import { toolOrder, type Row } from '../ovsdb';
import { compareVersions } from './schema-version';

export function showNorthbound(database: FileDatabase): string {
  const walked = (table: string) => toolOrder(rowsOf(database, table).values());
  const printer = new Printer(database);
  return [
    ...walked('Logical_Switch').map((row) => printer.switch(row)),
    ...walked('Logical_Router').map((row) => printer.router(row)),
  ].join('');
}

class Printer {
  /** Since 24.09 (schema 7.6) the link-local address of a router port is shown, since 25.03 (7.11) its peer. */
  private readonly showsLinkLocal: boolean;
  private readonly showsPeer: boolean;

  constructor(private readonly database: FileDatabase) {
    const version = database.schema.version ?? '0';
    this.showsLinkLocal = compareVersions(version, '7.6.0') >= 0;
    this.showsPeer = compareVersions(version, '7.11.0') >= 0;
  }

  switch(row: Row): string {
    const ports = this.rowsIn(row, 'ports', 'Logical_Switch_Port').map((port) => this.switchPort(port));
    return `switch ${titleOf(row, 'neutron:network_name')}${ports.join('')}`;
  }

  router(row: Row): string {
    const ports = this.rowsIn(row, 'ports', 'Logical_Router_Port').map((port) => this.routerPort(port));
    const nats = this.rowsIn(row, 'nat', 'NAT').map(natLines);
    return `router ${titleOf(row, 'neutron:router_name')}${ports.join('')}${nats.join('')}`;
  }

  private switchPort(port: Row): string {
    const addresses = textsIn(port, 'addresses');
    const isClutter = addresses.length === 1 && addresses[0] === 'router';
    return [
      `    port ${textIn(port, 'name')}${alsoKnown(port, 'neutron:port_name')}\n`,
      line('type', textIn(port, 'type')),
      line('parent', textsIn(port, 'parent_name')[0]),
      line('tag', textsIn(port, 'tag')[0]),
      isClutter ? '' : list('addresses', addresses.map(quoted), ', '),
      line('router-port', entryIn(port, 'options', 'router-port')),
      this.showsPeer ? line('peer', textsIn(port, 'peer')[0]) : '',
    ].join('');
  }

  private routerPort(port: Row): string {
    const gateways = this.rowsIn(port, 'gateway_chassis', 'Gateway_Chassis');
    const mac = textIn(port, 'mac');
    return [
      `    port ${textIn(port, 'name')}\n`,
      line('mac', quoted(mac)),
      this.showsLinkLocal ? line('ipv6-lla', quoted(linkLocalOf(mac))) : '',
      list('networks', textsIn(port, 'networks').map(quoted), ', '),
      line('route-table', entryIn(port, 'options', 'route_table')),
      // The tool does not ask for their priorities, so they come as they are.
      list(
        'gateway chassis',
        gateways.map((gateway) => textIn(gateway, 'chassis_name')),
        ' ',
      ),
      this.showsPeer ? line('peer', textsIn(port, 'peer')[0]) : '',
    ].join('');
  }

  private rowsIn(row: Row, column: string, table: string): readonly Row[] {
    const rows = rowsOf(this.database, table);
    return [...textsIn(row, column)].sort(compareText).flatMap((uuid) => rows.get(uuid) ?? []);
  }
}

function natLines(nat: Row): string {
  const ports = textIn(nat, 'external_port_range');
  return [
    `    nat ${nat._uuid}\n`,
    line('external ip', quoted(textIn(nat, 'external_ip'))),
    line('external port(s)', ports === '' ? '' : quoted(ports)),
    line('logical ip', quoted(textIn(nat, 'logical_ip'))),
    line('type', quoted(textIn(nat, 'type'))),
  ].join('');
}

function titleOf(row: Row, key: string): string {
  return `${row._uuid} (${textIn(row, 'name')})${alsoKnown(row, key)}\n`;
}

function alsoKnown(row: Row, key: string): string {
  const name = entryIn(row, 'external_ids', key) ?? '';
  return name === '' ? '' : ` (aka ${name})`;
}

function line(title: string, value: string | undefined): string {
  return value === undefined || value === '' ? '' : `        ${title}: ${value}\n`;
}

function list(title: string, items: readonly string[], between: string): string {
  return items.length === 0 ? '' : line(title, `[${items.join(between)}]`);
}

function quoted(text: string): string {
  return `"${text}"`;
}

/** RFC 4291, appendix A, with the address of zeros for what is no Ethernet address. */
function linkLocalOf(mac: string): string {
  const isMac = /^(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i.test(mac);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = isMac ? mac.split(':').map((part) => parseInt(part, 16)) : [];
  const first = ((a ^ 2) << 8) | b;
  const groups = [...(first === 0 ? [] : [first]), (c << 8) | 0xff, 0xfe00 | d, (e << 8) | f];
  return `fe80::${groups.map((group) => group.toString(16)).join(':')}`;
}
