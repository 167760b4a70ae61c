/** Several things at once: what they are, and what is done with all of them. */
import { Suspense, lazy } from 'react';
import { copySelected, deleteSelected, duplicateSelected } from '../../actions';
import { northboundKey, parseEntity, select, useMirror, useSelection } from '../../state';
import type { EntityKey } from '../../state';
import type { NetworkModel, PortView } from '../../bridge';
import { Button, Card } from '../../kit';
import { EntityLink } from '../links';
import css from './inspector.module.css';
import { Heading } from './parts';

const Way = lazy(() => import('./topology').then((module) => ({ default: module.Way })));

/** So many are listed by name. */
const MOST = 30;

export function ManyPanel() {
  const all = useSelection((s) => s.all);
  const model = useMirror((m) => m.model);
  const named = Array.from(all).flatMap((key) => {
    const name = nameOf(key, model);
    return name === undefined ? [] : [{ key, ...name }];
  });
  const [from, to] = twoPorts(all, model);
  return (
    <>
      <Heading kind="Several" name={`${named.length} selected`} />
      <Card>
        <ul className={css.list}>
          {named.slice(0, MOST).map(({ key, name, kind }) => (
            <li key={key}>
              <EntityLink entity={key}>{name}</EntityLink>
              <span className={css.aside}>{kind}</span>
            </li>
          ))}
        </ul>
        {named.length > MOST ? <p className={css.note}>and {named.length - MOST} more</p> : null}
      </Card>
      {from && to ? (
        <Suspense fallback={null}>
          <Way from={from} to={to} />
        </Suspense>
      ) : null}
      <div className={`${css.actions ?? ''} ${css.rowActions ?? ''}`}>
        <Button onClick={() => void duplicateSelected()}>Duplicate</Button>
        <Button onClick={() => void copySelected()}>Copy</Button>
        <Button onClick={() => select(null)}>Select none</Button>
        <Button look="danger" onClick={() => void deleteSelected()}>
          Delete these {named.length}
        </Button>
      </div>
    </>
  );
}

/** The two VIFs' ports that are selected, and nothing else, where a way may lead through routers. */
function twoPorts(keys: ReadonlySet<EntityKey>, { switches, topology }: NetworkModel): readonly PortView[] {
  if (topology === undefined || keys.size !== 2) return [];
  const ports = switches.flatMap((sw) => sw.ports);
  const chosen = Array.from(keys, (key) => ports.find(({ uuid }) => northboundKey(uuid) === key));
  return chosen.every((port) => port !== undefined && port.type === undefined) ? chosen.flatMap((p) => p ?? []) : [];
}

function nameOf(key: EntityKey, { switches, machines, topology }: NetworkModel) {
  const entity = parseEntity(key);
  if (entity?.kind === 'machine')
    return machines.some(({ name }) => name === entity.machine)
      ? { name: entity.machine, kind: 'hypervisor' }
      : undefined;
  if (entity?.kind === 'vif') return { name: entity.iface, kind: `interface on ${entity.machine}` };
  if (entity?.kind !== 'row') return undefined;
  const sw = switches.find(({ uuid }) => uuid === entity.uuid);
  if (sw) return { name: sw.name || '(no name)', kind: 'switch' };
  const router = topology?.routers.find(({ uuid }) => uuid === entity.uuid);
  if (router) return { name: router.name || '(no name)', kind: 'router' };
  const port = switches.flatMap(({ ports }) => ports).find(({ uuid }) => uuid === entity.uuid);
  return port && { name: port.name, kind: 'port' };
}
