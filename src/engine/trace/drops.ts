/**
 * Why a copy was dropped: the logical table it ended in, the port or ACL behind
 * it, the value that was met and the one that was wanted, and what would help.
 */
import { extract } from '../vswitch';
import type { RowRef } from '../northd';
import { localDatabase } from '../sim';
import { failedClauses } from './clauses';
import { exactMatch } from './exact-match';
import { allowAbove, allowAddress, deleteAcl, enable, giveAddress, liftPortSecurity, plugIn } from './fixes';
import { readerOf } from './logical-trace';
import type { Drop, LogicalStep, TraceStep } from './types';
import type { VerdictContext } from './verdict-context';

type Reasoned = Pick<Drop, 'sentence'> & Partial<Pick<Drop, 'expected' | 'causes' | 'fixes'>>;

export function explainDrop(context: VerdictContext, step: TraceStep): Drop {
  const reasoned = reason(context, step);
  return { step: step.index, reason: step.reason ?? 'no-output', expected: false, causes: [], fixes: [], ...reasoned };
}

function reason(context: VerdictContext, step: TraceStep): Reasoned {
  const table = context.steps[step.parent ?? -1];
  const inTable = step.reason === 'no-flow' || step.reason === 'drop-action';
  if (!inTable || table?.kind !== 'table' || table.table === undefined) return { sentence: step.text };
  return reasonInTable(context, step, table, table.table);
}

function reasonInTable(context: VerdictContext, step: TraceStep, table: TraceStep, number: number): Reasoned {
  const { firstTable, outputTable } = context.deployment.release.controller.openflow;
  if (number === 0) return physicalIngress(context, table);
  if (number === outputTable) return physicalEgress(context, step, table);
  const logical = context.logical.find((candidate) => candidate.openflow.includes(table.index));
  if (number < firstTable || !logical) return { sentence: step.text };
  if (table.flow?.origin?.uuid !== logical.row) return { sentence: halvesApart(table, logical) };
  return logicalDrop(context, table, logical);
}

/** The switch dropped it by what is no flow of the row that matches: the row is no reason. */
function halvesApart(table: TraceStep, logical: LogicalStep): string {
  const did =
    table.flow === undefined
      ? 'it has no flow that matches'
      : `the flow ${table.flow.match || 'for any packet'} drops it`;
  const met = logical.match === undefined ? 'no row matches' : `the row “${logical.match}” matches`;
  return `Dropped by ${table.machine} in table ${logical.tableId}: ${did}, though in the logical network ${met}.`;
}

/** Table 0: nothing on this hypervisor stands for what the packet came in by. */
function physicalIngress({ names, deployment, steps }: VerdictContext, table: TraceStep): Reasoned {
  const key = table.registers.find(({ field }) => field === 'tun_id')?.value ?? '0x0';
  if (key !== '0x0') {
    const port = names.bindingOfKey(Number(key))?.logicalPort;
    return {
      sentence: `Dropped by ${table.machine} in table 0: tunnel key ${Number(key)}${port === undefined ? '' : ` is ${port}, which`} is no port of this hypervisor.`,
    };
  }
  const iface = ingressInterface(steps, table);
  const ifaceId = iface === undefined ? undefined : names.ifaceId(table.machine, iface);
  const where = `Dropped by ${table.machine} in table 0`;
  const row = deployment.machines.get(table.machine)?.ovs.find('Interface', 'name', iface ?? '');
  const own = row ? [{ db: localDatabase(table.machine), table: 'Interface', uuid: row._uuid }] : [];
  if (ifaceId === undefined)
    return { sentence: `${where}: the interface has no iface-id, so it is no logical port.`, causes: own };
  const binding = names.binding(ifaceId);
  if (!binding) {
    return {
      sentence: `${where}: its iface-id is ${ifaceId}, and there is no logical port of that name.`,
      causes: own,
    };
  }
  return {
    sentence: `${where}: ${ifaceId} is not bound to this hypervisor${binding.chassisName === undefined ? '' : `, but to chassis ${binding.chassisName}`}.`,
    causes: [{ db: 'OVN_Southbound', table: deployment.release.tables.binding.table, uuid: binding.uuid }],
  };
}

/** The interface that the packet of this table came in by. */
function ingressInterface(steps: readonly TraceStep[], table: TraceStep): string | undefined {
  let step: TraceStep | undefined = table;
  while (step && step.kind !== 'inject' && step.kind !== 'tunnel-in') step = steps[step.parent ?? -1];
  return step?.port?.name;
}

/** Table 64: the copy for the port it came from, or a port that is nowhere. */
function physicalEgress(context: VerdictContext, step: TraceStep, table: TraceStep): Reasoned {
  const { names } = context;
  const port = step.logicalPort ?? '';
  if (table.flow) {
    return {
      sentence: `${table.machine} drops the copy for ${port}, the port that the packet came from.`,
      expected: true,
    };
  }
  const row = names.port(port);
  const bound = names.binding(port)?.chassisName;
  const fix = row && bound === undefined ? plugIn(context, row, table.machine) : undefined;
  const why =
    bound === undefined ? 'it is not plugged into any hypervisor' : `${table.machine} knows no way to chassis ${bound}`;
  return {
    sentence: `Dropped by ${table.machine} in table 64: there is no way to ${port || 'the outport'}, because ${why}.`,
    causes: row ? [northbound('Logical_Port', row.uuid)] : [],
    fixes: fix === undefined ? [] : [fix],
  };
}

function logicalDrop(context: VerdictContext, table: TraceStep, logical: LogicalStep): Reasoned {
  const where = `Dropped by ${table.machine} in table ${logical.tableId}`;
  const provenance = logical.row === undefined ? undefined : context.deployment.provenance(logical.row);
  switch (provenance?.rule) {
    case 'admission-vlan':
      return {
        sentence: `${where}: the packet has a VLAN tag, and a logical switch has no VLANs.`,
        causes: provenance.nb,
      };
    case 'admission-multicast-source':
      return {
        sentence: `${where}: its source is a broadcast or multicast address, which nobody has.`,
        causes: provenance.nb,
      };
    case 'admission-default':
      return portSecurity(context, table, logical, where, 'in');
    case 'port-security-in':
    case 'port-security-out': {
      const port = provenance.rule === 'port-security-in' ? logical.inport : logical.outport;
      return disabled(context, where, port);
    }
    case 'acl':
      return byAcl(context, table, logical, where, provenance.nb);
    case undefined:
      return logical.row === undefined
        ? unmatched(context, table, logical, where)
        : { sentence: `${where}: the row ${logical.match ?? ''} drops it.` };
    default:
      if (logical.tableId === 1)
        return {
          sentence: `${where}: the switch ${logical.datapathName} has no port to flood to.`,
          causes: provenance?.nb ?? [],
        };
      return { sentence: `${where}: ${provenance?.text ?? ''}`, causes: provenance?.nb ?? [] };
  }
}

/** No row matches: destination lookup found nobody, or egress port security refused. */
function unmatched(context: VerdictContext, table: TraceStep, logical: LogicalStep, where: string): Reasoned {
  if (logical.tableId === 1) {
    const destination = addressOf(table, 0);
    const fix = giveAddress(context, logical.datapath, destination);
    return {
      sentence: `${where}, destination lookup: no port of ${logical.datapathName} has the address ${destination}.`,
      causes: [northbound('Logical_Switch', logical.datapath)],
      fixes: fix === undefined ? [] : [fix],
    };
  }
  if (logical.tableId === 3) return portSecurity(context, table, logical, where, 'out');
  return { sentence: `${where}: no row of the Pipeline matches.` };
}

/** The row of the port's own security is the one that should have matched: say which clause failed. */
function portSecurity(
  context: VerdictContext,
  table: TraceStep,
  logical: LogicalStep,
  where: string,
  way: 'in' | 'out',
): Reasoned {
  const { names, rows, deployment } = context;
  const port = way === 'in' ? logical.inport : logical.outport;
  const own = names.port(port);
  const title = `${where}, ${way === 'in' ? 'ingress' : 'egress'} port security`;
  if (!own) return { sentence: `${title}: ${port || 'the packet’s port'} is no port of ${logical.datapathName}.` };
  const causes = [northbound('Logical_Port', own.uuid)];
  const reader = readerOf(deployment.release.symbols, extract(table.bytes), logical.inport, logical.outport);
  for (const row of rows.table(logical.datapath, logical.tableId)?.rows() ?? []) {
    const { meaning } = row;
    const isOwn = deployment.provenance(row.uuid)?.nb[0]?.uuid === own.uuid;
    if (!isOwn || !meaning) continue;
    const failed = failedClauses(meaning.expr, reader).failed.find(({ symbols }) =>
      symbols.some((symbol) => symbol.startsWith('eth.')),
    );
    if (!failed) continue;
    const broadcast = way === 'out' && ((table.bytes[0] ?? 0) & 1) === 1;
    const lesson = broadcast ? ' In this release a port with port security never receives a broadcast.' : '';
    return {
      sentence: `${title} of ${port}: ${failed.met}, allowed is ${allowed(own.portSecurity)}.${lesson}`,
      causes,
      fixes: [
        broadcast
          ? liftPortSecurity(deployment, own)
          : allowAddress(deployment, own, addressOf(table, way === 'in' ? 6 : 0)),
      ],
    };
  }
  return { sentence: `${title} of ${port}: no row lets it through.`, causes };
}

function allowed(portSecurity: readonly string[]): string {
  const addresses = portSecurity.flatMap((member) => member.match(/[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}/gi) ?? []);
  return addresses.length > 0 ? addresses.join(', ') : 'nothing';
}

function disabled({ names }: VerdictContext, where: string, port: string): Reasoned {
  const own = names.port(port);
  return {
    sentence: `${where}: ${port} is disabled.`,
    causes: own ? [northbound('Logical_Port', own.uuid)] : [],
    fixes: [enable(port)],
  };
}

function byAcl(
  { deployment }: VerdictContext,
  table: TraceStep,
  logical: LogicalStep,
  where: string,
  nb: readonly RowRef[],
): Reasoned {
  const ref = nb.find(({ table }) => table === 'ACL');
  const acl = ref === undefined ? undefined : deployment.release.northbound.acl(deployment.nb, ref.uuid);
  if (!ref || !acl) return { sentence: `${where} by an ACL.` };
  const through = allowAbove(deployment, acl, exactMatch(logical.inport, table.bytes));
  const away = deleteAcl(deployment, acl);
  return {
    sentence: `${where} by the ACL with priority ${acl.priority}: “${acl.match}” is to ${acl.action}.`,
    causes: [ref],
    fixes: through === undefined ? [away] : [through, away],
  };
}

function northbound(table: string, uuid: RowRef['uuid']): RowRef {
  return { db: 'OVN_Northbound', table, uuid };
}

/** The Ethernet address at an offset of the packet. */
function addressOf(step: TraceStep, offset: number): string {
  return Array.from(step.bytes.slice(offset, offset + 6), (byte) => byte.toString(16).padStart(2, '0')).join(':');
}
