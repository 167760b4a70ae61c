/** A logical port: its addresses, its security, where it is plugged in, what was made of it. */
import { Suspense, lazy } from 'react';
import { deleteSelected, hasRouters, perform, plugPort, unplugPort } from '../../actions';
import { Badge, Button, Card, SelectField } from '../../kit';
import { northboundKey, useAnswer, useMirror, vifKey } from '../../state';
import { engine } from '../../bridge';
import type { PortView } from '../../bridge';
import css from './inspector.module.css';
import { EntityLink, PipelineLink } from '../links';
import { CommitField, Facts, Heading } from './parts';

const words = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);
const members = (text: string): string[] =>
  text
    .split(',')
    .map((member) => member.trim())
    .filter(Boolean);

const PortCards = lazy(() => import('./topology').then((module) => ({ default: module.PortCards })));

export function PortPanel({ port }: { port: PortView }) {
  const today = useMirror((m) => hasRouters(m.model));
  // Today an address has blanks in it.
  const read = today ? members : words;
  return (
    <>
      <Heading kind="Logical port" name={port.name}>
        <Badge tone={port.up === true ? 'good' : 'neutral'}>{port.up === true ? 'up' : 'down'}</Badge>
      </Heading>
      <Card title="Settings">
        <div className={css.form}>
          <CommitField
            label="Name"
            value={port.name}
            onCommit={(name, tell) => perform({ kind: 'renamePort', port: port.uuid, name }, tell)}
          />
          <CommitField
            label={today ? 'Addresses' : 'MAC addresses'}
            value={port.macs.join(', ')}
            hint={
              today
                ? 'A MAC address and its IP addresses, or “dynamic” or “unknown”; several separated by commas.'
                : 'Separated by commas; “unknown” takes what no other port claims.'
            }
            check={(text) =>
              read(text)
                .map(today ? addressProblem : macProblem)
                .find((problem) => problem !== null) ?? null
            }
            onCommit={(text, tell) => perform({ kind: 'setMacs', port: port.uuid, macs: read(text) }, tell)}
          />
          <CommitField
            label="Port security"
            value={port.portSecurity.join(', ')}
            hint="The addresses it may send from, separated by commas; empty allows all."
            onCommit={(text, tell) =>
              perform(
                {
                  kind: 'setPortSecurity',
                  port: port.uuid,
                  portSecurity: members(text),
                },
                tell,
              )
            }
          />
          {port.enabled === null ? null : (
            <label className={css.check}>
              <input
                type="checkbox"
                checked={port.enabled}
                onChange={(event) =>
                  void perform({ kind: 'setEnabled', port: port.uuid, enabled: event.target.checked })
                }
              />
              Enabled
            </label>
          )}
        </div>
      </Card>
      {port.type === undefined ? <Plug port={port} /> : null}
      {today ? (
        <Suspense fallback={null}>
          <PortCards port={port} />
        </Suspense>
      ) : null}
      <Card title="Binding">
        <Facts
          facts={[
            ['tunnel key', port.tunnelKey ?? 'none'],
            ['chassis', port.chassis ?? 'none'],
            ...(port.parent === null
              ? []
              : ([
                  ['parent', port.parent],
                  ['tag', port.tag ?? ''],
                ] as const)),
          ]}
        />
      </Card>
      <MadeOfIt port={port} />
      <div className={css.actions}>
        <Button look="danger" onClick={() => void deleteSelected()}>
          Delete this port
        </Button>
      </div>
    </>
  );
}

function macProblem(word: string): string | null {
  return word === 'unknown' || /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(word)
    ? null
    : `“${word}” is neither an Ethernet address nor “unknown”.`;
}

/** The tools take more, and say what they do not. */
function addressProblem(member: string): string | null {
  return /^(unknown|dynamic|router|[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5})(\s|$)/i.test(member)
    ? null
    : `“${member}” does not begin with an Ethernet address, “dynamic”, “unknown” or “router”.`;
}

function Plug({ port }: { port: PortView }) {
  const machines = useMirror((m) => m.model.machines);
  const at = machines.find((machine) => machine.vifs.some((vif) => vif.ifaceId === port.name));
  const vif = at?.vifs.find((candidate) => candidate.ifaceId === port.name);
  const move = (name: string) => {
    if (name === '' && at) void unplugPort(port.name, at.name);
    else if (name !== '' && name !== at?.name) void plugPort(port.name, name, at?.name ?? null);
  };
  return (
    <Card title="Plugged into">
      <SelectField
        label="Hypervisor"
        hideLabel
        value={at?.name ?? ''}
        options={[{ value: '', label: 'nothing' }, ...machines.map(({ name }) => ({ value: name, label: name }))]}
        onChange={move}
      />
      {at && vif ? (
        <p className={css.note}>
          As <EntityLink entity={vifKey(at.name, vif.name)}>{vif.name}</EntityLink> on br-int of {at.name}.
        </p>
      ) : null}
    </Card>
  );
}

/** The Pipeline rows that exist because of this port. */
function MadeOfIt({ port }: { port: PortView }) {
  const rows = useAnswer(northboundKey(port.uuid), () => engine().rowsMadeOf(port.uuid)) ?? [];
  if (rows.length === 0) return null;
  return (
    <Card title={`Pipeline rows made of it (${rows.length})`}>
      <ul className={css.list}>
        {rows.map((row) => (
          <li key={row.uuid}>
            <PipelineLink uuid={row.uuid} row={row} /> <code className={css.wrap}>{row.match}</code>
          </li>
        ))}
      </ul>
    </Card>
  );
}
