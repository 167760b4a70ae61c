/** The ACLs of a switch or a port group: add, change, delete. Each becomes logical flows. */
import { lazy, Suspense, useCallback, useState } from 'react';
import { formatPlace, perform } from '../../actions';
import { Button, Card, SelectField, TextField } from '../../kit';
import type { AclView, Uuid } from '../../bridge';
import { northboundKey, select, setPreference, useMirror } from '../../state';
import css from './inspector.module.css';

const MatchCheck = lazy(() => import('../match-pane').then((module) => ({ default: module.MatchCheck })));

interface Draft {
  readonly priority: string;
  readonly match: string;
  readonly action: string;
  readonly log: boolean;
  /** Where ACLs have one. */
  readonly direction: AclDirection;
  readonly tier: string;
}

type AclDirection = NonNullable<AclView['direction']>;

interface Owner {
  readonly uuid: Uuid;
  readonly acls: readonly AclView[];
}

const DIRECTIONS: readonly { readonly value: AclDirection; readonly label: string }[] = [
  { value: 'to-lport', label: 'to-lport: before a port that it leaves by' },
  { value: 'from-lport', label: 'from-lport: after the port that it came by' },
];

/** `example`: what a match may look like there. */
export function AclList({ owner, example }: { readonly owner: Owner; readonly example: string }) {
  const [editing, setEditing] = useState<string | null>(null);
  const directions = useMirror((m) => m.scenario.acls.directions);
  const switches = useMirror((m) => m.model.switches);
  // A match is compiled for a switch: a port group's for the first there is.
  const sw = switches.find(({ uuid }) => uuid === owner.uuid) ?? switches[0];
  const sorted = owner.acls.toSorted((a, b) => (a.tier ?? 0) - (b.tier ?? 0) || b.priority - a.priority);
  return (
    <Card title={`ACLs (${owner.acls.length})`}>
      <ul className={css.list}>
        {sorted.map((acl) =>
          editing === acl.uuid ? (
            <li key={acl.uuid}>
              <AclForm
                sw={sw?.uuid}
                example={example}
                initial={draftOf(acl)}
                submit="Change"
                onCancel={() => setEditing(null)}
                onSubmit={async (draft) => {
                  const outcome = await perform({ kind: 'setAcl', acl: acl.uuid, ...valuesOf(draft, directions) });
                  if (outcome.ok) setEditing(null);
                }}
              />
            </li>
          ) : (
            <li key={acl.uuid} className={css.acl}>
              <span className="mono">
                {acl.direction === undefined ? '' : `${acl.direction} `}
                {acl.priority} {acl.action}
                {acl.tier === undefined || acl.tier === 0 ? '' : ` tier ${acl.tier}`}
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
          sw={sw?.uuid}
          example={example}
          initial={{ priority: '1000', match: '', action: 'drop', log: false, direction: 'to-lport', tier: '0' }}
          submit="Add"
          onCancel={() => setEditing(null)}
          onSubmit={async (draft) => {
            const outcome = await perform({ kind: 'addAcl', switch: owner.uuid, ...valuesOf(draft, directions) });
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
  readonly sw: Uuid | undefined;
  readonly example: string;
  readonly initial: Draft;
  readonly submit: string;
  readonly onSubmit: (draft: Draft) => Promise<void>;
  readonly onCancel: () => void;
}

function AclForm({ sw, example, initial, submit, onSubmit, onCancel }: FormProps) {
  const [draft, setDraft] = useState(initial);
  const { actions, directions } = useMirror((m) => m.scenario.acls);
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
        placeholder={example}
        onChange={(event) => setMatch(event.target.value)}
      />
      {sw === undefined ? null : (
        <Suspense fallback={null}>
          <MatchCheck switchUuid={sw} match={draft.match} setMatch={setMatch} />
        </Suspense>
      )}
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
          onChange={(action) => setDraft({ ...draft, action })}
        />
      </div>
      {directions ? (
        <div className={css.pair}>
          <SelectField
            label="Direction"
            value={draft.direction}
            options={DIRECTIONS}
            onChange={(value) => setDraft({ ...draft, direction: value === 'from-lport' ? 'from-lport' : 'to-lport' })}
          />
          <SelectField
            label="Tier"
            value={draft.tier}
            options={['0', '1', '2', '3'].map((tier) => ({ value: tier, label: tier }))}
            onChange={(tier) => setDraft({ ...draft, tier })}
          />
        </div>
      ) : null}
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
    action: acl.action,
    log: acl.log,
    direction: acl.direction ?? 'to-lport',
    tier: String(acl.tier ?? 0),
  };
}

function valuesOf({ priority, match, action, log, direction, tier }: Draft, directions: boolean) {
  const values = { priority: Number(priority), match, action, log };
  return directions ? { ...values, direction, tier: Number(tier) } : values;
}
