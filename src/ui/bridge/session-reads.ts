/** The calls that ask: they wait for nobody, and a mistake of ours is answered with as little as there can be. */
import { err, ok } from '../../engine/base';
import type { Result } from '../../engine/base';
import { completions, namesHere, whatIf } from '../../engine/commands';
import { RELEASE_DIFFERENCES, RELEASES } from '../../engine/releases';
import { documentText, encodeLink, exporting, exportScenario, GALLERY } from '../../engine/scenario';
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
  portOfDatapath,
  portsOf,
  probePacket,
  reachabilityPorts,
  reachabilityRows,
  stepsWhere,
  textsOfPacket,
  trace,
  whyNot,
} from '../../engine/trace';
import { checking } from './checks-report';
import { galleryPicture } from './gallery-picture';
import { logicalPath } from './logical-path';
import type { Open } from './open-scenario';
import type { EngineApi } from './protocol';
import type { SessionCore } from './session-core';
import { readTypedText } from './typed-text';
import { comparisonView } from './views';

type Reads = Pick<
  EngineApi,
  | 'gallery'
  | 'galleryPicture'
  | 'releases'
  | 'complete'
  | 'namesHere'
  | 'readTyped'
  | 'compareBranches'
  | 'whyNot'
  | 'stepsWhere'
  | 'explain'
  | 'reachabilityPorts'
  | 'reachabilityRows'
  | 'probePacket'
  | 'logicalPath'
  | 'whatIf'
  | 'runChecks'
  | 'compareTraces'
  | 'traceText'
  | 'capture'
  | 'captureChoices'
  | 'packetOfText'
  | 'textsOfPacket'
  | 'document'
  | 'link'
>;

export function sessionReads(core: SessionCore): Reads {
  const ask = <T>(words: string, body: (open: Open) => Result<T>): Result<T> => core.read(words, body, err);
  return {
    gallery: () =>
      GALLERY.map(({ id, title, summary, release, features, packets }) => ({
        id,
        title,
        summary,
        release,
        features,
        packets: packets.map(({ name, expect: { delivered } }) => ({ name, arrives: delivered.length > 0 })),
      })),
    galleryPicture: (id) =>
      core.read(
        'picture',
        () => galleryPicture(id),
        () => null,
      ),
    releases: () => ({
      releases: RELEASES.map(({ id, title, summary }) => ({ id, title, summary })),
      differences: RELEASE_DIFFERENCES.map(({ id, title, text, lesson }) => ({
        id,
        title,
        text,
        lesson: lesson === true,
      })),
    }),
    readTyped: (text, environment) =>
      core.read(
        'read what was typed',
        ({ deployment }) => readTypedText(text, deployment.release, environment),
        () => ({ unfinished: false, found: null }),
      ),
    complete: (line, cursor, machine) =>
      core.read(
        `complete ${line}`,
        ({ deployment }) => {
          const { range, candidates } = completions(deployment, machine, line, cursor);
          return { start: range.start, candidates };
        },
        () => ({ start: cursor, candidates: [] }),
      ),
    namesHere: () => namesHere(core.open.deployment.release),
    compareBranches: (left, right) =>
      core.read(
        'compare branches',
        ({ deployment }) => {
          const difference = deployment.compareBranches(left, right);
          return difference ? comparisonView(deployment.release, difference) : null;
        },
        () => null,
      ),
    whyNot: (request, step, filter) =>
      core.read(
        'why not',
        ({ deployment }) => whyNot(deployment, request, step, filter),
        () => [],
      ),
    stepsWhere: (request, expression) =>
      ask(`steps where ${expression}`, ({ deployment }) => stepsWhere(deployment, request, expression)),
    explain: (request) => ask('trace a packet', ({ deployment }) => trace(deployment, request, { live: false })),
    reachabilityPorts: () => reachabilityPorts(core.open.deployment),
    reachabilityRows: (probe, start, count, among) =>
      core.read(
        'reachability',
        ({ deployment }) => reachabilityRows(deployment, probe, start, count, among),
        () => [],
      ),
    probePacket,
    logicalPath: (from, to) =>
      core.read(
        'the way between two ports',
        ({ deployment }) => logicalPath(deployment, from, to),
        () => null,
      ),
    whatIf: (request, supposition) => ask('what if', ({ deployment }) => whatIf(deployment, request, supposition)),
    runChecks: (text) =>
      core.ponder(
        'run the checks',
        ({ deployment }) => checking(deployment, text, core.pulse),
        (problem) => err([problem]),
      ),
    compareTraces,
    traceText: (request, format) =>
      ask('print a trace', ({ deployment }) => {
        if (format === 'ofproto') return formatOpenFlowTrace(deployment, request);
        const told = trace(deployment, request, { live: false });
        if (!told.ok) return told;
        if (format === 'summary') return ok(formatSummary(told.value));
        return ok(format === 'json' ? formatTraceJson(told.value) : formatLogicalTrace(deployment.release, told.value));
      }),
    capture: (request, what) =>
      ask('capture', ({ deployment }) => {
        const told = trace(deployment, request, { live: false });
        return told.ok ? ok(captureOf(told.value, what)) : told;
      }),
    captureChoices: (request) =>
      ask('capture', ({ deployment }) => {
        const told = trace(deployment, request, { live: false });
        return told.ok ? ok(captureChoices(told.value)) : told;
      }),
    packetOfText: (text, language, machine) =>
      ask(`read the packet ${text}`, ({ deployment }) => {
        const ports = (name: string) => portsOf(deployment, machine).find((port) => port.name === name)?.ofport;
        const datapathPorts = (port: string) => portOfDatapath(deployment, machine, port);
        const places = { ports, datapathPorts };
        return packetOfText(deployment.release, text, { ...places, ...(language === undefined ? {} : { language }) });
      }),
    textsOfPacket({ machine, iface, bytes }) {
      const { deployment } = core.open;
      const inport = logicalPortAt(deployment, machine, iface);
      const inPort = portsOf(deployment, machine).find((port) => port.name === iface)?.ofport;
      const from = { ...(inport === undefined ? {} : { inport }), ...(inPort === undefined ? {} : { inPort }) };
      return textsOfPacket(deployment.release, bytes, from);
    },
    document: () => {
      const { source, deployment, scenario } = core.open;
      return core.opening && source !== undefined ? source : documentText(exportScenario(deployment, scenario));
    },
    link: (extras) =>
      core.enqueue(async () => {
        const { deployment, scenario: named } = core.open;
        const scenario = await core.drive(exporting(deployment, named, { shortest: true }));
        return encodeLink({ scenario, extras }, core.platform.compression);
      }),
  };
}
