/** Names that are used and not defined, each made with one click, from what was pasted where that has it. */
import type { MissingName, NamedSet } from '../bridge';
import { Button } from '../kit';
import cards from './cards.module.css';
import css from './sets-panel.module.css';
import { groupsIn, pasteStore, setsIn, templatesIn } from './paste-store';
import { change, labStore, scenarioPorts } from './store';

/** Names that get a button of their own. */
const SHOWN = 6;

export function Define({ missing }: { missing: readonly MissingName[] }) {
  if (missing.length === 0) return null;
  const shown = missing.slice(0, SHOWN);
  return (
    <div className={css.define} role="group" aria-label="Not defined here">
      <span className={cards.note}>Not defined here:</span>
      {shown.map((name) => (
        <Button
          key={`${name.kind} ${name.name}`}
          onClick={() => {
            define([name]);
            showMembers(signed(name));
          }}
        >
          Define {signed(name)}
        </Button>
      ))}
      {missing.length > 1 ? <Button onClick={() => define(missing)}>Define all {missing.length}</Button> : null}
    </div>
  );
}

function signed({ kind, name }: MissingName): string {
  switch (kind) {
    case 'address-set':
      return `$${name}`;
    case 'port-group':
      return `@${name}`;
    case 'template':
      return `^${name}`;
    case 'port':
      return `"${name}"`;
  }
}

/** The field of its members, with what is in it selected: typing replaces it. */
function showMembers(name: string): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLTextAreaElement>(`textarea[data-members="${CSS.escape(name)}"]`);
    const list = field?.closest('details');
    if (!field || !list) return;
    list.open = true;
    field.focus();
    field.select();
  });
}

/** With members to see something by, unless what was pasted last has them: addresses that are kept for examples (RFC 5737), two ports of its own. */
function define(missing: readonly MissingName[]): void {
  const { state } = labStore.getState();
  const of = (kind: MissingName['kind']) => missing.filter((one) => one.kind === kind).map(({ name }) => name);
  const ports = [...(state.ports ?? scenarioPorts())];
  const addPort = (name: string) => {
    if (ports.some((port) => port.name === name)) return;
    ports.push({ name, key: Math.max(0, ...ports.map(({ key }) => key)) + 1 });
  };
  const { reading } = pasteStore.getState();
  const pasted = (known: readonly NamedSet[], name: string, example: string): NamedSet => ({
    name,
    members: known.find((set) => set.name === name)?.members ?? example,
  });
  const known = {
    groups: reading === null ? [] : groupsIn(reading),
    sets: reading === null ? [] : setsIn(reading, []),
    templates: reading === null ? [] : templatesIn(reading),
  };
  const groups = of('port-group').map((name) => pasted(known.groups, name, `${name}-1 ${name}-2`));
  for (const { members } of groups) for (const port of members.split(' ')) addPort(port);
  for (const name of of('port')) addPort(name);
  const sets = of('address-set').map((name) => pasted(known.sets, name, '192.0.2.1 192.0.2.2'));
  const templates = of('template').map((name) => pasted(known.templates, name, '192.0.2.1'));
  const some = (added: readonly NamedSet[], before: readonly NamedSet[]) =>
    added.length === 0 ? before : [...before, ...added];
  change(
    {
      addressSets: some(sets, state.addressSets),
      portGroups: some(groups, state.portGroups),
      templates: some(templates, state.templates),
      ...(ports.length === (state.ports ?? scenarioPorts()).length ? {} : { ports }),
    },
    'Define',
  );
}
