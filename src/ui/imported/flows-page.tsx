/** Logical flows: the stages of a datapath with what each is for, and their flows; or flows of all that have some words, or come from one row. */
import { X } from 'lucide-react';
import { useMemo } from 'react';
import { Button, counted, EmptyState } from '../kit';
import { useLayout } from '../state';
import { imported } from '../bridge/imported';
import type { FlowView, ImportedNetwork, NamedRow, Side, StageView } from '../bridge/imported';
import { go, refine, selectThing, useAddress } from './address';
import { inOrder } from './in-order';
import css from './page.module.css';
import { PagedRows } from './paged-rows';
import { useReal } from './store';
import { useAsked } from './use-asked';
import { parseThing } from './things';

export function FlowsPage({ network }: { readonly network: ImportedNetwork }) {
  const { params } = useAddress();
  const version = useReal((real) => real.version);
  const phone = useLayout((layout) => layout.phone);
  const datapaths = useMemo(() => inOrder(network.datapaths, ({ kind, title }) => `${kind ?? ''} ${title}`), [network]);
  const from = params.from === undefined ? null : namedFrom(params.from, params.name ?? '');
  const text = params.text ?? '';
  // Without a choice the first datapath is shown: its stages say what there is to choose.
  const datapath = params.dp ?? (from !== null || text !== '' ? '' : (datapaths[0]?.id ?? ''));
  const stages = useAsked(datapath === '' ? null : `stages ${datapath}`, () => imported().stages(datapath)) ?? [];
  const pipeline = (['ingress', 'egress'] as const).find((each) => each === params.pipeline) ?? null;
  const table = params.table === undefined ? null : Number(params.table);
  if (network.flows === 0)
    return (
      <EmptyState title="No logical flows">
        <p>They stand in the southbound database. Open it together with this one.</p>
      </EmptyState>
    );
  const question = { datapath: datapath === '' ? null : datapath, pipeline, table, text, from };
  const stage = stages.find((each) => each.pipeline === pipeline && each.table === table);
  const on = parseThing(params.on);
  return (
    <div className={css.page}>
      <div className={css.tools}>
        <select
          aria-label="Datapath"
          value={datapath}
          onChange={(event) => refine({ dp: event.target.value, pipeline: '', table: '' })}
        >
          <option value="">All datapaths</option>
          {datapaths.map(({ id, title, flows }) => (
            <option key={id} value={id}>
              {title} ({flows.toLocaleString('en')})
            </option>
          ))}
        </select>
        <input
          type="search"
          aria-label="Filter the flows"
          placeholder="Filter: match, action, port, address, stage"
          value={text}
          onChange={(event) => refine({ text: event.target.value }, true)}
        />
        {from === null ? null : (
          <span className={css.chip}>
            From {from.title}
            <Button icon look="quiet" aria-label="Flows of every origin" onClick={() => refine({ from: '', name: '' })}>
              <X size={13} aria-hidden />
            </Button>
          </span>
        )}
      </div>
      <div className={datapath === '' ? css.listed : css.split}>
        {datapath === '' ? <span /> : <Stages stages={stages} pipeline={pipeline} table={table} />}
        <div className={css.listed}>
          {stage === undefined ? (
            <span />
          ) : (
            <p className={css.explained}>
              <strong>{stage.name || `table ${stage.table}`}</strong>
              {stage.text ?? 'A stage that this page does not know.'}
            </p>
          )}
          <PagedRows
            label="Logical flows"
            question={JSON.stringify(question)}
            version={version}
            ask={(range) => imported().flows(question, range)}
            keyOf={(flow) => flow.uuid}
            selected={on?.kind === 'flow' ? on.uuid : null}
            onChoose={(flow) => selectThing({ kind: 'flow', uuid: flow.uuid })}
            {...(phone ? NARROW : WIDE)}
            empty={text === '' ? 'No flow.' : `No flow has “${text}”.`}
          />
        </div>
      </div>
    </div>
  );
}

const WIDE = {
  template: '8.5rem minmax(0, 3fr) minmax(0, 2fr)',
  heads: ['Stage', 'Match', 'Actions'],
  lines: 3,
  cells: (flow: FlowView) => [
    <StageCell key="stage" flow={flow} />,
    <MatchCell key="match" flow={flow} />,
    flow.actions,
  ],
};

/** On a phone the actions stand below the match. */
const NARROW = {
  template: '7rem minmax(0, 1fr)',
  heads: ['Stage', 'Flow'],
  lines: 5,
  cells: (flow: FlowView) => [
    <StageCell key="stage" flow={flow} />,
    <span key="flow">
      <MatchCell flow={flow} /> <span className={css.note}>{flow.actions}</span>
    </span>,
  ],
};

function StageCell({ flow: { pipeline, table, stage, priority } }: { readonly flow: FlowView }) {
  return (
    <span title={`${pipeline} ${table} ${stage}, priority ${priority}`}>
      {table} {stage.replace(/^l[sr]_(?:in|out)_/, '')}
      <br />
      <span className={css.note}>priority {priority}</span>
    </span>
  );
}

function MatchCell({ flow: { match, from, problem } }: { readonly flow: FlowView }) {
  return (
    <>
      {problem === null ? null : <span className={css.problem}>Does not parse: {problem} </span>}
      {from.length === 0 ? null : <span className={css.from}>{from.map(({ title }) => title).join(', ')} </span>}
      {match}
    </>
  );
}

interface StagesProps {
  readonly stages: readonly StageView[];
  readonly pipeline: string | null;
  readonly table: number | null;
}

function Stages({ stages, pipeline, table }: StagesProps) {
  return (
    <ul className={css.stages} aria-label="Stages">
      {(['ingress', 'egress'] as const).map((direction) => {
        const own = stages.filter((stage) => stage.pipeline === direction);
        const sum = own.reduce((all, { flows }) => all + flows, 0);
        return (
          <li key={direction}>
            <p className={css.pipeline}>
              {direction === 'ingress' ? 'Ingress' : 'Egress'}, {counted(sum, 'flow')}
            </p>
            {own.map((stage) => {
              const isOn = stage.pipeline === pipeline && stage.table === table;
              return (
                <button
                  key={stage.table}
                  type="button"
                  className={css.stage}
                  aria-pressed={isOn}
                  title={stage.text ?? stage.name}
                  onClick={() =>
                    refine(isOn ? { pipeline: '', table: '' } : { pipeline: direction, table: String(stage.table) })
                  }
                >
                  <code>{stage.table}</code>
                  <span className={css.stageName}>{stage.name.replace(/^l[sr]_(?:in|out)_/, '')}</span>
                  <span className={css.bar}>{stage.flows.toLocaleString('en')}</span>
                </button>
              );
            })}
          </li>
        );
      })}
    </ul>
  );
}

/** Shows the flows that were made because of a row. */
export function showFlowsFrom({ side, table, uuid, title }: NamedRow): void {
  go('flows', { from: `${side}:${table}:${uuid}`, name: title });
}

function namedFrom(text: string, title: string): NamedRow | null {
  const [side = '', table = '', uuid = ''] = text.split(':');
  const known: readonly Side[] = ['northbound', 'southbound'];
  const found = known.find((each) => each === side);
  return found === undefined ? null : { side: found, table, uuid, title };
}
