/** The switches of a deployment against recorded ones: interfaces, flows, and the rules that packets hit. */
import { isRecord } from '../../engine/base';
import { getField, matchMask, matchValue, parseMatch, type FieldName } from '../../engine/openflow';
import { getNumbers, getPairs, getString, type Row } from '../../engine/ovsdb';
import { INTEGRATION_BRIDGE } from '../../engine/sim';
import { compareSets } from './deployment-databases';
import { compareTraces } from './deployment-traces';
import { compareFlows, readRecordedFlow, type RecordedFlow, type Renumbering } from './flow-sets';
import { adoptContainers } from './open-choices';
import { asList, asNumber, asText, field, list } from './recorded-json';
import type { RecordedDeployment, Deployment } from '../../engine/releases';
import type { Machine } from '../../engine/sim';

export function compareSwitches(deployment: Deployment, recorded: RecordedDeployment, expected: unknown): string[] {
  if (!isRecord(expected) || expected.OpenFlow === undefined) return [];
  const differences: string[] = [];
  const numbers = new Map<string, Renumbering>();
  for (const { name } of recorded.chassis) {
    const machine = deployment.machines.get(name);
    const bridge = machine?.bridges.get(INTEGRATION_BRIDGE);
    if (machine === undefined || bridge === undefined) throw new Error(`there is no chassis ${name}`);
    const interfaces = list(field(expected, 'interfaces'), name);
    const flows = list(field(expected, 'OpenFlow'), name).map(readRecordedFlow);
    differences.push(...compareSets(`interfaces of ${name}`, ourInterfaces(machine), interfaces.map(withoutOfport)));
    const renumbering = {
      registers: deployment.release.logical.registers,
      keys: keysOf(deployment, expected),
      ports: portsOf(machine, interfaces),
      datapaths: datapathsOf(deployment, recorded, name, flows, expected),
    };
    numbers.set(name, renumbering);
    adoptContainers(deployment, name, bridge, flows, renumbering);
    differences.push(...compareFlows(bridge.flows, flows, renumbering).map((text) => `flows of ${name}: ${text}`));
  }
  return [...differences, ...compareTraces(deployment, list(expected, 'trace'), numbers, expected)];
}

/** Every interface but the bridge's own, without its number. */
function ourInterfaces({ ovs }: Machine): readonly unknown[] {
  return Array.from(ovs.rows('Interface').values())
    .filter((row) => getString(row, 'name') !== INTEGRATION_BRIDGE)
    .map((row): unknown => ({
      name: getString(row, 'name'),
      type: getString(row, 'type'),
      options: texts(row, 'options'),
      external_ids: texts(row, 'external_ids'),
    }));
}

function texts(row: Row, column: string): Readonly<Record<string, string>> {
  return Object.fromEntries(getPairs(row, column).map(([key, value]) => [String(key), String(value)]));
}

function withoutOfport(item: unknown): unknown {
  const sorted = (value: unknown) => (isRecord(value) ? Object.fromEntries(Object.entries(value).sort()) : value);
  return {
    name: field(item, 'name'),
    type: field(item, 'type'),
    options: sorted(field(item, 'options')),
    external_ids: sorted(field(item, 'external_ids')),
  };
}

function keysOf(deployment: Deployment, expected: unknown): ReadonlyMap<bigint, bigint> {
  const keys = new Map<bigint, bigint>();
  for (const item of list(expected, 'Port_Binding')) {
    const [port, , key] = asList(item);
    const binding = deployment.release.southbound.binding(deployment.sb, asText(port));
    if (binding !== undefined) keys.set(BigInt(asNumber(key)), BigInt(binding.tunnelKey));
  }
  return keys;
}

function portsOf({ ovs }: Machine, interfaces: readonly unknown[]): ReadonlyMap<bigint, bigint> {
  const ports = new Map<bigint, bigint>();
  for (const item of interfaces) {
    const row = ovs.find('Interface', 'name', asText(field(item, 'name')));
    const [ofport] = row === undefined ? [] : getNumbers(row, 'ofport');
    if (ofport !== undefined) ports.set(BigInt(asNumber(field(item, 'ofport'))), BigInt(ofport));
  }
  return ports;
}

/** A flow that names a port's key and a datapath's number tells which switch had that number. */
function datapathsOf(
  deployment: Deployment,
  recorded: RecordedDeployment,
  machine: string,
  flows: readonly RecordedFlow[],
  expected: unknown,
): ReadonlyMap<bigint, bigint> {
  const { registers } = deployment.release.logical;
  const switchOfPort = new Map(recorded.ports.map((port) => [port.name, port.switch]));
  const switchOfKey = new Map<bigint, string>();
  for (const item of list(expected, 'Port_Binding')) {
    const [port, , key] = asList(item);
    switchOfKey.set(BigInt(asNumber(key)), switchOfPort.get(asText(port)) ?? '');
  }
  const ours = new Map(
    deployment.datapathNumbers(machine).map(([uuid, number]) => {
      const name = deployment.release.northbound.switch(deployment.nb, uuid)?.name ?? '';
      return [name, BigInt(number)] as const;
    }),
  );
  const datapaths = new Map<bigint, bigint>();
  for (const [, , text] of flows) {
    const match = parseMatch(text);
    if (!match.ok) throw new Error(`recorded match ${text}: ${match.error.message}`);
    const [value, mask] = [matchValue(match.value), matchMask(match.value)];
    const asked = (name: FieldName) => (getField(mask, name) === 0n ? undefined : getField(value, name));
    const key = asked(registers.inport) ?? asked(registers.outport);
    const theirs = asked(registers.datapath);
    const number = key === undefined ? undefined : ours.get(switchOfKey.get(key) ?? '');
    if (theirs !== undefined && number !== undefined) datapaths.set(theirs, number);
  }
  return datapaths;
}
