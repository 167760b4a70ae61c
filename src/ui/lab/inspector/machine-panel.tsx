/** A hypervisor: how it presents itself as a chassis, and what it is cut off from. */
import { Suspense, lazy } from 'react';
import { deleteSelected, hasRouters, perform } from '../../actions';
import { engine } from '../../bridge';
import type { MachineView } from '../../bridge';
import { Badge, Button, Card } from '../../kit';
import { daemonKey, useMirror, vifKey } from '../../state';
import css from './inspector.module.css';
import { EntityLink } from '../links';
import { CommitField, Facts, Heading } from './parts';

/** By the number of the port on br-int; what has none yet comes last. */
function byNumber(a: { readonly ofport: number | null }, b: { readonly ofport: number | null }): number {
  return (a.ofport ?? Infinity) - (b.ofport ?? Infinity);
}

const MachineNetworks = lazy(() => import('./topology').then((module) => ({ default: module.MachineNetworks })));

export function MachinePanel({ machine }: { machine: MachineView }) {
  const daemons = useMirror((m) => m.daemons);
  const today = useMirror((m) => hasRouters(m.model));
  return (
    <>
      <Heading kind="Hypervisor" name={machine.name}>
        <Badge tone={machine.registered ? 'good' : 'warn'}>
          {machine.registered ? 'registered chassis' : 'not registered'}
        </Badge>
      </Heading>
      <Card title="Settings">
        <div className={css.form}>
          <CommitField
            label="Name"
            value={machine.name}
            onCommit={(name, tell) => perform({ kind: 'renameMachine', machine: machine.name, name }, tell)}
          />
          <CommitField
            label="system-id (the chassis’ name)"
            value={machine.systemId ?? ''}
            onCommit={(systemId, tell) => perform({ kind: 'setMachineConfig', machine: machine.name, systemId }, tell)}
          />
          <CommitField
            label="ovn-remote"
            value={machine.remote ?? ''}
            hint="Where OVN’s databases are; here unix:/sandbox/db.sock."
            onCommit={(remote, tell) => perform({ kind: 'setMachineConfig', machine: machine.name, remote }, tell)}
          />
          <CommitField
            label="ovn-encap-type"
            value={machine.encapTypes.join(',')}
            hint="geneve, stt, vxlan; several separated by commas."
            onCommit={(encap, tell) => perform({ kind: 'setMachineConfig', machine: machine.name, encap }, tell)}
          />
          <CommitField
            label="ovn-encap-ip"
            value={machine.encapIp ?? ''}
            onCommit={(ip, tell) => perform({ kind: 'setMachineConfig', machine: machine.name, ip }, tell)}
          />
        </div>
      </Card>
      <Card title="br-int">
        {machine.hasIntegrationBridge && machine.vifs.length + machine.tunnels.length === 0 ? (
          <p className={css.note}>no interfaces</p>
        ) : machine.hasIntegrationBridge ? (
          <Facts
            facts={[
              ...machine.vifs.toSorted(byNumber).map(
                (vif) =>
                  [
                    String(vif.ofport ?? '-'),
                    <EntityLink key={vif.name} entity={vifKey(machine.name, vif.name)}>
                      {vif.name}
                    </EntityLink>,
                  ] as const,
              ),
              ...machine.tunnels
                .toSorted(byNumber)
                .map(
                  (tunnel) =>
                    [String(tunnel.ofport ?? '-'), `${tunnel.name} (${tunnel.type} to ${tunnel.remoteIp})`] as const,
                ),
            ]}
          />
        ) : (
          <>
            <p className={css.note}>It has no br-int yet, the bridge that OVN works on.</p>
            <div className={css.rowActions}>
              <Button onClick={() => void perform({ kind: 'addIntegrationBridge', machine: machine.name })}>
                Add br-int
              </Button>
            </div>
          </>
        )}
      </Card>
      {today ? (
        <Suspense fallback={null}>
          <MachineNetworks machine={machine} />
        </Suspense>
      ) : null}
      <Card title="Daemons">
        <ul className={css.list}>
          {daemons
            .filter((daemon) => daemon.machine === machine.name)
            .map((daemon) => (
              <li key={daemon.name}>
                <EntityLink entity={daemonKey(daemon.name)}>{daemon.name.split('@')[0]}</EntityLink>
                <span className={css.aside}>{daemon.status}</span>
              </li>
            ))}
        </ul>
      </Card>
      <Card title="Cut off from">
        {(['southbound', 'underlay'] as const).map((what) => (
          <label key={what} className={css.check}>
            <input
              type="checkbox"
              checked={machine.cutOff[what]}
              onChange={(event) => void engine().setCutOff(machine.name, what, event.target.checked)}
            />
            {what === 'southbound' ? 'the southbound database' : 'the underlay network'}
          </label>
        ))}
      </Card>
      <div className={css.actions}>
        <Button look="danger" onClick={() => void deleteSelected()}>
          Delete this hypervisor
        </Button>
      </div>
    </>
  );
}
