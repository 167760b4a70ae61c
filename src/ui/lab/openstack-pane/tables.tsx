/** What Neutron and Nova have, as tables: a click selects and lights up what became of it in OVN. */
import type { ReactNode } from 'react';
import type { OpenStackView, Uuid } from '../../bridge';
import { Badge, Button } from '../../kit';
import type { Tone } from '../../kit';
import { hover, openstackNames, rowKey, select, useMark, useMirror } from '../../state';
import css from './openstack-pane.module.css';
import { quoted, type } from './type';

export function Table({ label, head, children }: { label: string; head: readonly string[]; children: ReactNode }) {
  return (
    <table className={css.table} aria-label={label}>
      <thead>
        <tr>
          {head.map((title, index) => (
            <th key={index} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

const TONES: Readonly<Record<string, Tone>> = { ACTIVE: 'good', ERROR: 'bad', BUILD: 'warn', MIGRATING: 'warn' };

function Status({ status }: { status: string }) {
  return <Badge tone={TONES[status] ?? 'neutral'}>{status}</Badge>;
}

/** A row of Neutron's or Nova's database, which lights up with all that it became. */
function Row({ db, id, children }: { db: 'Neutron' | 'Nova'; id: Uuid; children: ReactNode }) {
  const key = rowKey(db, id);
  const mark = useMark(key);
  return (
    <tr data-entity={key} data-mark={mark} onPointerEnter={() => hover(key)} onPointerLeave={() => hover(null)}>
      {children}
    </tr>
  );
}

function Name({ db, id, name }: { db: 'Neutron' | 'Nova'; id: Uuid; name: string }) {
  return (
    <td>
      <Button look="link" title={id} onClick={() => select(rowKey(db, id))}>
        {name || id.slice(0, 8)}
      </Button>
    </td>
  );
}

export function Servers({ view }: { view: OpenStackView }) {
  const machines = useMirror((mirror) => mirror.model.machines);
  const addresses = (ports: readonly string[]) =>
    view.ports.filter(({ id }) => ports.includes(id)).flatMap((port) => port.addresses);
  return (
    <Table label="Servers" head={['Server', 'Status', 'Hypervisor', 'Addresses', '']}>
      {view.servers.map(({ id, name, status, task, host, ports, waiting, fault }) => (
        <Row key={id} db="Nova" id={id}>
          <Name db="Nova" id={id} name={name} />
          <td>
            <Status status={status} /> {task === null ? null : <span className={css.aside}>{task}</span>}
            {waiting.length > 0 ? <span className={css.aside}> waits for network-vif-plugged</span> : null}
            {fault === null ? null : <p className={css.fault}>{fault}</p>}
          </td>
          <td>{host || '–'}</td>
          <td className="mono">{addresses(ports).join(', ') || '–'}</td>
          <td className={css.deeds}>
            {machines
              .filter((machine) => machine.name !== host && status === 'ACTIVE')
              .slice(0, 3)
              .map((machine) => (
                <Button
                  key={machine.name}
                  look="quiet"
                  onClick={() => void type(`nova live-migration ${id} ${quoted(machine.name)}`)}
                >
                  Migrate<span className="visually-hidden"> {name}</span> to {machine.name}
                </Button>
              ))}
            <Button look="quiet" aria-label={`Delete ${name}`} onClick={() => void type(`nova delete ${id}`)}>
              Delete
            </Button>
          </td>
        </Row>
      ))}
    </Table>
  );
}

export function Networks({ view }: { view: OpenStackView }) {
  return (
    <Table label="Networks" head={['Network', 'Status', 'Subnets', 'Ports']}>
      {view.networks.map(({ id, name, status, cidrs, external }) => (
        <Row key={id} db="Neutron" id={id}>
          <Name db="Neutron" id={id} name={name} />
          <td>
            <Status status={status} /> {external ? <span className={css.aside}>external</span> : null}
          </td>
          <td className="mono">{cidrs.join(', ') || '–'}</td>
          <td>{view.ports.filter(({ network }) => network === id).length}</td>
        </Row>
      ))}
    </Table>
  );
}

export function Ports({ view }: { view: OpenStackView }) {
  const names = openstackNames(view);
  const groups = new Map(view.groups.map(({ id, name }) => [id, name || id]));
  const parents = (parent: string | null, tag: string | null) =>
    parent === null ? '' : ` in ${names.get(parent) ?? parent}, tag ${tag ?? 'none'}`;
  return (
    <Table label="Ports" head={['Port', 'Status', 'Hypervisor', 'MAC', 'Addresses', 'Groups']}>
      {view.ports.map((port) => (
        <Row key={port.id} db="Neutron" id={port.id}>
          <Name db="Neutron" id={port.id} name={port.name || (names.get(port.id) ?? '')} />
          <td>
            <Status status={port.status} />
          </td>
          <td>{`${port.host}${parents(port.parent, port.tag)}` || '–'}</td>
          <td className="mono">{port.mac}</td>
          <td className="mono">{port.addresses.join(', ') || '–'}</td>
          <td>{port.groups.map((id) => groups.get(id) ?? id).join(', ') || '–'}</td>
        </Row>
      ))}
    </Table>
  );
}

export function Rules({ group }: { group: OpenStackView['groups'][number] }) {
  return (
    <Table label={`Rules of ${group.name || group.id}`} head={['Rule', '']}>
      {group.rules.map(({ id, words }) => (
        <Row key={id} db="Neutron" id={id}>
          <Name db="Neutron" id={id} name={words} />
          <td className={css.deeds}>
            <Button
              look="quiet"
              aria-label={`Delete the rule ${words}`}
              onClick={() => void type(`neutron security-group-rule-delete ${id}`)}
            >
              Delete
            </Button>
          </td>
        </Row>
      ))}
    </Table>
  );
}
