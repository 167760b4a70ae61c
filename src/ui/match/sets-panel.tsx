/** What names in the expression stand for: address sets, port groups and logical ports. */
import type { MatchContext, NamedSet } from '../bridge';
import { readSetMembers } from '../bridge/match-sets';
import { Button, TextField } from '../kit';
import cards from './cards.module.css';
import css from './sets-panel.module.css';
import { membersOf, portsOf, portsText } from './sets';
import { change, scenarioPorts, useLab } from './store';
import { useId, useState } from 'react';

export function SetsPanel({ context }: { context: MatchContext }) {
  const state = useLab((lab) => lab.state);
  return (
    <div className={css.sets}>
      <SetList
        title="Address sets"
        sign="$"
        example="10.0.0.0/24 10.0.1.1"
        sets={state.addressSets}
        onChange={(addressSets) => change({ addressSets }, 'Address sets')}
      />
      <SetList
        title="Port groups"
        sign="@"
        example="web db"
        sets={state.portGroups}
        onChange={(portGroups) => change({ portGroups }, 'Port groups')}
      />
      <Ports context={context} />
      {state.templates.length > 0 || state.symbols !== '2015' ? (
        <SetList
          title="Template values"
          sign="^"
          example="10.0.0.1"
          sets={state.templates}
          onChange={(templates) => change({ templates }, 'Template values')}
        />
      ) : null}
    </div>
  );
}

interface ListProps {
  readonly title: string;
  readonly sign: string;
  readonly example: string;
  readonly sets: readonly NamedSet[];
  readonly onChange: (sets: readonly NamedSet[]) => void;
}

function SetList({ title, sign, example, sets, onChange }: ListProps) {
  const one = title === 'Address sets' ? 'address set' : title === 'Port groups' ? 'port group' : 'template value';
  const edit = (at: number, part: Partial<NamedSet>) =>
    onChange(sets.map((set, index) => (index === at ? { ...set, ...part } : set)));
  return (
    <details className={css.setList}>
      <summary>
        {title}{' '}
        <span className={css.count}>
          {sets.map((set) => `${sign}${set.name}${counted(sign, set)}`).join(', ') || 'none'}
        </span>
      </summary>
      {sets.map((set, index) => (
        <div key={index} className={css.setRow}>
          <TextField
            label="Name"
            mono
            value={set.name}
            problem={/^[A-Za-z_.][\w.]*$/.test(set.name) ? null : 'Letters, digits, _ and .'}
            onChange={(event) => edit(index, { name: event.target.value })}
          />
          <Button
            look="quiet"
            aria-label={`Delete ${sign}${set.name}`}
            onClick={() => onChange(sets.filter((_, at) => at !== index))}
          >
            ×
          </Button>
          <Members set={set} sign={sign} example={example} onChange={(members) => edit(index, { members })} />
        </div>
      ))}
      <Button
        onClick={() => onChange([...sets, { name: `${NEW_NAMES[sign] ?? 'set'}${sets.length + 1}`, members: '' }])}
      >
        Add {one === 'address set' ? 'an' : 'a'} {one}
      </Button>
    </details>
  );
}

/** What a new one is called, with a number behind it. */
const NEW_NAMES: Readonly<Record<string, string>> = { $: 'set', '@': 'group', '^': 'VALUE_' };

/** How many members were understood, and that some were not. */
function counted(sign: string, set: NamedSet): string {
  if (sign === '^') return '';
  if (sign === '@') return ` (${membersOf(set.members).length})`;
  const { members, problems } = readSetMembers(set.members);
  return problems.length > 0 ? ` (${members.length}, ${problems.length} not understood)` : ` (${members.length})`;
}

/** Problems that are named one by one. */
const NAMED = 5;

function Members({
  set,
  sign,
  example,
  onChange,
}: {
  set: NamedSet;
  sign: string;
  example: string;
  onChange: (members: string) => void;
}) {
  const id = useId();
  const { members, problems } = sign === '$' ? readSetMembers(set.members) : { members: [''], problems: [] };
  return (
    <div className={css.members}>
      <label className={cards.fieldLabel}>
        {sign === '^' ? `Value of ^${set.name}` : `Members of ${sign}${set.name}`}
        <textarea
          className={cards.other}
          rows={1}
          spellCheck={false}
          data-members={`${sign}${set.name}`}
          value={set.members}
          placeholder={example}
          aria-invalid={problems.length > 0}
          aria-describedby={`${id}-note`}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      <div id={`${id}-note`} role="status" className={cards.bad}>
        {problems.slice(0, NAMED).map(({ problem }, index) => (
          <p key={index}>{problem}</p>
        ))}
        {problems.length > NAMED ? <p>… and {problems.length - NAMED} more that are no addresses.</p> : null}
        {members.length === 0 ? <p>The set is empty: nothing equals it.</p> : null}
      </div>
    </div>
  );
}

function Ports({ context }: { context: MatchContext }) {
  const own = useLab((lab) => lab.state.ports);
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <details className={css.setList}>
      <summary>
        Ports <span className={css.count}>{own === null ? `${context.ports.length} of the scenario` : own.length}</span>
      </summary>
      <TextField
        label="Ports that exist"
        mono
        hint="A number after a colon is the port’s number in the flows, as in web:5."
        value={draft ?? portsText(context.ports)}
        onChange={(event) => {
          setDraft(event.target.value);
          change({ ports: portsOf(event.target.value) }, 'Ports');
        }}
        onBlur={() => setDraft(null)}
      />
      <Button disabled={own === null || scenarioPorts().length === 0} onClick={() => change({ ports: null }, 'Ports')}>
        Use the scenario’s
      </Button>
    </details>
  );
}
