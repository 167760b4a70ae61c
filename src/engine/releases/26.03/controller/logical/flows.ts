/** Logical flows as OpenFlow of one hypervisor (controller/lflow.c of OVN). */
import { encodeTodayActions, type DatapathFeatures, type EncodingContext, type Pipeline } from '../../../../actions';
import type { Uuid } from '../../../../base';
import {
  createConstantSets,
  NO_SETS,
  toFlows,
  withinBudget,
  type ConstantSets,
  type MatchFlow,
} from '../../../../match';
import { FIELDS, intersectMatches, matchFrom, WORD, type Match, type OfAction } from '../../../../openflow';
import { language26_03 } from '../../language';
import type { LocalDatapath } from '../local-datapaths';
import type { Numbers } from '../numbers';
import type { OwnView } from '../physical/view';
import { cookieOf, REGISTERS, TABLES, type WantedFlow } from '../flows';
import { flag, type Templates } from '../facts/southbound';
import type { CompiledText, LogicalCompiler, SetNames } from './compile';

/** A row of Logical_Flow. */
export interface LogicalFlow {
  readonly row: Uuid;
  readonly pipeline: Pipeline;
  readonly table: number;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
  /** What is sent to the controller is counted by a meter of this name. */
  readonly meter: string | undefined;
  /** It is of use only where this port is. */
  readonly port: string | undefined;
  readonly isTranslated: boolean;
}

/** What the flows of all rows share. */
export interface Encoder {
  readonly compiler: LogicalCompiler;
  readonly features: DatapathFeatures;
  readonly groups: Numbers;
  readonly meters: Numbers;
}

/** The flows of a row in one local datapath. A row that is not understood has none. */
export function logicalFlows(
  view: OwnView,
  encoder: Encoder,
  logical: LogicalFlow,
  datapath: LocalDatapath,
): readonly WantedFlow[] {
  if (logical.port !== undefined && !isRelated(view, logical.port, datapath)) return [];
  const templates = view.world.sb.templates.first(view.self.name)?.variables;
  const match = expandTemplates(logical.match, templates);
  const actions = expandTemplates(logical.actions, templates);
  if (match === undefined || actions === undefined) return [];
  const compiled = encoder.compiler.compile({ ...logical, match, actions });
  if (!compiled.ok) return [];
  const matches = matchesOf(view, compiled.value, datapath);
  if (matches.length === 0) return [];
  const meter = logical.meter === undefined ? undefined : encoder.meters.of(logical.meter);
  const steps = encodeTodayActions(compiled.value.actions, contextOf(view, encoder, logical, datapath, meter));
  const inDatapath = matchFrom([{ field: 'metadata', value: BigInt(datapath.key) }]);
  return matches.flatMap((each) => flowOf(view, logical, datapath, inDatapath, each, steps) ?? []);
}

function isRelated({ world, datapaths }: OwnView, port: string, { uuid }: LocalDatapath): boolean {
  const place = world.sb.placesByName.first(port);
  return place !== undefined && datapaths.isRelated(uuid, place.key);
}

/** With the values that this hypervisor has for template variables; undefined where it lacks one. */
export function expandTemplates(text: string, variables: Templates['variables'] | undefined): string | undefined {
  if (!text.includes('^')) return text;
  let isWhole = true;
  const expanded = text.replace(/\^([A-Za-z_.][\w.]*)/g, (_, name: string) => {
    const value = variables?.get(name);
    if (value === undefined) isWhole = false;
    return value ?? '';
  });
  return isWhole ? expanded : undefined;
}

function matchesOf(view: OwnView, compiled: CompiledText, datapath: LocalDatapath): readonly MatchFlow[] {
  const sets = constantSets(view, compiled.sets, datapath.key);
  const normalized = compiled.normalized(sets, view.world.isResident);
  if (!normalized.ok) return [];
  const made = withinBudget({}, (budget) =>
    toFlows(normalized.value, (port) => portNumber(view, port, datapath.uuid), budget),
  );
  return made.ok ? made.value.flows : [];
}

/** A port or multicast group of the datapath. */
function portNumber({ world }: OwnView, name: string, datapath: Uuid): number | undefined {
  if (name === 'none') return 0;
  const place = world.sb.placesByName.first(name);
  if (place?.datapath === datapath) return place.key;
  return world.sb.multicastByName.first(`${datapath} ${name}`)?.key;
}

/**
 * The members of the sets that a match names. Of a port group only those count that flows are about here, and each
 * datapath has its own part of it, whose name begins with the key of the datapath.
 */
function constantSets({ world, datapaths }: OwnView, names: SetNames, datapath: number): ConstantSets {
  if (names.addressSets.length + names.portGroups.length === 0) return NO_SETS;
  const { addressSets, portGroups, placesByName } = world.sb;
  const isHere = (port: string) => placesByName.keys(port).some(datapaths.isRelatedPort);
  return createConstantSets(
    Object.fromEntries(
      names.addressSets.flatMap((name) => {
        const found = addressSets.first(name);
        return found === undefined ? [] : [[name, found.members] as const];
      }),
    ),
    Object.fromEntries(
      names.portGroups.flatMap((name) => {
        const found = portGroups.first(`${datapath}_${name}`);
        return found === undefined ? [] : [[name, found.members.filter(isHere)] as const];
      }),
    ),
  );
}

function contextOf(
  view: OwnView,
  { features, groups, meters }: Encoder,
  { row, pipeline }: LogicalFlow,
  datapath: LocalDatapath,
  meter: number | undefined,
): EncodingContext {
  const { world, bindings } = view;
  const { key, uuid, isSwitch, options } = datapath;
  return {
    language: language26_03,
    pipeline,
    isSwitch,
    // Who asks for a zone for SNAT wants both translations there.
    ...(options.has('snat-ct-zone') ? { commonZone: REGISTERS.snatZone } : {}),
    lookupPort: (name) => portNumber(view, name, uuid),
    isLocal: bindings.isPlugged,
    tunnelPort: (name) => {
      const port = world.port(name);
      const chassis = port?.datapath === uuid ? world.chassisName(port.chassis) : undefined;
      return chassis === undefined ? undefined : world.tunnelTo(chassis)?.ofport;
    },
    group: (text) => groups.of(text),
    meter: (name) => meters.of(name),
    collectorSets: world.here.collectorSets(),
    datapathKey: key,
    flowUuid: row,
    ...(meter === undefined ? {} : { controllerMeter: meter }),
    datapath: features,
    explicitOutput: flag(new Map([['it', world.sb.option('arp_ns_explicit_output') ?? '']]), 'it'),
  };
}

function flowOf(
  { datapaths }: OwnView,
  { row, pipeline, table, priority }: LogicalFlow,
  { uuid, key, isSwitch }: LocalDatapath,
  inDatapath: Match,
  { match, conjunctions }: MatchFlow,
  actions: readonly OfAction[],
): WantedFlow | undefined {
  const register = pipeline === 'ingress' ? REGISTERS.inport : REGISTERS.outport;
  const at = isSwitch ? match.words.indexOf(FIELDS[register].word) : -1;
  const port = match.values[at] ?? 0;
  if (port !== 0 && !datapaths.isRelated(uuid, port)) return undefined;
  const base = idBase(row, key);
  const whole = intersectMatches(renumbered(match, base), inDatapath);
  if (whole === undefined) return undefined;
  const place = { table: TABLES[pipeline] + table, priority, match: whole };
  if (conjunctions.length === 0) return { ...place, actions, cookie: cookieOf(row), row };
  // A clause may be one of several rows', so it leads to none.
  const clauses = conjunctions.map(({ id, clause, nClauses }): OfAction => ({
    type: 'conjunction',
    id: (base + id) >>> 0,
    clause: clause + 1,
    clauses: nClauses,
  }));
  return { ...place, actions: clauses, cookie: 0n, row };
}

/**
 * Where the numbers of a row's conjunctions begin in a datapath: spread over 32 bits, so that those of two rows hardly
 * ever meet, and always the same.
 */
function idBase(row: Uuid, datapath: number): number {
  return (Number.parseInt(row.slice(0, 8), 16) + Math.imul(datapath, 0x9e3779b1)) >>> 0;
}

/** The match of a conjunction's number, counted from `base`. */
function renumbered(match: Match, base: number): Match {
  const at = match.words.indexOf(WORD.conjId);
  if (at < 0) return match;
  return { ...match, values: match.values.map((value, i) => (i === at ? (base + value) >>> 0 : value)) };
}
