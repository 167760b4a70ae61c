/** A logical switch: its name, ports and ACLs. */
import { Suspense, lazy } from 'react';
import { deleteSelected, hasRouters, perform } from '../../actions';
import { Button, Card } from '../../kit';
import { inNameOrder, northboundKey, useMirror } from '../../state';
import type { SwitchView } from '../../bridge';
import { AddPorts } from '../add-ports';
import { AclList } from './acl-list';
import css from './inspector.module.css';
import { EntityLink } from '../links';
import { CommitField, Heading } from './parts';

const SwitchCards = lazy(() => import('./topology').then((module) => ({ default: module.SwitchCards })));

export function SwitchPanel({ sw }: { sw: SwitchView }) {
  const model = useMirror((m) => m.model);
  return (
    <>
      <Heading kind="Logical switch" name={sw.name || '(no name)'} />
      <Card title="Settings">
        <CommitField
          label="Name"
          value={sw.name}
          mono={false}
          onCommit={(name, tell) => perform({ kind: 'renameSwitch', switch: sw.uuid, name }, tell)}
        />
      </Card>
      <Card title={`Ports (${sw.ports.length})`}>
        <ul className={css.list}>
          {inNameOrder(sw.ports).map((port) => (
            <li key={port.uuid}>
              <EntityLink entity={northboundKey(port.uuid)}>{port.name}</EntityLink>
              <span className={css.aside}>{port.up === true ? 'up' : 'down'}</span>
            </li>
          ))}
        </ul>
        <AddPorts sw={sw.uuid} />
      </Card>
      <AclList owner={sw} example={'inport == "sw0-port1" && ip4'} />
      {hasRouters(model) ? (
        <Suspense fallback={null}>
          <SwitchCards sw={sw} />
        </Suspense>
      ) : null}
      <div className={css.actions}>
        <Button look="danger" onClick={() => void deleteSelected()}>
          Delete this switch
        </Button>
      </div>
    </>
  );
}
