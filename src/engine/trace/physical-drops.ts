/** Why a copy was dropped between the ports of a switch and the logical network. */
import { localDatabase } from '../sim';
import { plugIn } from './fixes';
import type { TraceStep } from './types';
import type { Reasoned, VerdictContext } from './verdict-context';

/** Of a drop in an OpenFlow table that carries out no stage; undefined where nothing more is known than that it happened. */
export function explainPhysicalDrop(context: VerdictContext, step: TraceStep, table: TraceStep): Reasoned | undefined {
  const { tables } = context.names.logical;
  if (table.table === tables.enter) return entering(context, table);
  if (table.table === tables.output) return leaving(context, step, table);
  return undefined;
}

/** Nothing on this hypervisor stands for what the packet came in by. */
function entering({ names, deployment, steps }: VerdictContext, table: TraceStep): Reasoned {
  const { tunnelOutport } = names.logical.registers;
  const where = `Dropped by ${table.machine} in table ${table.table ?? ''}`;
  const key = Number(table.registers.find(({ field }) => field === tunnelOutport)?.value ?? 0);
  if (key !== 0) {
    const port = names.bindingOfKey(undefined, key)?.logicalPort;
    return {
      sentence: `${where}: tunnel key ${key}${port === undefined ? '' : ` is ${port}, which`} is no port of this hypervisor.`,
    };
  }
  const iface = ingressInterface(steps, table);
  const ifaceId = iface === undefined ? undefined : names.ifaceId(table.machine, iface);
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

/** The copy for the port it came from, or a port that is nowhere. */
function leaving(context: VerdictContext, step: TraceStep, table: TraceStep): Reasoned {
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
    sentence: `Dropped by ${table.machine} in table ${table.table ?? ''}: there is no way to ${port || 'the outport'}, because ${why}.`,
    causes: row
      ? [{ db: 'OVN_Northbound', table: context.deployment.release.northbound.portTable, uuid: row.uuid }]
      : [],
    fixes: fix === undefined ? [] : [fix],
  };
}
