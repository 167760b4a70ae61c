/** Which match the pane is about, from what is selected, written or traced. Pure. */
import { parseEntity } from '../../state';
import type { EntityKey } from '../../state';
import type {
  AclView,
  LabPort,
  MatchContext,
  NetworkModel,
  PipelineRowView,
  Row,
  SwitchView,
  TestPacket,
  Trace,
  Uuid,
} from '../../bridge';

export type Subject =
  | { readonly kind: 'acl'; readonly acl: AclView; readonly switchName: string }
  | {
      readonly kind: 'row';
      readonly row: PipelineRowView;
      readonly switchName: string;
      readonly why: 'selected' | 'step';
    };

/** What the engine is asked for to know the subject. */
export interface Asked {
  /** The row that is selected, or that the selected flow was made from. */
  readonly selected: PipelineRowView | null;
  /** The row that the packet is at. */
  readonly traced: PipelineRowView | null;
}

/** What is selected goes before where the packet stands. */
export function subjectOf({ switches }: NetworkModel, selected: EntityKey | null, asked: Asked): Subject | undefined {
  const entity = selected === null ? undefined : parseEntity(selected);
  if (entity?.kind === 'row') {
    for (const sw of switches) {
      const acl = sw.acls.find(({ uuid }) => uuid === entity.uuid);
      if (acl) return { kind: 'acl', acl, switchName: sw.name };
    }
  }
  return rowSubject(asked.selected, switches, 'selected') ?? rowSubject(asked.traced, switches, 'step');
}

function rowSubject(
  row: PipelineRowView | null,
  switches: readonly SwitchView[],
  why: 'selected' | 'step',
): Subject | undefined {
  if (row === null) return undefined;
  const name = switches.find(({ uuid }) => uuid === row.datapath)?.name ?? 'a switch that is gone';
  return { kind: 'row', row, switchName: name, why };
}

/** The ports of one switch, and the groups that packets to many go to, by their numbers in the port registers. */
export function contextFor(
  { switches }: NetworkModel,
  groups: readonly Row[],
  datapath: Uuid | undefined,
): MatchContext {
  const sw = switches.find(({ uuid }) => uuid === datapath);
  const ports: LabPort[] = (sw?.ports ?? []).map((port, index) => ({
    name: port.name,
    key: port.tunnelKey ?? index + 1,
  }));
  for (const { name, tunnel_key: key } of groups) {
    if (typeof name !== 'string' || typeof key !== 'number') continue;
    if (ports.every((port) => port.name !== name)) ports.push({ name, key });
  }
  return { symbols: '2015', addressSets: {}, portGroups: {}, ports };
}

/** The row at which the packet stands at a step, or the last one that it met on the way there. */
export function rowOnTheWay(trace: Trace | null, step: number): Uuid | undefined {
  return logicalAt(trace, step)?.row;
}

function logicalAt(trace: Trace | null, step: number) {
  return (
    trace?.logical.find(({ openflow }) => openflow.includes(step)) ??
    trace?.logical.findLast(({ openflow }) => openflow.some((index) => index <= step))
  );
}

/** The traced packet as it is at a step, with its logical ports. */
export function packetAt(trace: Trace | null, step: number): TestPacket | undefined {
  const at = trace?.steps[step];
  if (trace === null || at === undefined) return undefined;
  const logical = logicalAt(trace, step);
  const hex = Array.from(at.bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return {
    id: 'step',
    name: `The packet at step ${step + 1}`,
    kind: 'hex',
    text: hex,
    inport: logical?.inport ?? '',
    outport: logical?.outport ?? '',
  };
}
