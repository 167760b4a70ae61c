/**
 * How a controller makes its hypervisor known: its Chassis row and the Encap rows behind it.
 *
 * Two hypervisors with one system-id write the same row. (The real controllers of
 * 2015 overwrite each other for ever.) Here each overwrites the other once: who finds
 * again what it has overwritten before leaves the row, and the name, to the other.
 */
import { compareText, uuidFromContent, type Uuid, type LogRecord } from '../base';
import { getString, getUuids, type Row, type RowEdit, type DatabaseView } from '../ovsdb';
import type { LocalConfig } from './local';
import type { ControllerRules } from './rules';
import type { OverwrittenEncaps } from './types';

export interface Registration {
  /** The chassis' row, there already or made by `edits`; absent when it cannot be registered. */
  readonly chassis: Uuid | undefined;
  readonly edits: readonly RowEdit[];
  readonly log: readonly LogRecord[];
}

/** What a controller has overwritten in its Chassis row since it has its present settings. */
export class Overwritten {
  #settings: string;
  readonly #encaps: Set<string>;
  /** What the run under way has added, until it is known to have been committed. */
  #pending: string | undefined;
  /** Grows with every change. */
  version = 0;

  constructor({ settings, encaps }: OverwrittenEncaps = { settings: '', encaps: [] }) {
    this.#settings = settings;
    this.#encaps = new Set(encaps);
  }

  /** With other settings everything may be tried again. */
  begin(settings: string): void {
    if (settings === this.#settings) return;
    this.#settings = settings;
    this.#encaps.clear();
    this.version++;
  }

  has(encaps: string): boolean {
    return this.#encaps.has(encaps);
  }

  add(encaps: string): void {
    this.#encaps.add(encaps);
    this.#pending = encaps;
    this.version++;
  }

  /** A new run: what the last one did stands. */
  proceed(): void {
    this.#pending = undefined;
  }

  /** What the last run did was not committed: nothing was overwritten. */
  takeBack(): void {
    if (this.#pending === undefined) return;
    this.#encaps.delete(this.#pending);
    this.#pending = undefined;
    this.version++;
  }

  get data(): OverwrittenEncaps {
    return { settings: this.#settings, encaps: [...this.#encaps].sort(compareText) };
  }
}

/**
 * Makes the Chassis row of `name` say what `config` says. An incomplete
 * configuration changes nothing: what was registered before stays.
 *
 * `starting` is true until the controller has once found or made its row.
 */
export function registerChassis(
  sb: DatabaseView,
  rules: ControllerRules,
  name: string,
  config: LocalConfig,
  starting: boolean,
  overwritten: Overwritten,
): Registration {
  const row = sb.find('Chassis', 'name', name);
  // Who has not registered yet does not know whether the row of that name is its own.
  const known = starting ? undefined : row?._uuid;
  const { encapType, encapIp } = config;
  if (encapType === undefined || encapIp === undefined) {
    return { chassis: known, edits: [], log: [info('Need to specify an encap type and ip')] };
  }
  const log: LogRecord[] = [];
  const types = wantedTypes(rules, encapType, log);
  if (types.length === 0) return { chassis: known, edits: [], log };

  const present = row === undefined ? [] : encapsOf(sb, row);
  if (row !== undefined && isSame(present, types, encapIp)) return { chassis: row._uuid, edits: [], log };
  overwritten.begin([name, ...types, encapIp].join('\n'));
  if (row !== undefined) {
    const found = present
      .map(({ type, ip }) => `${type}/${ip}`)
      .sort(compareText)
      .join(',');
    if (overwritten.has(found)) {
      const message = `chassis ${name} is registered by another hypervisor as ${found}; is its system-id used twice?`;
      const about = { db: sb.schema.name, table: 'Chassis', uuid: row._uuid };
      return { chassis: undefined, edits: [], log: [...log, { level: 'WARN', module: 'chassis', message, about }] };
    }
    overwritten.add(found);
  }
  if (row !== undefined && starting) {
    const before = present.map(({ type }) => type).join(',');
    const message = `Chassis config changing on startup, make sure multiple chassis are not configured : ${before}/${present[0]?.ip ?? ''}->${encapType}/${encapIp}`;
    log.push({
      level: 'WARN',
      module: 'chassis',
      message,
      about: { db: sb.schema.name, table: 'Chassis', uuid: row._uuid },
    });
  }
  const encaps = types.map((type) => ({ uuid: freshUuid(sb, 'Encap', `${name}\n${type}\n${encapIp}`), type }));
  const edits: RowEdit[] = encaps.map(({ uuid, type }) => ({
    op: 'insert',
    table: 'Encap',
    uuid,
    row: { type, ip: encapIp },
  }));
  const references = encaps.map(({ uuid }) => uuid);
  if (row !== undefined) {
    edits.push({ op: 'update', table: 'Chassis', uuid: row._uuid, row: { encaps: references } });
    return { chassis: row._uuid, edits, log };
  }
  const chassis = freshUuid(sb, 'Chassis', name);
  edits.push({ op: 'insert', table: 'Chassis', uuid: chassis, row: { name, encaps: references } });
  return { chassis, edits, log };
}

/** One tunnel endpoint that a chassis offers. */
export interface Encap {
  readonly type: string;
  readonly ip: string;
}

export function encapsOf(sb: DatabaseView, chassis: Row): readonly Encap[] {
  return getUuids(chassis, 'encaps').flatMap((uuid) => {
    const row = sb.row('Encap', uuid);
    return row === undefined ? [] : [{ type: getString(row, 'type'), ip: getString(row, 'ip') }];
  });
}

/** A UUID that belongs to `content` and is free in `table`. */
export function freshUuid(view: DatabaseView, table: string, content: string): Uuid {
  for (let n = 0; ; n++) {
    const uuid = uuidFromContent(`${table}\n${content}\n${n}`);
    if (view.row(table, uuid) === undefined) return uuid;
  }
}

function wantedTypes(rules: ControllerRules, encapType: string, log: LogRecord[]): readonly string[] {
  if (rules.encapTypes.length === 0) return [encapType];
  const listed = encapType.split(',').filter((type) => type !== '');
  for (const type of listed) if (!rules.encapTypes.includes(type)) log.push(info(`Unknown tunnel type: ${type}`));
  return rules.encapTypes.filter((type) => listed.includes(type));
}

function isSame(present: readonly Encap[], types: readonly string[], ip: string): boolean {
  if (present.length !== types.length || present.some((encap) => encap.ip !== ip)) return false;
  return types.every((type) => present.some((encap) => encap.type === type));
}

function info(message: string): LogRecord {
  return { level: 'INFO', module: 'chassis', message };
}
