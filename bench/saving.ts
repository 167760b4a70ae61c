/** Saving and opening a deployment: the whole of it, in pieces, and again after one port was added. */
import { releaseById, Deployment } from '../src/engine/releases';
import {
  beginning,
  buildNetwork,
  documentText,
  exporting,
  gridMac,
  gridPlan,
  parseDocument,
  writing,
} from '../src/engine/scenario';
import type { Work } from '../src/engine/base';

export interface SavingBench {
  readonly ports: number;
  readonly hypervisors: number;
  /** Of the document's text. */
  readonly megabytes: number;
  readonly first: Pieces;
  /** After one port more was added and everything had settled. */
  readonly second: Pieces;
  /** Until it can be drawn. */
  readonly shown: Pieces;
  /** From there until everything has settled. */
  readonly settled: Pieces;
  /** The longest silence between two signs of life while it settles. */
  readonly silence: number;
}

/** Milliseconds of processor time, so that whoever else works on the machine does not count. */
export interface Pieces {
  readonly all: number;
  readonly longest: number;
  /** What the longest piece did last before it. */
  readonly what: string;
}

/** From a tenth of the ports to all of them: what grows, grows with the ports. */
export const SAVING_SIZES = [
  [10, 100, 10],
  [100, 100, 20],
] as const;

export function benchSaving([switches, ports, hypervisors]: (typeof SAVING_SIZES)[number]): SavingBench {
  const release = releaseById('2015-08');
  if (release === undefined) throw new Error('There is no release 2015-08.');
  const deployment = new Deployment({ release, seed: 1 });
  const built = buildNetwork(deployment, gridPlan(switches, ports, hypervisors));
  if (!built.ok) throw new Error(built.error.message);
  const first = save(deployment);
  const ops = deployment.release.northbound;
  const [sw] = ops.switches(deployment.nb);
  if (sw === undefined) throw new Error('There is no switch.');
  const port = { uuid: deployment.plannedUuid(0), name: 'one-more', macs: [gridMac(200, 1)] };
  deployment.commitNorthbound(ops.addPorts(deployment.nb, sw.uuid, [port]), 'adds a port');
  deployment.settle();
  const second = save(deployment);
  const document = parseDocument(second.text);
  if (!document.ok) throw new Error(document.error.message);
  const begun = inPieces(beginning(document.value));
  if (!begun.result.ok) throw new Error(begun.result.error.message);
  const { scenario, rest } = begun.result.value;
  const silences = new Silences();
  scenario.deployment.pulse = silences.heard;
  const settled = inPieces(rest, silences.heard);
  if (!settled.result.ok) throw new Error(settled.result.error.message);
  const again = documentText(inPieces(exporting(scenario.deployment, EXTRAS)).result);
  if (again !== second.text) throw new Error('What was opened is not what was saved.');
  return {
    ports: switches * ports,
    hypervisors,
    megabytes: second.text.length / 2 ** 20,
    first: first.pieces,
    second: second.pieces,
    shown: begun.pieces,
    settled: settled.pieces,
    silence: silences.longest,
  };
}

const EXTRAS = { name: '', packets: [], positions: {} };

function save(deployment: Deployment): { readonly text: string; readonly pieces: Pieces } {
  const document = inPieces(exporting(deployment, EXTRAS));
  const text = inPieces(writing(document.result));
  const [a, b] = [document.pieces, text.pieces];
  return { text: text.result, pieces: { ...(a.longest > b.longest ? a : b), all: a.all + b.all } };
}

class Silences {
  longest = 0;
  #since = process.cpuUsage();

  readonly heard = (): void => {
    const { user, system } = process.cpuUsage(this.#since);
    this.longest = Math.max(this.longest, (user + system) / 1000);
    this.#since = process.cpuUsage();
  };
}

function inPieces<T>(
  work: Work<T>,
  after: () => void = () => undefined,
): { readonly result: T; readonly pieces: Pieces } {
  let [all, longest, what, before] = [0, 0, '', 'begins'];
  for (;;) {
    const started = process.cpuUsage();
    const piece = work.next();
    const { user, system } = process.cpuUsage(started);
    const took = (user + system) / 1000;
    all += took;
    if (took > longest) [longest, what] = [took, before];
    after();
    if (piece.done === true) return { result: piece.value, pieces: { all, longest, what } };
    before = piece.value.what;
  }
}
