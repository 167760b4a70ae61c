/**
 * One person's session with the engine: the deployment that is open, what belongs
 * to its scenario besides, and the updates that keep the page's mirror true. Knows
 * no platform; the worker and the tests hand in what it needs.
 */
import { completions, monitorText, performEdit, performEdits, runCommand, whatIf } from '../../engine/commands';
import type { MonitorRequest } from '../../engine/commands';
import {
  decodeLink,
  encodeLink,
  exportScenario,
  GALLERY,
  galleryScenario,
  openScenario,
  parseDocument,
} from '../../engine/scenario';
import type { Compression, ScenarioDocument, ScenarioExtras } from '../../engine/scenario';
import { RELEASE_DIFFERENCES, RELEASES } from '../../engine/releases';
import { err, ok } from '../../engine/base';
import type { Problem, Result } from '../../engine/base';
import type { Deployment, Update as SimUpdate } from '../../engine/sim';
import {
  captureChoices,
  captureOf,
  compareTraces,
  formatLogicalTrace,
  formatOpenFlowTrace,
  formatSummary,
  formatTraceJson,
  logicalPortAt,
  packetOfText,
  portsOf,
  probePacket,
  reachabilityPorts,
  reachabilityRows,
  sendTraffic,
  stepsWhere,
  textsOfPacket,
  trace,
  whyNot,
} from '../../engine/trace';
import type { EngineApi, LinkExtras, OpenSource, ScenarioInfo, Update } from './protocol';
import { watchMachineNames } from './machine-names';
import type { Renames } from './machine-names';
import { windowsOf } from './session-windows';
import { UpdateBuilder } from './update-builder';
import { comparisonView } from './views';

interface Open {
  readonly deployment: Deployment;
  readonly builder: UpdateBuilder;
  scenario: ScenarioExtras;
}

export function createSession({ compression }: { readonly compression: Compression }): EngineApi {
  let current: Open | undefined;
  let listener: ((update: Update) => void) | undefined;
  let stepping = false;
  let following: MonitorRequest | undefined;
  let printed = '';

  const opened = (): Open => {
    current ??= start(mustOpen('article'));
    return current;
  };
  const start = (document: ScenarioDocument): Open => {
    const scenario = openScenario(document);
    if (!scenario.ok) throw new Error(`A scenario of our own does not open: ${scenario.error.message}`);
    return watch(scenario.value);
  };
  const watch = ({
    deployment,
    name,
    packets,
    positions,
  }: ScenarioExtras & { readonly deployment: Deployment }): Open => {
    const builder = new UpdateBuilder(deployment);
    const open: Open = { deployment, builder, scenario: { name, packets, positions } };
    const renamesOf = watchMachineNames(deployment);
    deployment.automatic = !stepping;
    deployment.subscribe((update) => {
      builder.note(update);
      open.scenario = withNames(open.scenario, renamesOf(update));
      follow(deployment, update);
    });
    return open;
  };
  /** What a running monitor prints of an update. */
  const follow = (deployment: Deployment, { databases }: SimUpdate) => {
    for (const { db, changes } of databases) {
      const database = deployment.database(db);
      if (following?.database === db && database) printed += monitorText(database, following, changes);
    }
  };
  const send = (full: boolean) => {
    if (!listener) return;
    const { deployment, builder, scenario } = opened();
    const detail = full ? builder.full() : builder.take();
    const text = printed;
    printed = '';
    listener({ full, scenario: scenarioInfo(deployment, scenario), ...detail, printed: text });
  };
  /** Does something to the deployment, then tells the page. */
  const act = <T>(body: (open: Open) => T): T => {
    const result = body(opened());
    send(false);
    return result;
  };
  const replace = (next: Open) => {
    current = next;
    following = undefined;
    printed = '';
    send(true);
  };

  return {
    ...windowsOf(opened),
    subscribe(tell) {
      listener = tell;
      send(true);
    },
    gallery: () => GALLERY.map(({ id, title, summary, release }) => ({ id, title, summary, release })),
    releases: () => ({
      releases: RELEASES.map(({ id, title, summary }) => ({ id, title, summary })),
      differences: RELEASE_DIFFERENCES.map(({ id, title, text, lesson }) => ({
        id,
        title,
        text,
        lesson: lesson === true,
      })),
    }),
    async open(source) {
      const found = await load(source, compression);
      if (!found.ok) return found;
      const scenario = openScenario(found.value.document);
      if (!scenario.ok) return scenario;
      replace(watch(scenario.value));
      return ok({ extras: found.value.extras });
    },
    run: (line, machine) =>
      act(({ deployment }) => {
        const on = deployment.machines.has(machine) ? machine : deployment.machines.keys().next().value;
        const result = runCommand(deployment, on, line);
        following = result.follow ?? following;
        return {
          status: result.status,
          stdout: result.stdout,
          stderr: result.stderr,
          notes: result.notes ?? [],
          machine: result.machine ?? on ?? machine,
          following: result.follow !== undefined,
        };
      }),
    interrupt() {
      following = undefined;
    },
    complete(line, cursor, machine) {
      const { range, candidates } = completions(opened().deployment, machine, line, cursor);
      return { start: range.start, candidates };
    },
    perform: (edit) => act(({ deployment }) => performEdit(deployment, edit)),
    undo: () => act(({ deployment }) => void deployment.undo()),
    redo: () => act(({ deployment }) => void deployment.redo()),
    goTo: (position) => act(({ deployment }) => void deployment.goTo(position)),
    switchBranch: (branch) => act(({ deployment }) => void deployment.switchBranch(branch)),
    compareBranches(left, right) {
      const { deployment } = opened();
      const difference = deployment.compareBranches(left, right);
      return difference ? comparisonView(deployment.release, difference) : null;
    },
    step: () => act(({ deployment }) => void deployment.step()),
    settle: () => act(({ deployment }) => void deployment.settle()),
    setStepping: (manual) =>
      act(({ deployment }) => {
        stepping = manual;
        deployment.automatic = !manual;
        if (!manual) deployment.settle();
      }),
    setDaemon: (name, change) =>
      act(({ deployment }) => {
        deployment.setDaemon(name, change);
        if (!stepping) deployment.settle();
      }),
    setCutOff: (machine, what, cut) =>
      act(({ deployment }) => {
        deployment.setCutOff(machine, what, cut);
        if (!stepping) deployment.settle();
      }),
    trace: (request) =>
      act(({ deployment, builder }) => {
        const traced = trace(deployment, request);
        if (traced.ok) builder.noteTrace(traced.value);
        return traced;
      }),
    whyNot: (request, step, filter) => whyNot(opened().deployment, request, step, filter),
    stepsWhere: (request, expression) => stepsWhere(opened().deployment, request, expression),
    explain: (request) => trace(opened().deployment, request, { live: false }),
    reachabilityPorts: () => reachabilityPorts(opened().deployment),
    reachabilityRows: (probe, start, count) => reachabilityRows(opened().deployment, probe, start, count),
    probePacket,
    sendTraffic: (script, done, count) =>
      act(({ deployment, builder }) => sendTraffic(deployment, script, done, count, (told) => builder.noteTrace(told))),
    whatIf: (request, supposition) => whatIf(opened().deployment, request, supposition),
    performAll: (edits) => act(({ deployment }) => performEdits(deployment, edits)),
    compareTraces,
    traceText(request, format) {
      const { deployment } = opened();
      if (format === 'ofproto') return formatOpenFlowTrace(deployment, request);
      const told = trace(deployment, request, { live: false });
      if (!told.ok) return told;
      if (format === 'summary') return ok(formatSummary(told.value));
      return ok(format === 'json' ? formatTraceJson(told.value) : formatLogicalTrace(told.value));
    },
    capture(request, what) {
      const told = trace(opened().deployment, request, { live: false });
      return told.ok ? ok(captureOf(told.value, what)) : told;
    },
    captureChoices(request) {
      const told = trace(opened().deployment, request, { live: false });
      return told.ok ? ok(captureChoices(told.value)) : told;
    },
    packetOfText(text, language, machine) {
      const { deployment } = opened();
      const ports = (name: string) => portsOf(deployment, machine).find((port) => port.name === name)?.ofport;
      return packetOfText(deployment.release, text, { ports, ...(language === undefined ? {} : { language }) });
    },
    textsOfPacket({ machine, iface, bytes }) {
      const { deployment } = opened();
      const inport = logicalPortAt(deployment, machine, iface);
      const inPort = portsOf(deployment, machine).find((port) => port.name === iface)?.ofport;
      const from = { ...(inport === undefined ? {} : { inport }), ...(inPort === undefined ? {} : { inPort }) };
      return textsOfPacket(deployment.release, bytes, from);
    },
    rename: (name) => act((open) => void (open.scenario = { ...open.scenario, name })),
    setPackets: (packets) => act((open) => void (open.scenario = { ...open.scenario, packets })),
    setPositions: (positions) => act((open) => void (open.scenario = { ...open.scenario, positions })),
    document: () => JSON.stringify(exported(opened())),
    link: (extras) => encodeLink({ scenario: exported(opened()), extras }, compression),
  };
}

/** A scenario's packets and places with the machines' new names. */
function withNames(scenario: ScenarioExtras, renames: Renames): ScenarioExtras {
  if (renames.size === 0) return scenario;
  const packets = scenario.packets.map((packet) => ({
    ...packet,
    machine: renames.get(packet.machine) ?? packet.machine,
  }));
  const positions = Object.fromEntries(
    Object.entries(scenario.positions).map(([key, position]) => {
      const renamed = key.startsWith('machine:') ? renames.get(key.slice('machine:'.length)) : undefined;
      return [renamed === undefined ? key : `machine:${renamed}`, position];
    }),
  );
  return { ...scenario, packets, positions };
}

function exported({ deployment, scenario }: Open): ScenarioDocument {
  return exportScenario(deployment, scenario);
}

function scenarioInfo({ release, seed }: Deployment, { name, packets, positions }: ScenarioExtras): ScenarioInfo {
  return {
    name,
    release: release.id,
    seed,
    stages: release.stages.map(({ tableId, name: stage, text }) => ({ tableId, name: stage, summary: text })),
    packets,
    positions,
  };
}

async function load(
  source: OpenSource,
  compression: Compression,
): Promise<Result<{ readonly document: ScenarioDocument; readonly extras: LinkExtras }>> {
  switch (source.kind) {
    case 'gallery': {
      const document = galleryScenario(source.id, source.release);
      return document ? ok({ document, extras: {} }) : err(noSuchScenario(source.id));
    }
    case 'document': {
      const document = parseDocument(source.json);
      return document.ok ? ok({ document: document.value, extras: {} }) : document;
    }
    case 'link': {
      const content = await decodeLink(source.payload, compression);
      return content.ok ? ok({ document: content.value.scenario, extras: content.value.extras }) : content;
    }
  }
}

function mustOpen(id: string): ScenarioDocument {
  const document = galleryScenario(id);
  if (!document) throw new Error(`The gallery has no ${id}`);
  return document;
}

function noSuchScenario(id: string): Problem {
  return { code: 'no-such-scenario', message: `There is no scenario “${id}”.` };
}
