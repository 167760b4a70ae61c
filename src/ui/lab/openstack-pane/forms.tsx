/** Forms that type: a network, a server, a rule of a security group. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { OpenStackView } from '../../bridge';
import { Button, SelectField, TextField } from '../../kit';
import { useMirror } from '../../state';
import css from './openstack-pane.module.css';
import { quoted, type } from './type';

function Form({
  title,
  onSubmit,
  children,
  disabled = false,
}: {
  readonly title: string;
  readonly onSubmit: () => Promise<unknown>;
  readonly children: ReactNode;
  readonly disabled?: boolean;
}) {
  return (
    <form
      className={css.form}
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {children}
      <Button type="submit" disabled={disabled}>
        {title}
      </Button>
    </form>
  );
}

export function NetworkForm({ view }: { view: OpenStackView }) {
  const [name, setName] = useState('');
  const [cidr, setCidr] = useState('');
  const next = `10.0.${view.networks.length}.0/24`;
  const submit = async () => {
    await type(
      `neutron net-create ${quoted(name)}`,
      `neutron subnet-create --name ${quoted(`${name}-subnet`)} ${quoted(name)} ${quoted(cidr || next)}`,
    );
    setName('');
    setCidr('');
  };
  return (
    <Form title="Create network" onSubmit={submit} disabled={name.trim() === ''}>
      <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} />
      <TextField
        label="Subnet"
        mono
        placeholder={next}
        value={cidr}
        onChange={(event) => setCidr(event.target.value)}
      />
    </Form>
  );
}

const ANYWHERE = '';

export function ServerForm({ view }: { view: OpenStackView }) {
  const machines = useMirror((mirror) => mirror.model.machines);
  const networks = view.networks.filter(({ external }) => !external);
  const [name, setName] = useState('');
  const [network, setNetwork] = useState('');
  const [group, setGroup] = useState('');
  const [host, setHost] = useState(ANYWHERE);
  const chosen = networks.find(({ id }) => id === network) ?? networks[0];
  const free = freeName(view);
  const submit = async () => {
    const server = quoted(name || free);
    const zone = host === ANYWHERE ? '' : ` --availability-zone nova:${quoted(host)}`;
    const groups = group === '' ? '' : ` --security-group ${group}`;
    await type(
      `neutron port-create --name ${server}${groups} ${chosen?.id ?? ''}`,
      `nova boot --flavor m1.nano --image cirros${zone} --nic port-id=$(neutron port-show -f value -F id ${server}) ${server}`,
    );
    setName('');
  };
  return (
    <Form title="Boot server" onSubmit={submit} disabled={chosen === undefined}>
      <TextField label="Name" placeholder={free} value={name} onChange={(event) => setName(event.target.value)} />
      <SelectField
        label="Network"
        value={chosen?.id ?? ''}
        options={networks.map(({ id, name: label }) => ({ value: id, label: label || id }))}
        onChange={setNetwork}
      />
      <SelectField
        label="Security group"
        value={group}
        options={[
          { value: '', label: 'default' },
          ...view.groups
            .filter((one) => one.name !== 'default')
            .map((one) => ({ value: one.id, label: one.name || one.id })),
        ]}
        onChange={setGroup}
      />
      <SelectField
        label="Hypervisor"
        value={host}
        options={[
          { value: ANYWHERE, label: 'as Nova chooses' },
          ...machines.map((machine) => ({ value: machine.name, label: machine.name })),
        ]}
        onChange={setHost}
      />
    </Form>
  );
}

/** vm1, or the next that nobody has: neither a server nor a port. */
function freeName({ servers, ports }: OpenStackView): string {
  const taken = new Set([...servers, ...ports].map(({ name }) => name));
  for (let n = 1; ; n += 1) if (!taken.has(`vm${n}`)) return `vm${n}`;
}

const PROTOCOLS = ['tcp', 'udp', 'icmp'] as const;

export function RuleForm({ group }: { group: OpenStackView['groups'][number] }) {
  const [direction, setDirection] = useState('ingress');
  const [protocol, setProtocol] = useState<string>('tcp');
  const [port, setPort] = useState('22');
  const [prefix, setPrefix] = useState('');
  const ports =
    protocol === 'icmp' || port === '' ? '' : ` --port-range-min ${quoted(port)} --port-range-max ${quoted(port)}`;
  const remote = prefix === '' ? '' : ` --remote-ip-prefix ${quoted(prefix)}`;
  return (
    <Form
      title="Add rule"
      onSubmit={() =>
        type(
          `neutron security-group-rule-create --direction ${direction} --protocol ${protocol}${ports}${remote} ${group.id}`,
        )
      }
    >
      <SelectField
        label="Direction"
        value={direction}
        options={[
          { value: 'ingress', label: 'ingress' },
          { value: 'egress', label: 'egress' },
        ]}
        onChange={setDirection}
      />
      <SelectField
        label="Protocol"
        value={protocol}
        options={PROTOCOLS.map((value) => ({ value, label: value }))}
        onChange={setProtocol}
      />
      {protocol === 'icmp' ? null : (
        <TextField label="Port" mono size={6} value={port} onChange={(event) => setPort(event.target.value)} />
      )}
      <TextField
        label="Remote prefix"
        mono
        placeholder="anybody"
        value={prefix}
        onChange={(event) => setPrefix(event.target.value)}
      />
    </Form>
  );
}

export function GroupForm() {
  const [name, setName] = useState('');
  const submit = async () => {
    await type(`neutron security-group-create ${quoted(name)}`);
    setName('');
  };
  return (
    <Form title="Create group" onSubmit={submit} disabled={name.trim() === ''}>
      <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} />
    </Form>
  );
}
