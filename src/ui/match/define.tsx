/** Names that are used and not defined, each made with one click. */
import type { MissingName, NamedSet } from '../bridge';
import { Button } from '../kit';
import css from './match-lab.module.css';
import { change, labStore, scenarioPorts } from './store';

/** Names that get a button of their own. */
const SHOWN = 6;

export function Define({ missing }: { missing: readonly MissingName[] }) {
  if (missing.length === 0) return null;
  const shown = missing.slice(0, SHOWN);
  return (
    <div className={css.define} role="group" aria-label="Not defined here">
      <span className={css.note}>Not defined here:</span>
      {shown.map((name) => (
        <Button key={`${name.kind} ${name.name}`} onClick={() => define([name])}>
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

/** With members to see something by: addresses that are kept for examples (RFC 5737), two ports of its own. */
function define(missing: readonly MissingName[]): void {
  const { state } = labStore.getState();
  const of = (kind: MissingName['kind']) => missing.filter((one) => one.kind === kind).map(({ name }) => name);
  const ports = [...(state.ports ?? scenarioPorts())];
  const addPort = (name: string) => {
    if (ports.some((port) => port.name === name)) return;
    ports.push({ name, key: Math.max(0, ...ports.map(({ key }) => key)) + 1 });
  };
  const groups = of('port-group').map((name): NamedSet => ({ name, members: `${name}-1 ${name}-2` }));
  for (const { members } of groups) for (const port of members.split(' ')) addPort(port);
  for (const name of of('port')) addPort(name);
  const sets = of('address-set').map((name): NamedSet => ({ name, members: '192.0.2.1 192.0.2.2' }));
  const templates = of('template').map((name): NamedSet => ({ name, members: '192.0.2.1' }));
  const some = (added: readonly NamedSet[], known: readonly NamedSet[]) =>
    added.length === 0 ? known : [...known, ...added];
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
