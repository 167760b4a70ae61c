/** Logical flows as `lflow-list` prints and `count-flows` counts them. */
import { compareText, ok, type Uuid } from '../../../base';
import { fail, findRecord, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getMapString, getNumber, getOptionalUuid, getString, getUuids, type Row } from '../../../ovsdb';
import { datapathNames } from './datapaths';
import { virtualFlows } from './virtual-flows';

const FLOW = 'Logical_Flow';
const DATAPATH = 'Datapath_Binding';
const GROUP = 'Logical_DP_Group';

export const FLOW_COMMANDS: readonly CtlCommand[] = [
  listing('lflow-list', 'print logical flows, or those of a datapath'),
  listing('dump-flows', 'the same as lflow-list'),
  {
    name: 'count-flows',
    min: 0,
    max: 1,
    usage: '[DATAPATH]',
    options: [],
    writes: false,
    doc: 'count logical flows by their tables',
    run: count,
  },
  {
    name: 'ip-multicast-flush',
    min: 0,
    max: 1,
    usage: 'SWITCH',
    options: [],
    writes: true,
    doc: 'forget the multicast groups that were learnt on a switch, or on all',
    run: flush,
  },
];

function listing(name: string, doc: string): CtlCommand {
  return {
    name,
    min: 0,
    max: Infinity,
    usage: '[DATAPATH] [LFLOW...]',
    options: ['--uuid', '--ovs?', '--stats', '--vflows?'],
    writes: false,
    doc,
    run: list,
  };
}

/** A flow on one of its datapaths. */
interface PlacedFlow {
  readonly flow: Row;
  readonly datapath: Row;
}

function findDatapath(context: CtlContext, id: string): Outcome<Row | undefined> {
  const ctl = context.tables.find(({ table }) => table === DATAPATH) ?? { table: DATAPATH, names: [] };
  return findRecord(context, ctl, id);
}

/** All flows, or those of one datapath, in the order in which they are printed. */
function placedFlows({ overlay }: CtlContext, only: Row | undefined): readonly PlacedFlow[] {
  const members = (flow: Row): readonly Uuid[] => {
    const own = getOptionalUuid(flow, 'logical_datapath');
    const group = getOptionalUuid(flow, 'logical_dp_group');
    const row = group && overlay.row(GROUP, group);
    return [...(own === undefined ? [] : [own]), ...(row ? getUuids(row, 'datapaths') : [])];
  };
  const placed = overlay.rows(FLOW).flatMap((flow): PlacedFlow[] => {
    const uuids = members(flow);
    if (only) return uuids.includes(only._uuid) ? [{ flow, datapath: only }] : [];
    return uuids.flatMap((uuid) => {
      const datapath = overlay.row(DATAPATH, uuid);
      return datapath ? [{ flow, datapath }] : [];
    });
  });
  return placed.sort(comparePlaced);
}

function comparePlaced(a: PlacedFlow, b: PlacedFlow): number {
  const name = ({ datapath }: PlacedFlow) => getMapString(datapath, 'external_ids', 'name') ?? '';
  return (
    compareText(name(a), name(b)) ||
    compareText(a.datapath._uuid, b.datapath._uuid) ||
    Number(a.flow.pipeline === 'egress') - Number(b.flow.pipeline === 'egress') ||
    getNumber(a.flow, 'table_id') - getNumber(b.flow, 'table_id') ||
    getNumber(b.flow, 'priority') - getNumber(a.flow, 'priority') ||
    compareText(getString(a.flow, 'match'), getString(b.flow, 'match')) ||
    compareText(getString(a.flow, 'actions'), getString(b.flow, 'actions'))
  );
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const { args, options } = context;
  const found = args[0] === undefined ? ok(undefined) : findDatapath(context, args[0]);
  if (!found.ok) return found;
  const datapath = found.value;
  const wanted = datapath ? args.slice(1) : args;
  const wrong = wanted.find((word) => !isPartialUuid(word));
  if (wrong !== undefined) return fail(`${wrong} is not a UUID or the beginning of a UUID`);
  if (options.has('--ovs')) {
    // No switch is where the middle is.
    const remote = options.get('--ovs') ?? 'unix:/var/run/openvswitch/br-int.mgmt';
    context.log('sbctl', 'WARN', `${remote}: connection failed (No such file or directory)`);
  }
  const flows = placedFlows(context, datapath).filter(
    ({ flow }) => wanted.length === 0 || wanted.some((word) => beginsWith(flow._uuid, word)),
  );
  const lines = flows.map((placed, at) => {
    const before = flows[at - 1];
    const head = before && isSamePipeline(before, placed) ? '' : `Datapath: ${pipelineTitle(placed, '  ')}\n`;
    return `${head}  ${options.has('--uuid') ? uuidPart(placed.flow) : ''}${flowText(placed.flow)}\n`;
  });
  return ok(lines.join('') + (options.has('--vflows') ? virtualFlows(context, datapath) : ''));
}

function isSamePipeline(a: PlacedFlow, b: PlacedFlow): boolean {
  return a.datapath._uuid === b.datapath._uuid && a.flow.pipeline === b.flow.pipeline;
}

function pipelineTitle({ flow, datapath }: PlacedFlow, gap: string): string {
  return `${datapathNames(datapath)} (${datapath._uuid})${gap}Pipeline: ${getString(flow, 'pipeline')}`;
}

function stageOf(flow: Row): string {
  const stage = getMapString(flow, 'external_ids', 'stage-name') ?? '';
  return `table=${String(getNumber(flow, 'table_id')).padEnd(2)}(${stage.padEnd(19)})`;
}

function flowText(flow: Row): string {
  const priority = String(getNumber(flow, 'priority')).padEnd(5);
  return `${stageOf(flow)}, priority=${priority}, match=(${getString(flow, 'match')}), action=(${getString(flow, 'actions')})`;
}

/** The first part of a UUID, which is the cookie of the OpenFlow made of the row. */
export function uuidPart({ _uuid }: Row): string {
  return `uuid=0x${_uuid.slice(0, 8)}, `;
}

const UUID_SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ANY_UUID = '00000000-0000-0000-0000-000000000000';

/** Cookies are taken too, with `0x` in front. */
function isPartialUuid(word: string): boolean {
  return [word, withoutPrefix(word)].some((text) => text !== '' && UUID_SHAPE.test(text + ANY_UUID.slice(text.length)));
}

function withoutPrefix(word: string): string {
  return word.replace(/^0x/i, '');
}

/** Cookies are printed as numbers, without zeros in front. */
function beginsWith(uuid: string, word: string): boolean {
  return uuid.replace(/^0+/, '').startsWith(withoutPrefix(word).replace(/^0+/, ''));
}

function count(context: CtlContext): Outcome<CtlOutput> {
  const [id] = context.args;
  const found = id === undefined ? ok(undefined) : findDatapath(context, id);
  if (!found.ok) return found;
  const flows = id !== undefined && !found.value ? [] : placedFlows(context, found.value);
  const pipelines: PlacedFlow[][] = [];
  for (const placed of flows) {
    const last = pipelines.at(-1);
    if (last?.[0] && isSamePipeline(last[0], placed)) last.push(placed);
    else pipelines.push([placed]);
  }
  return ok(`${pipelines.map(countPipeline).join('')}Total number of logical flows = ${flows.length}\n`);
}

function countPipeline(flows: readonly PlacedFlow[]): string {
  const [first] = flows;
  if (!first) return '';
  const tables = new Map<number, { readonly stage: string; readonly count: number }>();
  for (const { flow } of flows) {
    const table = getNumber(flow, 'table_id');
    tables.set(table, { stage: stageOf(flow), count: (tables.get(table)?.count ?? 0) + 1 });
  }
  const lines = Array.from(tables.values(), ({ stage, count: number }) => `  ${stage} lflows=${number}\n`);
  const total = `Total number of logical flows in the datapath ${pipelineTitle(first, ' ')} = ${flows.length}`;
  return `Datapath: ${pipelineTitle(first, '  ')}\n${lines.join('')}${total}\n\n`;
}

function flush(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args } = context;
  const [id] = args;
  const found = id === undefined ? ok(undefined) : findDatapath(context, id);
  if (!found.ok) return found;
  if (id !== undefined && !found.value) return fail(`${id} is not a valid datapath`);
  for (const row of overlay.rows('IP_Multicast'))
    if (!found.value || row.datapath === found.value._uuid)
      overlay.update('IP_Multicast', row._uuid, { seq_no: getNumber(row, 'seq_no') + 1 });
  return ok('');
}
