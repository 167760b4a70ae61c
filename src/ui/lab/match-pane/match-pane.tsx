/** The pane: whose match it is, the match with its stages and flows, and its truth for the traced packet. */
import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { formatPlace, perform } from '../../actions';
import { engine } from '../../bridge';
import type { AclView, MatchClient, PipelineRowView, Uuid } from '../../bridge';
import { Button, EmptyState } from '../../kit';
import { createView, MatchDetails } from '../../match';
import type { MatchView } from '../../match';
import { parseEntity, useAnswer, useMirror, usePlayer, useSelection } from '../../state';
import type { EntityKey } from '../../state';
import { useDraft } from './draft';
import css from './match-pane.module.css';
import { packetAt, rowOnTheWay, subjectOf, type Asked, type Subject } from './subject';
import { useAnalysis, useMatchClient, useSwitchContext } from './use-analysis';

export function MatchPane() {
  const draft = useDraft();
  const subject = useSubject();
  if (draft !== null) {
    return (
      <Details
        key="draft"
        title="The ACL you are writing"
        text={draft.match}
        datapath={draft.switch}
        onEdit={draft.setMatch}
      />
    );
  }
  if (subject === undefined) {
    return (
      <EmptyState title="No match to look at">
        Select a row of the Pipeline, a flow made from one, or “Show” at an ACL of a switch. While a packet is traced,
        the row it stands at is shown here.
      </EmptyState>
    );
  }
  return subject.kind === 'acl' ? (
    <AclDetails key={`${subject.acl.uuid} ${subject.acl.match}`} acl={subject.acl} switchName={subject.switchName} />
  ) : (
    <Details
      key="row"
      title={titleOf(subject)}
      text={subject.row.match}
      datapath={subject.row.datapath}
      onEdit={null}
    />
  );
}

function useSubject(): Subject | undefined {
  const model = useMirror((m) => m.model);
  const selected = useSelection((s) => s.selected);
  const traced = usePlayer(({ trace, step }) => rowOnTheWay(trace, step));
  const asked = useAnswer(`${selected ?? ''} ${traced ?? ''}`, async () => ({
    selected: await rowSelected(selected),
    traced: traced === undefined ? null : await engine().pipelineRow(traced),
  }));
  const [known, know] = useState(asked);
  if (asked !== undefined && asked !== known) know(asked);
  return useMemo(() => subjectOf(model, selected, asked ?? known ?? NOTHING), [model, selected, asked, known]);
}

const NOTHING: Asked = { selected: null, traced: null };

/** The row itself, or the one that a flow was made from. */
async function rowSelected(key: EntityKey | null): Promise<PipelineRowView | null> {
  const entity = key === null ? undefined : parseEntity(key);
  if (entity?.kind === 'row') return engine().pipelineRow(entity.uuid);
  if (entity?.kind !== 'flow') return null;
  const flow = await engine().flow(entity.machine, entity.id);
  return flow?.origin ? engine().pipelineRow(flow.origin.uuid) : null;
}

function titleOf({ row, switchName, why }: Extract<Subject, { kind: 'row' }>): string {
  const place = `Table ${row.tableId}, priority ${row.priority} of ${switchName}`;
  return why === 'step' ? `${place}, where the packet is` : place;
}

/** An ACL's match can be tried out here before it is changed. */
function AclDetails({ acl, switchName }: { readonly acl: AclView; readonly switchName: string }) {
  const [match, setMatch] = useState(acl.match);
  const { uuid, priority, action, log } = acl;
  const changed = match !== acl.match;
  return (
    <Details
      title={`ACL ${priority} ${action} of ${switchName}`}
      text={match}
      datapath={acl.owner}
      onEdit={setMatch}
      buttons={
        <>
          <Button
            look="primary"
            disabled={!changed}
            onClick={() => void perform({ kind: 'setAcl', acl: uuid, priority, match, action, log })}
          >
            Change the ACL
          </Button>
          <Button disabled={!changed} onClick={() => setMatch(acl.match)}>
            Take back
          </Button>
        </>
      }
    />
  );
}

interface DetailsProps {
  readonly title: string;
  readonly text: string;
  readonly datapath: Uuid;
  readonly onEdit: ((text: string) => void) | null;
  readonly buttons?: ReactNode;
}

function Details({ title, text, datapath, onEdit, buttons }: DetailsProps) {
  const trace = usePlayer((p) => p.trace);
  const step = usePlayer((p) => p.step);
  const stale = usePlayer((p) => p.stale);
  const packet = useMemo(() => packetAt(trace, step), [trace, step]);
  const client = useMatchClient();
  const analysis = useAnalysis(client, useSwitchContext(datapath), text, packet);
  const view = useEditedView(client, text, onEdit);
  useEffect(() => view.store.setState({ analysis }), [view, analysis]);
  return (
    <MatchDetails
      view={view}
      packet={packet?.id ?? null}
      head={
        <>
          <h2 className={css.title}>{title}</h2>
          {buttons}
          <a href={formatPlace('match', '', { x: text })}>Open in the match lab</a>
        </>
      }
      aside={
        <p className={css.note}>
          {packet === undefined
            ? 'Send a packet to see what is true of it.'
            : `Coloured by the packet at step ${step + 1}${stale ? ', traced before the last change' : ''}.`}
        </p>
      }
    />
  );
}

/** A view whose text is `text`, and whose edits are told. */
function useEditedView(client: MatchClient, text: string, onEdit: ((text: string) => void) | null): MatchView {
  const [view] = useState(() => {
    const created = createView(client, text, onEdit === null ? null : (next) => created.store.setState({ text: next }));
    return created;
  });
  useEffect(() => view.store.setState({ text }), [view, text]);
  useEffect(
    () =>
      view.store.subscribe((now, before) => {
        if (now.text !== before.text) onEdit?.(now.text);
      }),
    [view, onEdit],
  );
  return view;
}
