/** What ingress and egress port security have in common. */
import type { RowRef } from '../../base';
import { parsePortSecurity } from '../addresses';
import type { DroppedCopy, Explanation } from '../explanation';
import { northboundRow } from '../references';
import type { PortFacts } from '../switch-stage';

/** The Ethernet addresses that a port may use, and members of its port security that say nothing. */
export function allowedAddresses(port: Pick<PortFacts, 'portSecurity'>): {
  readonly addresses: readonly string[];
  readonly invalid: readonly string[];
} {
  const addresses: string[] = [];
  const invalid: string[] = [];
  for (const text of port.portSecurity) {
    const member = parsePortSecurity(text);
    if (member === undefined) invalid.push(text);
    else if (member.eth !== undefined) addresses.push(member.eth);
  }
  return { addresses, invalid };
}

/** The row of the port's own security is the one that should have matched: says which clause failed. */
export function explainPortSecurity(copy: DroppedCopy, way: 'ingress' | 'egress'): Explanation {
  const port = way === 'ingress' ? copy.inport : copy.outport;
  const own = copy.port(port);
  const title = `${copy.where}, ${way} port security`;
  if (!own) return { sentence: `${title}: ${port || 'the packet’s port'} is no port of ${copy.datapathName}.` };
  const causes = [portRef(own.uuid)];
  const met = copy.failedClause(own.uuid, 'eth.');
  if (met === undefined) return { sentence: `${title} of ${port}: no row lets it through.`, causes };
  const address = way === 'ingress' ? copy.ethSrc : copy.ethDst;
  const broadcast = way === 'egress' && isMulticast(address);
  const lesson = broadcast ? ' In this release a port with port security never receives a broadcast.' : '';
  return {
    sentence: `${title} of ${port}: ${met}, allowed is ${allowed(own.portSecurity)}.${lesson}`,
    causes,
    remedies: [broadcast ? { kind: 'lift-port-security', port } : { kind: 'allow-address', port, address }],
  };
}

/** A port's own row drops only while the port is disabled. */
export function explainDisabled(copy: DroppedCopy, port: string): Explanation {
  const own = copy.port(port);
  return {
    sentence: `${copy.where}: ${port} is disabled.`,
    causes: own ? [portRef(own.uuid)] : [],
    remedies: [{ kind: 'enable-port', port }],
  };
}

function allowed(portSecurity: readonly string[]): string {
  const addresses = portSecurity.flatMap((member) => member.match(/[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}/gi) ?? []);
  return addresses.length > 0 ? addresses.join(', ') : 'nothing';
}

/** The lowest bit of the first byte. */
function isMulticast(address: string): boolean {
  return (Number.parseInt(address.slice(0, 2), 16) & 1) === 1;
}

function portRef(uuid: RowRef['uuid']): RowRef {
  return northboundRow('Logical_Port', uuid);
}
