/** What names in the expression stand for: address sets, port groups and logical ports. */
import type { MatchContext, NamedSet } from '../bridge';
import { Button, TextField } from '../kit';
import css from './match-lab.module.css';
import { membersOf, portsOf, portsText } from './sets';
import { change, scenarioPorts, useLab } from './store';
import { useState } from 'react';

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
  const one = title === 'Address sets' ? 'address set' : 'port group';
  const edit = (at: number, part: Partial<NamedSet>) =>
    onChange(sets.map((set, index) => (index === at ? { ...set, ...part } : set)));
  return (
    <details className={css.setList}>
      <summary>
        {title}{' '}
        <span className={css.count}>
          {sets.map((set) => `${sign}${set.name} (${membersOf(set.members).length})`).join(', ') || 'none'}
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
          <TextField
            label={`Members of ${sign}${set.name}`}
            mono
            value={set.members}
            placeholder={example}
            onChange={(event) => edit(index, { members: event.target.value })}
          />
          <Button
            look="quiet"
            aria-label={`Delete ${sign}${set.name}`}
            onClick={() => onChange(sets.filter((_, at) => at !== index))}
          >
            ×
          </Button>
        </div>
      ))}
      <Button onClick={() => onChange([...sets, { name: `set${sets.length + 1}`, members: '' }])}>
        Add {one === 'address set' ? 'an' : 'a'} {one}
      </Button>
    </details>
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
