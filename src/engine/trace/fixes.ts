/** What would let a packet through, as commands that do it when they are typed. */
import type { Uuid } from '../base';
import { getString } from '../ovsdb';
import type { NbAcl, NbPort } from '../releases';
import type { Deployment } from '../sim';
import type { Drop } from './types';
import type { VerdictContext } from './verdict-context';

type Fix = Drop['fixes'][number];

/** The highest priority that an ACL can have. */
const HIGHEST = 65535;

/** Port security lets one address more through. */
export function allowAddress(deployment: Deployment, port: NbPort, address: string): Fix {
  const members = [...port.portSecurity, address];
  return { label: `Allow ${address} on ${port.name}`, commands: [setPortSecurity(deployment, port, members)] };
}

export function liftPortSecurity(deployment: Deployment, port: NbPort): Fix {
  return { label: `Lift the port security of ${port.name}`, commands: [setPortSecurity(deployment, port, [])] };
}

export function enable(port: string): Fix {
  return { label: `Enable ${port}`, commands: [`ovn-nbctl lport-set-enabled ${quoted(port)} enabled`] };
}

/** An ACL above the one that drops lets this packet through, and few others; none where nothing can stand above it. */
export function allowAbove({ release }: Deployment, acl: NbAcl, match: string): Fix | undefined {
  if (acl.priority >= HIGHEST) return undefined;
  const row = { priority: acl.priority + 1, match, action: 'allow', log: false };
  const operations =
    release.id === '2015-04'
      ? [{ op: 'insert', table: 'ACL', row: { ...row, lswitch: ['uuid', acl.switch] } }]
      : [
          { op: 'insert', table: 'ACL', row, 'uuid-name': 'acl' },
          {
            op: 'mutate',
            table: 'Logical_Switch',
            where: isRow(acl.switch),
            mutations: [['acls', 'insert', ['set', [['named-uuid', 'acl']]]]],
          },
        ];
  return { label: 'Let this packet through above it', commands: [transact(...operations)] };
}

export function deleteAcl({ release }: Deployment, acl: NbAcl): Fix {
  // A release in which ACLs point to their switch deletes the row; later the switch lets go of it.
  const operation =
    release.id === '2015-04'
      ? { op: 'delete', table: 'ACL', where: isRow(acl.uuid) }
      : {
          op: 'mutate',
          table: 'Logical_Switch',
          where: isRow(acl.switch),
          mutations: [['acls', 'delete', ['set', [['uuid', acl.uuid]]]]],
        };
  return { label: 'Delete this ACL', commands: [transact(operation)] };
}

/** A port of the switch that has no address yet may be who was meant. */
export function giveAddress({ names }: VerdictContext, sw: Uuid, address: string): Fix | undefined {
  for (const port of names.ports()) {
    if (port.switch !== sw || port.macs.length > 0) continue;
    return {
      label: `Give ${port.name} the address ${address}`,
      commands: [`ovn-nbctl lport-set-macs ${quoted(port.name)} ${address}`],
    };
  }
  return undefined;
}

/** A port of its own is plugged into the hypervisor where the packet ended; a container's only comes with its VM. */
export function plugIn({ deployment, names }: VerdictContext, port: NbPort, machine: string): Fix | undefined {
  if (names.binding(port.name)?.parent !== undefined) return undefined;
  const taken = new Set(
    Array.from(deployment.machines.get(machine)?.ovs.rows('Interface').values() ?? [], (row) => getString(row, 'name')),
  );
  let n = 1;
  while (taken.has(`vif${n}`)) n += 1;
  const id = quoted(`external_ids:iface-id=${/^[\w-]+$/.test(port.name) ? port.name : JSON.stringify(port.name)}`);
  return {
    label: `Plug ${port.name} into ${machine}`,
    commands: [`as ${quoted(machine)} ovs-vsctl add-port br-int vif${n} -- set Interface vif${n} ${id}`],
  };
}

function setPortSecurity({ release }: Deployment, port: NbPort, members: readonly string[]): string {
  if (release.id !== '2015-04')
    return ['ovn-nbctl lport-set-port-security', ...[port.name, ...members].map(quoted)].join(' ');
  return transact({
    op: 'update',
    table: 'Logical_Port',
    where: isRow(port.uuid),
    row: { port_security: ['set', members] },
  });
}

function transact(...operations: readonly object[]): string {
  return `ovsdb-client transact ${quoted(JSON.stringify(['OVN_Northbound', ...operations]))}`;
}

function isRow(uuid: Uuid): unknown {
  return [['_uuid', '==', ['uuid', uuid]]];
}

function quoted(word: string): string {
  return /^[\w.:/@=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
