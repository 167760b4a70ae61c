/**
 * The comparison of both databases, as networking-ovn had it from May 2015: networks,
 * then ports; what exists on one side only is told (`log`) or mended (`repair`). Rows
 * that exist on both sides are not compared. What goes is deleted in one transaction:
 * where ports point to their switch, a switch that still has some is refused, and all
 * others with it, until the next repair.
 */
import type { LogRecord, Uuid } from '../base';
import { getMapString } from '../ovsdb';
import { carryOver, transactNorthbound, type NeutronHost } from './server';
import { all } from './tables';
import type { SyncMode, SyncRules, Transaction } from './driver';

export interface SyncFinding {
  readonly kind: 'network' | 'port';
  /** The id in Neutron, or the name of the row in OVN. */
  readonly id: string;
  /** As people call it. */
  readonly name: string;
  /** Where it was found, and the other one has it not. */
  readonly foundIn: 'Neutron' | 'OVN';
  /** What repair did about it; null in mode log. */
  readonly done: 'created' | 'deleted' | 'refused' | null;
}

/** Compares, and mends where `mode` says so. */
export function synchronize(host: NeutronHost, rules: SyncRules, mode: SyncMode): readonly SyncFinding[] {
  const say = (level: LogRecord['level'], message: string) => {
    sayLater(host, { level, module: 'networking_ovn.ovn_nb_sync', message, event: true });
  };
  if (mode === 'off') {
    say('DBG', 'Neutron sync mode is off');
    return [];
  }
  say('DBG', 'Starting OVN-Northbound DB sync process');
  return [...side(host, rules, mode, 'network', say), ...side(host, rules, mode, 'port', say)];
}

type Say = (level: LogRecord['level'], message: string) => void;

interface Row {
  readonly name: string;
  /** Undefined in a row that carries no mark of Neutron's. */
  readonly mark: string | undefined;
}

function side(
  host: NeutronHost,
  rules: SyncRules,
  mode: SyncMode,
  kind: SyncFinding['kind'],
  say: Say,
): readonly SyncFinding[] {
  say('DBG', `OVN-NB Sync ${kind}s started`);
  const left = new Map(rowsOf(host, rules, kind).map((row) => [row.name, row]));
  const findings: SyncFinding[] = [];
  const capital = kind === 'network' ? 'Network' : 'Port';
  for (const { id, name, rowName, create } of objectsOf(host, rules, kind)) {
    const missing = !left.delete(rowName);
    // Existing rows are left as they are by the same commands.
    const done = mode === 'repair' ? carryOver(host, create()) : true;
    if (!done) say('WARN', `${rules.words[kind]} ${id}`);
    if (!missing) continue;
    if (mode === 'log') say('WARN', `${capital} found in Neutron but not in OVNDB, ${kind}_id=${id}`);
    findings.push({
      kind,
      id,
      name,
      foundIn: 'Neutron',
      done: mode === 'log' ? null : created(host, rules, kind, rowName),
    });
  }
  const strange = [...left.values()].flatMap(({ name, mark }) => (mark === undefined ? [] : [{ name, mark }]));
  const deletion = strange.map(({ name }) => (kind === 'network' ? rules.deleteNetwork(name) : rules.deletePort(name)));
  const deleted = mode === 'repair' && deletion.length > 0 && transactNorthbound(host, deletion);
  for (const { name, mark } of strange) {
    if (mode === 'log') say('WARN', `${capital} found in OVN but not in Neutron, ${kind}_name=${mark}`);
    const done = mode === 'log' ? null : deleted ? 'deleted' : 'refused';
    findings.push({ kind, id: name, name: mark, foundIn: 'OVN', done });
  }
  say('DBG', `OVN-NB Sync ${kind}s finished`);
  return findings;
}

function created(host: NeutronHost, rules: SyncRules, kind: SyncFinding['kind'], name: string): 'created' | 'refused' {
  return rowsOf(host, rules, kind).some((row) => row.name === name) ? 'created' : 'refused';
}

interface Missing {
  readonly id: Uuid;
  readonly name: string;
  readonly rowName: string;
  readonly create: () => readonly Transaction[];
}

function objectsOf({ neutron }: NeutronHost, rules: SyncRules, kind: SyncFinding['kind']): readonly Missing[] {
  if (kind === 'network') {
    return all(neutron, 'Network').map((network) => ({
      id: network.id,
      name: network.name,
      rowName: `neutron-${network.id}`,
      create: () => rules.createNetwork(network, neutron),
    }));
  }
  return all(neutron, 'Port').map((port) => ({
    id: port.id,
    name: port.name,
    rowName: port.id,
    create: () => rules.createPort(port, neutron),
  }));
}

function rowsOf({ northbound }: NeutronHost, { marks }: SyncRules, kind: SyncFinding['kind']): readonly Row[] {
  const table = kind === 'network' ? 'Logical_Switch' : 'Logical_Port';
  return Array.from(northbound.rows(table).values(), (row) => ({
    name: String(row.name),
    mark: getMapString(row, 'external_ids', marks[kind]),
  }));
}

/** A line of the log is a step of its own where nothing else happens. */
function sayLater(host: NeutronHost, record: LogRecord): void {
  host.step(record.message, () => {
    host.log(record);
    return { ok: true, value: undefined };
  });
}
