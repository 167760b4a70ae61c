/** What would let a packet through: drawn edits, as the commands that they are. */
import type { Uuid } from '../base';
import { commandsFor, type Edit, type NbAcl, type NbPort } from '../network';
import type { Deployment } from './release';
import type { Drop } from './types';
import type { VerdictContext } from './verdict-context';

type Fix = Drop['fixes'][number];

/** The highest priority that an ACL can have. */
const HIGHEST = 65535;

/** Port security lets one address more through. */
export function allowAddress(deployment: Deployment, port: NbPort, address: string): Fix {
  const portSecurity = [...port.portSecurity, address];
  return fix(deployment, `Allow ${address} on ${port.name}`, {
    kind: 'setPortSecurity',
    port: port.uuid,
    portSecurity,
  });
}

export function liftPortSecurity(deployment: Deployment, port: NbPort): Fix {
  const edit: Edit = { kind: 'setPortSecurity', port: port.uuid, portSecurity: [] };
  return fix(deployment, `Lift the port security of ${port.name}`, edit);
}

/** None where the port has gone, or where a release knows no disabled ports and a row says so all the same. */
export function enable(deployment: Deployment, port: string): Fix | undefined {
  const commands = commandsFor({ kind: 'setEnabled', port, enabled: true }, deployment);
  return commands.ok ? { label: `Enable ${port}`, commands: commands.value } : undefined;
}

/** An ACL above the one that drops lets this packet through, and few others; none where nothing can stand above it. */
export function allowAbove(deployment: Deployment, acl: NbAcl, match: string): Fix | undefined {
  if (acl.priority >= HIGHEST) return undefined;
  const values = { priority: acl.priority + 1, match, action: 'allow', log: false };
  return fix(deployment, 'Let this packet through above it', { kind: 'addAcl', switch: acl.owner, ...values });
}

export function deleteAcl(deployment: Deployment, acl: NbAcl): Fix {
  return fix(deployment, 'Delete this ACL', { kind: 'deleteAcl', acl: acl.uuid });
}

/** A port of the switch that has no address yet may be who was meant. */
export function giveAddress({ deployment, names }: VerdictContext, sw: Uuid, address: string): Fix | undefined {
  for (const port of names.ports()) {
    if (port.switch !== sw || port.macs.length > 0) continue;
    const edit: Edit = { kind: 'setMacs', port: port.uuid, macs: [address] };
    return fix(deployment, `Give ${port.name} the address ${address}`, edit);
  }
  return undefined;
}

/** A port of its own is plugged into the hypervisor where the packet ended; a container's only comes with its VM. */
export function plugIn({ deployment, names }: VerdictContext, port: NbPort, machine: string): Fix | undefined {
  if (names.binding(port.name)?.parent !== undefined) return undefined;
  return fix(deployment, `Plug ${port.name} into ${machine}`, { kind: 'plug', port: port.uuid, machine });
}

/** What the edit is about is there: the trace has just met it. */
function fix(deployment: Deployment, label: string, edit: Edit): Fix {
  const commands = commandsFor(edit, deployment);
  if (!commands.ok) throw new Error(`The fix “${label}” cannot be written: ${commands.error.message}`);
  return { label, commands: commands.value };
}
