/** A logical switch: its name, ports and ACLs. */
import { deleteSelected, perform } from '../../actions';
import { Button, Card } from '../../kit';
import { inNameOrder, northboundKey } from '../../state';
import type { SwitchView } from '../../bridge';
import { AddPorts } from '../add-ports';
import { AclList } from './acl-list';
import css from './inspector.module.css';
import { EntityLink } from '../links';
import { CommitField, Heading } from './parts';

export function SwitchPanel({ sw }: { sw: SwitchView }) {
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
      <AclList sw={sw} />
      <div className={css.actions}>
        <Button look="danger" onClick={() => void deleteSelected()}>
          Delete this switch
        </Button>
      </div>
    </>
  );
}
