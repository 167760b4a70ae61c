/** What is selected: a switch or router, a port, a row of any table, a logical flow; in the trace without a selection the current step. */
import { X } from 'lucide-react';
import { Badge, Button, counted, EmptyState } from '../kit';
import { imported } from '../bridge/imported';
import type { DatapathView, NamedRow, PortView, RowDetails } from '../bridge/imported';
import { go, selectThing, useAddress } from './address';
import css from './details.module.css';
import { showFlowsFrom } from './flows-page';
import { FlowText, Made, Section, Title } from './pieces';
import { StepPanel } from './step-panel';
import { useReal } from './store';
import { startFrom } from './trace-form';
import { useAsked } from './use-asked';
import { parseThing, thingOfRow, type Thing } from './things';

export function Details() {
  const { view, params } = useAddress();
  const thing = parseThing(params.on);
  const isTraced = useReal((real) => real.trace !== null);
  if (thing === null)
    return view === 'trace' && isTraced ? (
      <StepPanel />
    ) : (
      <EmptyState title="Nothing selected">
        <p>Choose something in the outline, the graph, a table or among the flows: what it is, and what it leads to.</p>
      </EmptyState>
    );
  return (
    <section className={css.details} aria-label="Details">
      <div className={css.close}>
        <Button icon look="quiet" aria-label="Close the details" onClick={() => selectThing(null)}>
          <X size={15} aria-hidden />
        </Button>
      </div>
      <Selected thing={thing} />
    </section>
  );
}

function Selected({ thing }: { readonly thing: Thing }) {
  const network = useReal((real) => real.network);
  const datapath =
    thing.kind === 'datapath' || thing.kind === 'port'
      ? network?.datapaths.find(({ id }) => id === thing.id)
      : undefined;
  switch (thing.kind) {
    case 'datapath':
      return datapath === undefined ? <Gone /> : <DatapathPanel datapath={datapath} />;
    case 'port': {
      const port = datapath?.ports.find(({ name }) => name === thing.port);
      return datapath === undefined || port === undefined ? <Gone /> : <PortPanel datapath={datapath} port={port} />;
    }
    case 'row':
      return <RowPanel key={thing.uuid} {...thing} />;
    case 'flow':
      return <FlowPanel key={thing.uuid} uuid={thing.uuid} />;
  }
}

function Gone() {
  return <p className={css.note}>It is not in these databases.</p>;
}

/** Ports of a datapath that are listed. */
const LISTED = 40;

function DatapathPanel({ datapath }: { readonly datapath: DatapathView }) {
  const { id, title, name, kind, key, flows, ports, rows } = datapath;
  return (
    <>
      <Title kind={kind === 'router' ? 'Router' : 'Switch'} title={title} />
      <Facts
        facts={[
          ['name', name === title ? '' : name],
          ['tunnel key', key === null ? '' : String(key)],
          ['logical flows', flows === 0 ? '' : flows.toLocaleString('en')],
        ]}
      />
      {flows === 0 ? null : <Button onClick={() => go('flows', { dp: id })}>Its stages and flows</Button>}
      <RowLinks rows={rows} />
      <Section title={counted(ports.length, 'port')}>
        <ul className={css.list}>
          {ports.slice(0, LISTED).map((port) => (
            <li key={port.name}>
              <Button look="link" onClick={() => selectThing({ kind: 'port', id, port: port.name })}>
                {port.title}
              </Button>{' '}
              <span className={css.note}>{port.type || port.addresses[0]}</span>
            </li>
          ))}
          {ports.length > LISTED ? <li className={css.note}>{ports.length - LISTED} more in the outline</li> : null}
        </ul>
      </Section>
    </>
  );
}

const TYPES: Readonly<Record<string, string>> = {
  '': 'A machine or container (VIF)',
  patch: 'Connects a switch and a router',
  router: 'Connects the switch to a router',
  localnet: 'Leads to a physical network',
  chassisredirect: 'Stands for a distributed gateway port, on the chassis that holds it',
  l3gateway: 'Of a gateway router, on one chassis',
  l2gateway: 'Connects to a physical network on one chassis',
  localport: 'The same on every hypervisor; never leaves it',
  virtual: 'An address that moves between ports',
  external: 'Outside of OVN, served by a chassis',
  remote: 'In another zone',
  vtep: 'A VTEP gateway',
};

function PortPanel({ datapath, port }: { readonly datapath: DatapathView; readonly port: PortView }) {
  const { name, title, type, key, addresses, peer, chassis, network, up, rows } = port;
  const canSend = useReal((real) => real.network?.flows !== 0);
  return (
    <>
      <Title kind="Port" title={title} />
      <p className={css.note}>{TYPES[type] ?? `Type ${type}`}</p>
      <Facts
        facts={[
          ['name', name === title ? '' : name],
          ['tunnel key', key === null ? '' : String(key)],
          ['addresses', addresses.join('\n')],
          ['physical network', network ?? ''],
          ['chassis', chassis ?? ''],
          ['up', up === null ? '' : up ? 'yes' : 'no'],
        ]}
      />
      <p>
        Of{' '}
        <Button look="link" onClick={() => selectThing({ kind: 'datapath', id: datapath.id })}>
          {datapath.title}
        </Button>
        {peer === null ? null : (
          <>
            , connected to{' '}
            <Button look="link" onClick={() => selectThing({ kind: 'port', id: peer.datapath, port: peer.port })}>
              {peer.port}
            </Button>
          </>
        )}
      </p>
      <div className={css.buttons}>
        {canSend ? <Button onClick={() => startFrom(datapath, port)}>Trace a packet from here</Button> : null}
        {canSend ? (
          <Button onClick={() => go('flows', { text: `"${name}"`, dp: '' })}>Flows that name it</Button>
        ) : null}
      </div>
      <RowLinks rows={rows} />
    </>
  );
}

function RowPanel({ side, table, uuid }: Pick<NamedRow, 'side' | 'table' | 'uuid'>) {
  const details = useAsked(`row ${side} ${table} ${uuid}`, () => imported().row(side, table, uuid));
  if (details === undefined) return <p className={css.note}>…</p>;
  if (details === null) return <Gone />;
  const { row, columns, users, related, flows } = details;
  const told = columns.filter(({ parts }) => parts.length > 0);
  return (
    <>
      <Title kind={`${side === 'northbound' ? 'Northbound' : 'Southbound'} ${table}`} title={row.title} />
      {flows === 0 ? null : (
        <Button onClick={() => showFlowsFrom(row)}>{counted(flows, 'logical flow')} made from it</Button>
      )}
      <RowLinks rows={related} title={side === 'northbound' ? 'Became' : 'Made from'} />
      <Columns columns={told} />
      <RowLinks rows={users} title="Referred to by" />
      <p className={css.uuid}>{uuid}</p>
      <Button look="quiet" onClick={() => go('tables', { side, table, text: '' })}>
        All rows of {table}
      </Button>
    </>
  );
}

/** Members of a long value that are listed. */
const MEMBERS = 30;

function Columns({ columns }: { readonly columns: RowDetails['columns'] }) {
  return (
    <dl className={css.columns}>
      {columns.map(({ name, parts }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {parts.slice(0, MEMBERS).map(({ text, row }, index) => (
              <div key={index}>
                {row === null ? (
                  text
                ) : (
                  <Button look="link" onClick={() => selectThing(thingOfRow(row))}>
                    {text}
                  </Button>
                )}
              </div>
            ))}
            {parts.length > MEMBERS ? <div className={css.note}>{parts.length - MEMBERS} more</div> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FlowPanel({ uuid }: { readonly uuid: string }) {
  const flow = useAsked(`flow ${uuid}`, () => imported().flow(uuid));
  if (flow === undefined) return <p className={css.note}>…</p>;
  if (flow === null) return <Gone />;
  return (
    <>
      <Title kind={`Logical flow, ${flow.pipeline} ${flow.table}`} title={flow.stage || `table ${flow.table}`} />
      {flow.text === null ? null : <p className={css.explained}>{flow.text}</p>}
      <FlowText flow={flow} />
      <Made from={flow.from} source={flow.source} />
      <Section title={counted(flow.datapaths.length, 'datapath')}>
        <ul className={css.list}>
          {flow.datapaths.slice(0, LISTED).map(({ id, title }) => (
            <li key={id}>
              <Button look="link" onClick={() => selectThing({ kind: 'datapath', id })}>
                {title}
              </Button>
            </li>
          ))}
          {flow.datapaths.length > LISTED ? <li className={css.note}>{flow.datapaths.length - LISTED} more</li> : null}
        </ul>
      </Section>
      <p className={css.uuid}>{uuid}</p>
    </>
  );
}

function RowLinks({ rows, title = 'Its rows' }: { readonly rows: readonly NamedRow[]; readonly title?: string }) {
  if (rows.length === 0) return null;
  return (
    <Section title={title}>
      <ul className={css.list}>
        {rows.map((row) => (
          <li key={`${row.side} ${row.uuid}`}>
            <Badge>{row.table}</Badge>{' '}
            <Button look="link" onClick={() => selectThing(thingOfRow(row))}>
              {row.title}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className={css.columns}>
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value.split('\n').map((line) => (
                <div key={line}>{line}</div>
              ))}
            </dd>
          </div>
        ))}
    </dl>
  );
}
