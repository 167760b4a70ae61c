/** What was pasted: what of it was understood, where each thing may go, and what was not understood. */
import { X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { offer } from '../actions';
import type { PasteReading } from '../bridge';
import { Button, TextField } from '../kit';
import css from './match-lab.module.css';
import own from './paste.module.css';
import {
  closePaste,
  groupsIn,
  listed,
  placeAll,
  readPasted,
  pasteStore,
  setsIn,
  stopReading,
  templatesIn,
  usePasted,
  withSets,
} from './paste-store';
import { countWords, plural } from './paste-words';
import { addPacket, change, labStore, useLab } from './store';

export function PastePanel() {
  const { open, reading, busy } = usePasted((pasted) => pasted);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (reading !== null) panel.current?.focus();
  }, [reading]);
  if (!open)
    return busy ? (
      <p className={css.note} role="status">
        Reading what was pasted … <Button onClick={stopReading}>Stop</Button>
      </p>
    ) : null;
  return (
    <section
      ref={panel}
      className={own.panel}
      aria-labelledby="match-paste"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') closePaste();
      }}
    >
      <header className={own.head}>
        <h2 id="match-paste">{reading === null ? 'Paste anything' : 'What was pasted'}</h2>
        <Button icon look="quiet" aria-label="Close" onClick={closePaste}>
          <X size={16} aria-hidden />
        </Button>
      </header>
      {reading === null ? <PasteField busy={busy} /> : <Reading reading={reading} />}
    </section>
  );
}

function PasteField({ busy }: { busy: boolean }) {
  const [text, setText] = useState('');
  return (
    <>
      <label className={css.fieldLabel}>
        ACLs, flows, sets, rows as text or JSON, log lines, packets as hex
        <textarea
          autoFocus
          className={css.other}
          rows={5}
          spellCheck={false}
          value={text}
          placeholder={'ovn-nbctl acl-list sw0 | lflow-list | find ACL | error parsing match … | 10.0.0.1, 10.0.0.2'}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className={css.buttons}>
        <Button look="primary" disabled={busy || text.trim() === ''} onClick={() => void readPasted(text)}>
          {busy ? 'Reading …' : 'Read it'}
        </Button>
      </div>
    </>
  );
}

function Reading({ reading }: { reading: PasteReading }) {
  const known = useLab((lab) => lab.state.addressSets);
  const missing = useLab((lab) => lab.analysis?.missing);
  const unnamed = reading.sets.filter(({ name }) => name === null).length;
  const [names, setNames] = useState<readonly string[]>(() =>
    suggested(
      unnamed,
      (missing ?? []).flatMap((one) => (one.kind === 'address-set' ? [one.name] : [])),
      known.map(({ name }) => name),
    ),
  );
  const words = countWords(reading);
  return (
    <>
      <p role="status" data-testid="pasted">
        {words !== ''
          ? `Understood: ${words}.`
          : reading.looks === null
            ? 'Nothing of it was understood.'
            : `This is ${reading.looks}. Nothing of it was read.`}
        {reading.leftCount > 0 ? ` Not understood: ${plural(reading.leftCount, 'piece', 'pieces')}.` : ''}
      </p>
      <ul className={own.things}>
        <Rules reading={reading} />
        <Sets reading={reading} names={names} onNames={setNames} />
        {reading.groups.length > 0 ? (
          <Thing said={reading.groups.map(({ name, ports }) => `@${name} (${ports.length})`)} what="Port groups">
            <Button
              onClick={() =>
                change(
                  { portGroups: withSets(labStore.getState().state.portGroups, groupsIn(reading)) },
                  'Paste port groups',
                )
              }
            >
              To the port groups
            </Button>
          </Thing>
        ) : null}
        {reading.templates.length > 0 ? (
          <Thing said={reading.templates.map(({ name }) => `^${name}`)} what="Template values">
            <Button
              onClick={() =>
                change(
                  { templates: withSets(labStore.getState().state.templates, templatesIn(reading)) },
                  'Paste template values',
                )
              }
            >
              To the template values
            </Button>
          </Thing>
        ) : null}
        <Matches reading={reading} />
        {reading.packets.length > 0 ? (
          <Thing
            said={reading.packets.map(({ text }) => text)}
            what={reading.packets.length === 1 ? 'Packet' : 'Packets'}
          >
            <Button
              onClick={() => {
                for (const packet of reading.packets) addPacket({ name: '', inport: '', outport: '', ...packet });
              }}
            >
              To the test packets
            </Button>
          </Thing>
        ) : null}
        {reading.scenarios.length + reading.commands > 0 || reading.network !== null ? (
          <Thing said={reading.scenarios} what={elsewhereWords(reading)}>
            <Button onClick={offerElsewhere}>Other places…</Button>
          </Thing>
        ) : null}
      </ul>
      <Left reading={reading} />
      <div className={css.buttons}>
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

/** What has its place elsewhere on the page. */
function elsewhereWords({ commands, network, scenarios }: PasteReading): string {
  if (network !== null) return 'A network';
  return scenarios.length > 0 ? 'Scenario' : plural(commands, 'command', 'commands');
}

function offerElsewhere(): void {
  offer({ content: pasteStore.getState().source, name: null });
  closePaste();
}

function hasPlace({ rules, sets, groups, templates, matches, packets }: PasteReading): boolean {
  return [rules, sets, groups, templates, matches, packets].some((list) => list.length > 0);
}

/** Names that the expression asks for and nobody has given, then free ones. */
function suggested(count: number, wanted: readonly string[], taken: readonly string[]): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    let number = taken.length + index + 1;
    while (taken.includes(`set${number}`)) number++;
    return wanted[index] ?? `set${number}`;
  });
}

function Thing({ what, said, children }: { what: string; said: readonly string[]; children: ReactNode }) {
  return (
    <li className={own.thing}>
      <span className={own.what}>
        <strong>{what}</strong> {said.length > 0 ? <code className={own.said}>{beginning(said)}</code> : null}
      </span>
      <span className={css.buttons}>{children}</span>
    </li>
  );
}

const SAID = 6;

function beginning(list: readonly string[]): string {
  const shown = list.slice(0, SAID).map((text) => (text.length > 70 ? `${text.slice(0, 69)}…` : text));
  return list.length > SAID ? `${shown.join(', ')} and ${list.length - SAID} more` : shown.join(', ');
}

function Rules({ reading }: { reading: PasteReading }) {
  const { rules } = reading;
  const before = useLab((lab) => lab.state.rules);
  if (rules.length === 0) return null;
  const put = (rest: typeof rules) => {
    change(listed(rules, rest), 'Paste a list');
    closePaste();
  };
  return (
    <Thing
      what={rules.every(({ kind }) => kind === 'acl') ? 'ACLs' : 'Rules'}
      said={rules
        .map(({ priority, match }) => `${priority} ${match}`)
        .slice(0, 2)
        .concat(rules.slice(2).map(({ match }) => match))
        .slice(0, 2)}
    >
      <Button onClick={() => put([])}>{before.length > 0 ? 'In place of the list' : 'As a list'}</Button>
      {before.length > 0 ? <Button onClick={() => put(before)}>Add to the list</Button> : null}
    </Thing>
  );
}

function Sets({
  reading,
  names,
  onNames,
}: {
  reading: PasteReading;
  names: readonly string[];
  onNames: (names: readonly string[]) => void;
}) {
  const { sets } = reading;
  if (sets.length === 0) return null;
  const add = () =>
    change(
      { addressSets: withSets(labStore.getState().state.addressSets, setsIn(reading, names)) },
      'Paste address sets',
    );
  const called = sets.flatMap(({ name, members }) => (name === null ? [] : [`$${name} (${members.length})`]));
  return (
    <>
      <Thing what="Address sets" said={called}>
        <Button onClick={add}>To the address sets</Button>
      </Thing>
      {sets
        .filter(({ name }) => name === null)
        .map(({ members }, index) => (
          <li key={index} className={own.thing}>
            <TextField
              label={`Name of the set of ${plural(members.length, 'address', 'addresses') || 'no address'}`}
              mono
              value={names[index] ?? ''}
              problem={/^[A-Za-z_.][\w.]*$/.test(names[index] ?? '') ? null : 'Letters, digits, _ and .'}
              onChange={(event) => onNames(names.with(index, event.target.value))}
            />
            <code className={own.said}>{beginning(members)}</code>
          </li>
        ))}
    </>
  );
}

function Matches({ reading }: { reading: PasteReading }) {
  return reading.matches.slice(0, 8).map(({ text, problem }, index) => (
    <li key={index} className={own.thing}>
      <span className={own.what}>
        <strong>Match</strong> <code className={own.said}>{text}</code>
        {problem === null ? null : <span className={css.hint}>{problem}</span>}
      </span>
      <Button
        onClick={() => {
          change({ text, rule: null }, 'Paste a match');
          closePaste();
        }}
      >
        Into the editor
      </Button>
    </li>
  ));
}

function Left({ reading }: { reading: PasteReading }) {
  const { left, leftCount } = reading;
  const [all, setAll] = useState(false);
  if (leftCount === 0) return null;
  const shown = all ? left : left.slice(0, 6);
  return (
    <div className={own.left}>
      <h3>Not understood</h3>
      <ul>
        {shown.map(({ line, text, reason }, index) => (
          <li key={index}>
            Line {line}:{' '}
            {reason.includes('`') ? null : (
              <>
                <code>{text}</code>:{' '}
              </>
            )}
            {reason}
          </li>
        ))}
      </ul>
      {leftCount > shown.length ? (
        left.length > shown.length ? (
          <Button look="quiet" onClick={() => setAll(true)}>
            … and {leftCount - shown.length} more
          </Button>
        ) : (
          <p className={css.note}>… and {leftCount - shown.length} more</p>
        )
      ) : null}
    </div>
  );
}
