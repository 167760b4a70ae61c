/** What of a pasted text was understood, where each thing may go, and what was not understood. */
import { useState } from 'react';
import { offer } from '../actions';
import type { PasteReading } from '../bridge';
import { Button, counted, TextField } from '../kit';
import { kindsCounted, NotUnderstood, Thing, Things, Understood } from '../pasted';
import cards from './cards.module.css';
import { closePaste, groupsIn, listed, placeAll, pasteStore, setsIn, templatesIn, withSets } from './paste-store';
import { addPacket, change, labStore, useLab } from './store';

export function PasteReadingView({ reading }: { readonly reading: PasteReading }) {
  const [names, setNames] = useNames(reading);
  return (
    <>
      <Understood reading={reading} />
      <Things>
        <Rules reading={reading} />
        <Sets reading={reading} names={names} onNames={setNames} />
        <Groups reading={reading} />
        <Templates reading={reading} />
        <Matches reading={reading} />
        <Packets reading={reading} />
        <Elsewhere reading={reading} />
      </Things>
      <NotUnderstood reading={reading} />
      <div className={cards.buttons}>
        {hasPlace(reading) ? (
          <Button look="primary" onClick={() => placeAll(reading, names)}>
            Put everything in its place
          </Button>
        ) : null}
        <Button onClick={closePaste}>Leave it</Button>
      </div>
    </>
  );
}

/** Names for the sets that have none, which may be changed before they are put in their place. */
function useNames(reading: PasteReading) {
  const known = useLab((lab) => lab.state.addressSets);
  const missing = useLab((lab) => lab.analysis?.missing);
  return useState<readonly string[]>(() =>
    suggested(
      reading.sets.filter(({ name }) => name === null).length,
      (missing ?? []).flatMap((one) => (one.kind === 'address-set' ? [one.name] : [])),
      known.map(({ name }) => name),
    ),
  );
}

/** Names that the expression asks for and nobody has given, then free ones. */
function suggested(count: number, wanted: readonly string[], taken: readonly string[]): readonly string[] {
  const names: string[] = wanted.slice(0, count);
  for (let number = taken.length + 1; names.length < count; number++)
    if (![...taken, ...names].includes(`set${number}`)) names.push(`set${number}`);
  return names;
}

interface Props {
  readonly reading: PasteReading;
}

function Rules({ reading: { rules } }: Props) {
  const before = useLab((lab) => lab.state.rules);
  if (rules.length === 0) return null;
  const put = (rest: typeof rules) => {
    change(listed(rules, rest), 'Paste a list');
    closePaste();
  };
  return (
    <Thing
      what={rules.every(({ kind }) => kind === 'acl') ? 'ACLs' : 'Rules'}
      said={rules.map(({ priority, match }) => `${priority} ${match}`)}
    >
      <Button onClick={() => put([])}>{before.length > 0 ? 'In place of the list' : 'As a list'}</Button>
      {before.length > 0 ? <Button onClick={() => put(before)}>Add to the list</Button> : null}
    </Thing>
  );
}

interface SetsProps extends Props {
  readonly names: readonly string[];
  readonly onNames: (names: readonly string[]) => void;
}

function Sets({ reading, names, onNames }: SetsProps) {
  const { sets } = reading;
  if (sets.length === 0) return null;
  const add = () =>
    change(
      { addressSets: withSets(labStore.getState().state.addressSets, setsIn(reading, names)) },
      'Paste address sets',
    );
  const unnamed = sets.filter(({ name }) => name === null);
  return (
    <Thing
      what="Address sets"
      said={sets.map(({ name, members }) => (name === null ? members.join(' ') : `$${name} (${members.length})`))}
      note={
        unnamed.length === 0
          ? null
          : unnamed.map(({ members }, index) => (
              <TextField
                key={index}
                label={`Name of the set of ${counted(members.length, 'address', 'addresses')}`}
                mono
                value={names[index] ?? ''}
                problem={/^[A-Za-z_.][\w.]*$/.test(names[index] ?? '') ? null : 'Letters, digits, _ and .'}
                onChange={(event) => onNames(names.with(index, event.target.value))}
              />
            ))
      }
    >
      <Button onClick={add}>To the address sets</Button>
    </Thing>
  );
}

function Groups({ reading }: Props) {
  if (reading.groups.length === 0) return null;
  const add = () =>
    change({ portGroups: withSets(labStore.getState().state.portGroups, groupsIn(reading)) }, 'Paste port groups');
  return (
    <Thing what="Port groups" said={reading.groups.map(({ name, ports }) => `@${name} (${ports.length})`)}>
      <Button onClick={add}>To the port groups</Button>
    </Thing>
  );
}

function Templates({ reading }: Props) {
  if (reading.templates.length === 0) return null;
  const add = () =>
    change({ templates: withSets(labStore.getState().state.templates, templatesIn(reading)) }, 'Paste template values');
  return (
    <Thing what="Template values" said={reading.templates.map(({ name }) => `^${name}`)}>
      <Button onClick={add}>To the template values</Button>
    </Thing>
  );
}

/** Matches that are listed; of more than that a list of rules is of more use. */
const MOST_MATCHES = 8;

function Matches({ reading }: Props) {
  return reading.matches.slice(0, MOST_MATCHES).map(({ text, problem }, index) => (
    <Thing key={index} what="Match" said={[text]} note={problem === null ? null : <p>{problem}</p>}>
      <Button
        onClick={() => {
          change({ text, rule: null }, 'Paste a match');
          closePaste();
        }}
      >
        Into the editor
      </Button>
    </Thing>
  ));
}

function Packets({ reading: { packets } }: Props) {
  if (packets.length === 0) return null;
  const add = () => {
    for (const packet of packets) addPacket({ name: '', inport: '', outport: '', ...packet });
  };
  return (
    <Thing what={packets.length === 1 ? 'Packet' : 'Packets'} said={packets.map(({ text }) => text)}>
      <Button onClick={add}>To the test packets</Button>
    </Thing>
  );
}

/** What has its place elsewhere on the page. */
function Elsewhere({ reading: { commands, network, scenarios } }: Props) {
  const what =
    network !== null ? 'A network' : scenarios.length > 0 ? 'Scenario' : kindsCounted([['command', commands]]);
  if (what === '') return null;
  const elsewhere = () => {
    offer({ content: pasteStore.getState().source, name: null });
    closePaste();
  };
  return (
    <Thing what={what} said={scenarios}>
      <Button onClick={elsewhere}>Other places…</Button>
    </Thing>
  );
}

function hasPlace({ rules, sets, groups, templates, matches, packets }: PasteReading): boolean {
  return [rules, sets, groups, templates, matches, packets].some((list) => list.length > 0);
}
