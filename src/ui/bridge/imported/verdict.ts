/** What became of a traced packet, in a sentence, and what in the northbound database decided it. */
import { stageTextOf } from '../../../engine/releases';
import type { NamedRow, TraceStep, Verdict } from './protocol';
import { kindWord } from './row-title';
import type { Leaving, LaidOut } from './trace-view';

/** `behind` gives the northbound rows of a logical flow. */
export function verdictOf(laid: LaidOut, behind: (flow: string) => readonly NamedRow[]): Verdict {
  const { steps, met, leaves } = laid;
  const because = deciding(steps, behind);
  const out = leaves.filter(({ isAnswer }) => !isAnswer);
  const answers = leaves.filter(({ isAnswer }) => isAnswer);
  const drop =
    steps.find(({ tone, level }) => tone === 'drop' && level === 0) ?? steps.find(({ tone }) => tone === 'drop');
  const last = out.at(-1)?.step ?? drop?.index ?? steps.length - 1;
  if (out.length > 0) {
    const title = out.length === 1 ? destination(out[0]) : `Delivered to ${out.length} ports`;
    return {
      tone: 'good',
      title,
      text: [out.length > 1 ? `${names(out)}.` : '', changed(laid, last)].filter(Boolean).join(' '),
      because,
      step: last,
    };
  }
  if (answers.length > 0) {
    const step = answers.at(-1)?.step ?? 0;
    return {
      tone: 'mixed',
      title: `Answered on the way, to ${answers[0]?.port.title ?? ''}`,
      text: 'OVN answers the packet itself; it reaches nobody else.',
      because,
      step,
    };
  }
  const where = drop ?? steps.at(-1);
  const datapath = where === undefined ? undefined : met[where.index]?.datapath;
  const errors = steps.flatMap(({ outcomes }) => outcomes.filter(({ kind }) => kind === 'error'));
  const why =
    where === undefined
      ? ''
      : where.flow === null && !stageTextOf(where.stage)?.drop
        ? 'No flow of the stage matches it.'
        : (stageTextOf(where.stage)?.drop ?? '');
  const said = errors.at(-1)?.text.replace(/^\*\*\* /, '');
  return {
    tone: 'bad',
    title:
      drop === undefined
        ? 'It leaves by no port'
        : `Dropped by ${datapath?.title ?? ''} in ${drop.stage || `table ${drop.table}`}`,
    text: [why, said === undefined ? '' : `ovn-trace says: ${said}.`].filter(Boolean).join(' '),
    because,
    step: where?.index ?? 0,
  };
}

function destination(leaving: Leaving | undefined): string {
  if (leaving === undefined) return '';
  const { port } = leaving;
  if (port.type === 'localnet') return `Leaves to the physical network through ${port.title}`;
  if (port.type === 'l2gateway' || port.type === 'vtep') return `Leaves through the gateway ${port.title}`;
  if (port.type === 'remote') return `Leaves to another zone through ${port.title}`;
  return `Delivered to ${port.title}`;
}

/** Ports that are told by name. */
const TOLD = 5;

function names(leaves: readonly Leaving[]): string {
  const all = [...new Set(leaves.map(({ port }) => port.title))];
  return `${all.slice(0, TOLD).join(', ')}${all.length > TOLD ? ` and ${all.length - TOLD} more` : ''}`;
}

/** Which datapaths it crossed. */
function changed({ met }: LaidOut, last: number): string {
  const crossed: string[] = [];
  for (const { datapath } of met.slice(0, last + 1))
    if (crossed.at(-1) !== datapath.title) crossed.push(datapath.title);
  return crossed.length < 2 ? `Within ${crossed[0] ?? ''}.` : `Through ${crossed.join(', ')}.`;
}

/** Tables whose rows decide what becomes of a packet; of others (ports, switches) the flows only carry it on. */
const DECIDES: ReadonlySet<string> = new Set([
  'ACL',
  'NAT',
  'Load_Balancer',
  'Logical_Router_Policy',
  'Logical_Router_Static_Route',
  'QoS',
]);

function deciding(steps: readonly TraceStep[], behind: (flow: string) => readonly NamedRow[]): Verdict['because'] {
  const seen = new Set<string>();
  return steps.flatMap(({ index, flow }) =>
    (flow === null ? [] : behind(flow.uuid))
      .filter(({ table, uuid }) => DECIDES.has(table) && !seen.has(uuid) && seen.add(uuid))
      .map((row) => ({ row, step: index, what: kindWord(row.table) })),
  );
}
