/** The ACLs of a switch: add, change, delete. Each becomes a row of logical table 2. */
import { lazy, Suspense, useCallback, useState } from 'react';
import { formatPlace, perform } from '../../actions';
import { Button, Card, SelectField, TextField } from '../../kit';
import type { AclView, SwitchView, Uuid } from '../../bridge';
import { northboundKey, select, setPreference } from '../../state';
import css from './inspector.module.css';

const MatchCheck = lazy(() => import('../match-pane').then((module) => ({ default: module.MatchCheck })));

const actions = ['allow', 'allow-related', 'drop', 'reject'] as const;
type AclAction = (typeof actions)[number];

interface Draft {
  readonly priority: string;
  readonly match: string;
  readonly action: AclAction;
  readonly log: boolean;
}

export function AclList({ sw }: { sw: SwitchView }) {
  const [editing, setEditing] = useState<string | null>(null);
  const sorted = sw.acls.toSorted((a, b) => b.priority - a.priority);
  return (
    <Card title={`ACLs (${sw.acls.length})`}>
      <ul className={css.list}>
        {sorted.map((acl) =>
          editing === acl.uuid ? (
            <li key={acl.uuid}>
              <AclForm
                sw={sw.uuid}
                initial={draftOf(acl)}
                submit="Change"
                onCancel={() => setEditing(null)}
                onSubmit={async (draft) => {
                  const outcome = await perform({ kind: 'setAcl', acl: acl.uuid, ...valuesOf(draft) });
                  if (outcome.ok) setEditing(null);
                }}
              />
            </li>
          ) : (
            <li key={acl.uuid} className={css.acl}>
              <span className="mono">
                {acl.priority} {acl.action}
              </span>
              <code className={css.wrap}>{acl.match}</code>
              <span className={css.rowActions}>
                <Button look="quiet" onClick={() => setEditing(acl.uuid)}>
                  Edit
                </Button>
                <Button look="quiet" onClick={() => void perform({ kind: 'deleteAcl', acl: acl.uuid })}>
                  Delete
                </Button>
                <Button look="quiet" onClick={() => showMatchOf(acl)}>
                  Show
                </Button>
                <a href={formatPlace('match', '', { x: acl.match })}>Open in the match lab</a>
              </span>
            </li>
          ),
        )}
      </ul>
      {editing === 'new' ? (
        <AclForm
          sw={sw.uuid}
          initial={{ priority: '1000', match: '', action: 'drop', log: false }}
          submit="Add"
          onCancel={() => setEditing(null)}
          onSubmit={async (draft) => {
            const outcome = await perform({ kind: 'addAcl', switch: sw.uuid, ...valuesOf(draft) });
            if (outcome.ok) setEditing(null);
          }}
        />
      ) : (
        <Button onClick={() => setEditing('new')}>Add an ACL</Button>
      )}
    </Card>
  );
}

/** Selects the ACL and opens the pane that explains its match. */
function showMatchOf(acl: AclView): void {
  select(northboundKey(acl.uuid));
  setPreference({ pane: 'match', sheet: 'panes' });
}

interface FormProps {
  readonly sw: Uuid;
  readonly initial: Draft;
  readonly submit: string;
  readonly onSubmit: (draft: Draft) => Promise<void>;
  readonly onCancel: () => void;
}

function AclForm({ sw, initial, submit, onSubmit, onCancel }: FormProps) {
  const [draft, setDraft] = useState(initial);
  const setMatch = useCallback((match: string) => setDraft((before) => ({ ...before, match })), []);
  const priority = Number(draft.priority);
  const wrong = !/^\d+$/.test(draft.priority) || priority < 1 || priority > 65535 ? 'A priority is 1 to 65535.' : null;
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong === null) void onSubmit(draft);
      }}
    >
      <TextField
        label="Match"
        mono
        value={draft.match}
        placeholder='inport == "sw0-port1" && ip4'
        onChange={(event) => setMatch(event.target.value)}
      />
      <Suspense fallback={null}>
        <MatchCheck switchUuid={sw} match={draft.match} setMatch={setMatch} />
      </Suspense>
      <div className={css.pair}>
        <TextField
          label="Priority"
          mono
          value={draft.priority}
          problem={wrong}
          onChange={(event) => setDraft({ ...draft, priority: event.target.value })}
        />
        <SelectField
          label="Action"
          value={draft.action}
          options={actions.map((action) => ({ value: action, label: action }))}
          onChange={(value) => setDraft({ ...draft, action: actions.find((action) => action === value) ?? 'drop' })}
        />
      </div>
      <div className={css.rowActions}>
        <Button look="primary" type="submit">
          {submit}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}

function draftOf(acl: AclView): Draft {
  return {
    priority: String(acl.priority),
    match: acl.match,
    action: actions.find((action) => action === acl.action) ?? 'drop',
    log: acl.log,
  };
}

function valuesOf(draft: Draft) {
  return { priority: Number(draft.priority), match: draft.match, action: draft.action, log: draft.log };
}
