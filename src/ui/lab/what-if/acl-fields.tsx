/** An ACL to suppose: a new one, or one that there is, changed or gone. */
import { useId, useState } from 'react';
import type { AclView, Edit, Trace, TraceRequest } from '../../bridge';
import { Button, SelectField, TextField } from '../../kit';
import { useMirror, usePlayer } from '../../state';
import css from './what-if.module.css';

const ACTIONS = ['allow', 'allow-related', 'drop', 'reject'] as const;

interface Draft {
  readonly priority: string;
  readonly match: string;
  readonly action: string;
}

const FRESH: Draft = { priority: '1000', match: 'ip4', action: 'drop' };

export function AclFields({ request, onEdit }: { request: TraceRequest; onEdit: (edit: Edit) => void }) {
  const switches = useMirror((mirror) => mirror.model.switches);
  const machines = useMirror((mirror) => mirror.model.machines);
  const entry = machines
    .find(({ name }) => name === request.machine)
    ?.vifs.find(({ name }) => name === request.iface)?.ifaceId;
  const own = switches.find(({ ports }) => ports.some(({ name }) => name === entry)) ?? switches[0];
  const acls = switches.flatMap((sw) => sw.acls);
  const dropped = usePlayer((p) => droppedBy(p.trace));
  const first = acls.find(({ uuid }) => uuid === dropped) ?? own?.acls[0] ?? own;
  const [target, setTarget] = useState(first?.uuid ?? '');
  const acl = acls.find(({ uuid }) => uuid === target);
  const [draft, setDraft] = useState<Draft>(acl ? draftOf(acl) : FRESH);
  const wrong =
    /^\d{1,5}$/.test(draft.priority) && Number(draft.priority) <= 65535 ? null : 'A priority is 0 to 65535.';
  const values = { priority: Number(draft.priority), match: draft.match, action: draft.action };
  const sw = switches.find(({ uuid }) => uuid === target) ?? switches[0];
  if (!sw) return <p className={css.hint}>There is no logical switch.</p>;
  const edit: Edit = acl
    ? { kind: 'setAcl', acl: acl.uuid, ...values, log: acl.log }
    : { kind: 'addAcl', switch: sw.uuid, ...values, log: false };
  return (
    <form
      className={css.fields}
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong === null) onEdit(edit);
      }}
    >
      <SelectField
        label="ACL"
        value={target}
        options={[
          ...switches.flatMap((each) =>
            each.acls.map((one) => ({
              value: one.uuid,
              label: `${each.name}: ${one.priority} ${one.match} ${one.action}`,
            })),
          ),
          ...switches.map(({ uuid, name }) => ({ value: uuid, label: `a new one of ${name}` })),
        ]}
        onChange={(next) => {
          setTarget(next);
          const chosen = acls.find(({ uuid }) => uuid === next);
          setDraft(chosen ? draftOf(chosen) : FRESH);
        }}
      />
      <MatchArea value={draft.match} onChange={(match) => setDraft({ ...draft, match })} />
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
        options={ACTIONS.map((action) => ({ value: action, label: action }))}
        onChange={(action) => setDraft({ ...draft, action })}
      />
      <Button type="submit">Suppose</Button>
      {acl ? <Button onClick={() => onEdit({ kind: 'deleteAcl', acl: acl.uuid })}>Suppose it gone</Button> : null}
    </form>
  );
}

/** The ACL that dropped the packet, the first of several: what one wants to change. */
function droppedBy(trace: Trace | null): string | undefined {
  const drops = trace?.verdict.drops.filter(({ expected }) => !expected) ?? [];
  return drops.flatMap(({ causes }) => causes).find(({ table }) => table === 'ACL')?.uuid;
}

/** As wide as the form and as high as its text; Enter supposes, as in any other field. */
function MatchArea({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className={css.match}>
      <label htmlFor={id}>Match</label>
      <textarea
        id={id}
        rows={2}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value.replaceAll('\n', ' '))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
    </div>
  );
}

function draftOf({ priority, match, action }: AclView): Draft {
  return { priority: String(priority), match, action };
}
