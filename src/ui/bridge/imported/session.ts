/**
 * The databases of one deployment, held in a worker, and the answers to what the
 * page asks of them. Nothing is changed, and nothing leaves the machine.
 */
import type { Progress, Work } from '../../../engine/base';
import { rowsOf } from '../../../engine/database-file';
import { Provenance, releaseOf, showNorthbound, showSouthbound, type Southbound } from '../../../engine/imported';
import { symbolsToday } from '../../../engine/match';
import { formatFlowKey } from '../../../engine/openflow';
import {
  LogicalNetwork,
  printTrace,
  readTraceArguments,
  traceLogical,
  type OvnTraceForm,
} from '../../../engine/ovn-trace';
import { nearestLanguage } from '../../../engine/releases';
import { FlowsView } from './flows-view';
import { networkView, type Databases } from './network-view';
import type {
  Answer,
  Chosen,
  ImportedApi,
  ImportedNetwork,
  NamedRow,
  Tell,
  TraceQuestion,
  TraceView,
} from './protocol';
import { readFiles, type ReadDatabase } from './reading';
import { stepDetails } from './step-details';
import { databaseOf, RowSearch, rowDetails, tablesView } from './tables-view';
import { layOut, type LaidOut } from './trace-view';
import { verdictOf } from './verdict';

interface Open extends Databases {
  /** Where there is a southbound database. */
  readonly traced: { readonly network: LogicalNetwork; readonly flows: FlowsView } | undefined;
  readonly search: RowSearch;
}

/** `now` gives milliseconds: how far work is told now and then. */
export function createImportedSession(now: () => number): ImportedApi {
  let read: readonly ReadDatabase[] = [];
  let open: Open | undefined;
  let last: LaidOut | undefined;
  const opened = (): Open => {
    if (open === undefined) throw new Error('No database is open.');
    return open;
  };
  const run = (question: TraceQuestion) => traceQuestion(opened(), question);
  return {
    async read(files, tell) {
      const inputs: { name: string; bytes: Uint8Array }[] = [];
      for (const file of files) inputs.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
      const { databases, found } = finish(readFiles(inputs), tell, now);
      [read, open, last] = [databases, undefined, undefined];
      return found;
    },
    open(chosen) {
      const made = openChosen(read, chosen);
      open = made.open;
      last = undefined;
      return made.view;
    },
    tables: () => tablesView(opened()),
    rows: (side, table, text, range) => opened().search.page(opened(), side, table, text, range),
    row: (side, table, uuid) =>
      rowDetails(opened(), side, table, uuid, (row) => opened().provenance?.flowsFrom(row).length ?? 0),
    show(side) {
      const database = databaseOf(opened(), side);
      if (database === undefined) return '';
      return side === 'northbound' ? showNorthbound(database) : showSouthbound(database);
    },
    stages: (datapath) => opened().traced?.flows.stages(datapath) ?? [],
    flows: (question, range) =>
      opened().traced?.flows.page(question, range) ?? { start: range.start, total: 0, items: [] },
    flow: (uuid) => opened().traced?.flows.details(uuid) ?? null,
    trace(question) {
      const done = run(question);
      if (!done.ok) return done;
      last = done.value.laid;
      return { ok: true, value: done.value.view };
    },
    step(index) {
      const met = last?.met[index];
      const traced = opened().traced;
      return met === undefined || traced === undefined ? null : stepDetails(index, met, traced.network, traced.flows);
    },
    verdicts: (questions) =>
      questions.map((question) => {
        const done = run(question);
        if (!done.ok) return { tone: 'bad', title: 'It cannot be traced', text: done.message };
        const { tone, title, text } = done.value.view.verdict;
        return { tone, title, text };
      }),
  };
}

/** Milliseconds between two words on how far it is. */
const NOW_AND_THEN = 100;

function finish<T>(work: Work<T>, tell: Tell, now: () => number): T {
  let told = now();
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
    if (now() - told < NOW_AND_THEN) continue;
    told = now();
    tell(piece.value satisfies Progress);
  }
}

function openChosen(
  read: readonly ReadDatabase[],
  { northbound: nb, southbound: sb }: Chosen,
): { readonly open: Open; readonly view: ImportedNetwork } {
  const [northbound, southbound] = [nb, sb].map((index) => (index === null ? undefined : read[index]));
  const held = southbound?.southbound;
  const provenance =
    northbound === undefined || held === undefined ? undefined : new Provenance(northbound.database, held);
  const databases: Databases = { northbound: northbound?.database, southbound: held, provenance };
  return {
    open: { ...databases, traced: held === undefined ? undefined : tracedOf(databases, held), search: new RowSearch() },
    view: networkView(databases, { northbound: northbound?.path ?? '', southbound: southbound?.path ?? '' }),
  };
}

function tracedOf({ northbound, provenance }: Databases, southbound: Southbound): NonNullable<Open['traced']> {
  const { database } = southbound;
  const tables = { rows: (table: string) => rowsOf(database, table).values() };
  const actions = nearestLanguage(releaseOf(database).text ?? '');
  const network = new LogicalNetwork(tables, { symbols: symbolsToday(), actions });
  const find = ({ table, uuid }: NamedRow) => northbound && rowsOf(northbound, table).get(uuid);
  return { network, flows: new FlowsView(southbound, network, provenance, find) };
}

function traceQuestion(
  { traced }: Open,
  question: TraceQuestion,
): Answer<{ readonly view: TraceView; readonly laid: LaidOut }> {
  if (traced === undefined)
    return { ok: false, message: 'Packets are traced in a southbound database, which is not open.' };
  const args = readTraceArguments(argumentsOf(question));
  if (!args.ok) return { ok: false, message: args.error.message };
  const done = traceLogical(traced.network, question.microflow, { options: args.value.options });
  if (!done.ok) return { ok: false, message: done.error.message };
  const { packet, root } = done.value;
  const laid = layOut(root, question.ct.length);
  const print = (form: OvnTraceForm) => printTrace(formatFlowKey(packet.flow), [root], [form]);
  const view: TraceView = {
    question,
    sections: laid.sections,
    steps: laid.steps,
    verdict: verdictOf(laid, (flow) => traced.flows.behind(flow)),
    texts: { detailed: print('detailed'), summary: print('summary'), minimal: print('minimal') },
  };
  return { ok: true, value: { view, laid } };
}

/** As on the command line of ovn-trace. */
export function argumentsOf({ ct, lbDst, selectId }: TraceQuestion): readonly string[] {
  return [
    ...ct.map((state) => `--ct=${state}`),
    ...(lbDst === '' ? [] : [`--lb-dst=${lbDst}`]),
    ...(selectId === '' ? [] : [`--select-id=${selectId}`]),
  ];
}
