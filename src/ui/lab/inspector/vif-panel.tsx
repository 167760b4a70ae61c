/** An interface on br-int: which logical port it stands for. */
import { deleteSelected } from '../../actions';
import type { VifView } from '../../bridge';
import { Button, Card } from '../../kit';
import { machineKey, northboundKey, useMirror } from '../../state';
import css from './inspector.module.css';
import { EntityLink } from '../links';
import { Facts, Heading } from './parts';

export function VifPanel({ machine, vif }: { machine: string; vif: VifView }) {
  const switches = useMirror((m) => m.model.switches);
  const port = switches.flatMap((sw) => sw.ports).find((candidate) => candidate.name === vif.ifaceId);
  return (
    <>
      <Heading kind="Interface" name={vif.name} />
      <Card>
        <Facts
          facts={[
            [
              'hypervisor',
              <EntityLink key="m" entity={machineKey(machine)}>
                {machine}
              </EntityLink>,
            ],
            ['ofport', vif.ofport ?? 'none'],
            ['iface-id', vif.ifaceId ?? 'none'],
            [
              'logical port',
              port ? (
                <EntityLink key="p" entity={northboundKey(port.uuid)}>
                  {port.name}
                </EntityLink>
              ) : (
                'none of that name'
              ),
            ],
          ]}
        />
      </Card>
      {vif.ifaceId === null ? null : (
        <div className={css.actions}>
          <Button look="danger" onClick={() => void deleteSelected()}>
            Unplug
          </Button>
        </div>
      )}
    </>
  );
}
