/** One OpenFlow flow: its text, and the row it was made from. */
import { Card, EmptyState } from '../../kit';
import { engine } from '../../bridge';
import { flowKey, machineKey, refKey, useAnswer } from '../../state';
import css from './inspector.module.css';
import { EntityLink, PipelineLink } from '../links';
import { Facts, Heading } from './parts';

export function FlowPanel({ machine, id }: { machine: string; id: string }) {
  const flow = useAnswer(flowKey(machine, id), () => engine().flow(machine, id));
  const origin = flow?.origin;
  const row = useAnswer(origin ? refKey(origin) : null, async () =>
    origin ? engine().pipelineRow(origin.uuid) : null,
  );
  if (flow === undefined) return null;
  if (flow === null) return <EmptyState title="It is gone">This flow was removed from {machine}.</EmptyState>;
  return (
    <>
      <Heading kind="OpenFlow flow" name={`table ${flow.table}, priority ${flow.priority}`} />
      <Card>
        <Facts
          facts={[
            [
              'hypervisor',
              <EntityLink key="m" entity={machineKey(machine)}>
                {machine}
              </EntityLink>,
            ],
            ['cookie', flow.cookie],
            ['packets', flow.packets],
            ['bytes', flow.bytes],
          ]}
        />
      </Card>
      <Card title="Match">
        <code className={css.wrap}>{flow.match || '(any packet)'}</code>
      </Card>
      <Card title="Actions">
        <code className={css.wrap}>{flow.actions}</code>
      </Card>
      <Card title="Made from">
        {row ? (
          <PipelineLink uuid={row.uuid} row={row} />
        ) : flow.origin ? (
          <EntityLink entity={refKey(flow.origin)}>
            {flow.origin.table} {flow.origin.uuid.slice(0, 8)}
          </EntityLink>
        ) : (
          <p className={css.note}>Nothing in OVN’s databases: it was added by hand.</p>
        )}
      </Card>
    </>
  );
}
