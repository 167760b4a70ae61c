/** The end of the story in plain words: what arrived, what was dropped, where, why, and what would help. */
import { explainDrop } from './drops';
import { listOf } from './lists';
import type { TraceStep, Verdict } from './types';
import type { VerdictContext } from './verdict-context';

/** A sentence with more names than these is not read. */
const MOST_NAMED = 10;

export function judge(context: VerdictContext): Verdict {
  const { steps } = context;
  const deliveries = steps.flatMap((step) =>
    step.kind === 'deliver' && step.port
      ? [{ step: step.index, machine: step.machine, iface: step.port.name, logicalPort: step.logicalPort ?? '' }]
      : [],
  );
  const drops = steps.flatMap((step) => (step.kind === 'drop' ? [explainDrop(context, step)] : []));
  const unexpected = drops.filter((drop) => !drop.expected);
  const asked = steps.filter((step) => step.kind === 'packet-in');
  const to = someOf(deliveries.map((delivery) => delivery.logicalPort || delivery.iface));
  const kind = kindOf(deliveries.length, unexpected.length, asked.length);
  const [first] = unexpected.length > 0 ? unexpected : drops;
  const sentences: Readonly<Record<Verdict['kind'], string>> = {
    delivered: isAnswered(steps, deliveries) ? `OVN answers ${to} itself` : `Delivered to ${to}`,
    mixed:
      deliveries.length === 0 ? (asked[0]?.text ?? 'Nothing came of it.') : `Delivered to ${to}, but not everywhere`,
    dropped: first?.sentence ?? 'Nothing came of it.',
  };
  const details: Readonly<Record<Verdict['kind'], string>> = {
    delivered: `${wayOf(steps)}${drops.length > 0 ? ' The copy to the port it came from is dropped, as it should be.' : ''}`,
    mixed:
      Array.from(new Set(unexpected.map((drop) => drop.sentence)))
        .slice(0, MOST_NAMED)
        .join(' ') || wayOf(steps),
    dropped: drops.length > 1 ? `${drops.length} copies, none delivered.` : wayOf(steps),
  };
  return { kind, sentence: sentences[kind], detail: details[kind], deliveries, drops };
}

/** All that arrives is what ovn-controller sent back to where the packet came from. */
function isAnswered([first, ...steps]: readonly TraceStep[], deliveries: Verdict['deliveries']): boolean {
  return (
    steps.some(({ kind }) => kind === 'packet-in') &&
    deliveries.every(({ machine, iface }) => machine === first?.machine && iface === first.port?.name)
  );
}

/** What ovn-controller makes of a packet is told in its step: it is neither delivered nor dropped. */
function kindOf(delivered: number, dropped: number, asked: number): Verdict['kind'] {
  if (delivered === 0) return dropped === 0 && asked > 0 ? 'mixed' : 'dropped';
  return dropped > 0 ? 'mixed' : 'delivered';
}

/** Each once; of very many, the first. */
function someOf(names: readonly string[]): string {
  const once = Array.from(new Set(names));
  if (once.length <= MOST_NAMED) return listOf(once);
  return `${once.slice(0, MOST_NAMED - 2).join(', ')} and ${once.length - MOST_NAMED + 2} others`;
}

/** Through hv1, a vxlan tunnel with key 2, and hv2. */
function wayOf(steps: readonly TraceStep[]): string {
  const machines = Array.from(new Set(steps.map((step) => step.machine)));
  const tunnels = steps.flatMap((step) => (step.kind === 'tunnel-out' && step.tunnel ? [step.tunnel] : []));
  const [only] = tunnels;
  if (!only) return `Within ${listOf(machines)}.`;
  if (tunnels.length === 1 && machines.length === 2)
    return `Through ${machines[0] ?? ''}, a ${only.type} tunnel with key ${only.key}, and ${machines[1] ?? ''}.`;
  return `Through ${listOf(machines)}, over ${tunnels.length} ${tunnels.length === 1 ? 'tunnel' : 'tunnels'}.`;
}
