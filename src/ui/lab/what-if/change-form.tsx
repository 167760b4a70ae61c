/** One change to suppose: what to change, and to what. */
import { useState } from 'react';
import type { Edit, PortView, TraceRequest } from '../../bridge';
import { Button, SelectField, TextField } from '../../kit';
import { useMirror } from '../../state';
import { AclFields } from './acl-fields';
import { packetFields, withField } from './packet-fields';
import { placeEdit } from './supposition';
import css from './what-if.module.css';

const KINDS = {
  packet: 'the packet',
  acl: 'an ACL',
  security: 'port security of',
  macs: 'the addresses of',
  place: 'the place of',
} as const;

type Kind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS).filter((name): name is Kind => name in KINDS);

interface Props {
  /** The packet as it is supposed to be so far. */
  readonly request: TraceRequest;
  readonly onEdit: (edit: Edit) => void;
  readonly onPacket: (request: TraceRequest, words: string) => void;
}

export function ChangeForm({ request, onEdit, onPacket }: Props) {
  const [kind, setKind] = useState<Kind>('acl');
  return (
    <div className={css.form} role="group" aria-label="A change to suppose">
      <SelectField
        label="Change"
        value={kind}
        options={KIND_NAMES.map((value) => ({ value, label: KINDS[value] }))}
        onChange={(value) => setKind(KIND_NAMES.find((name) => name === value) ?? 'acl')}
      />
      {kind === 'packet' ? (
        <PacketFields request={request} onPacket={onPacket} />
      ) : kind === 'acl' ? (
        <AclFields request={request} onEdit={onEdit} />
      ) : (
        <PortFields key={kind} kind={kind} onEdit={onEdit} />
      )}
    </div>
  );
}

const ENTRY = 'entry';

function PacketFields({ request, onPacket }: Pick<Props, 'request' | 'onPacket'>) {
  const machines = useMirror((mirror) => mirror.model.machines);
  const fields = packetFields(request.bytes);
  const [id, setId] = useState(fields.find(({ label }) => label === 'eth.dst')?.id ?? ENTRY);
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const entry = `${request.machine} ${request.iface}`;
  const field = fields.find((one) => one.id === id);
  const value = draft ?? (id === ENTRY ? entry : (field?.value ?? ''));
  const choose = (next: string | null) => {
    setDraft(next);
    setProblem(null);
  };
  const submit = () => {
    if (id === ENTRY) {
      const [machine = '', iface = ''] = value.split(' ');
      onPacket({ ...request, machine, iface }, `enters at ${machine} ${iface}`);
    } else {
      const changed = withField(request.bytes, id, value);
      if ('problem' in changed) {
        setProblem(changed.problem);
        return;
      }
      onPacket({ ...request, bytes: changed.bytes }, `${field?.label ?? ''} = ${value.trim()}`);
    }
    choose(null);
  };
  return (
    <form
      className={css.fields}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <SelectField
        label="Field"
        value={id}
        options={[
          { value: ENTRY, label: 'where it enters' },
          ...fields.map((one) => ({ value: one.id, label: one.label })),
        ]}
        onChange={(next) => {
          setId(next);
          choose(null);
        }}
      />
      {id === ENTRY ? (
        <SelectField
          label="Enters at"
          value={value}
          options={machines.flatMap(({ name, vifs }) =>
            vifs.map((vif) => ({
              value: `${name} ${vif.name}`,
              label: `${name} ${vif.name}${vif.ifaceId === null ? '' : ` (${vif.ifaceId})`}`,
            })),
          )}
          onChange={choose}
        />
      ) : (
        <TextField
          label="Value"
          mono
          value={value}
          problem={problem}
          onChange={(event) => choose(event.target.value)}
        />
      )}
      <Button type="submit">Suppose</Button>
    </form>
  );
}

const NOWHERE = '';

function PortFields({ kind, onEdit }: { kind: 'security' | 'macs' | 'place' } & Pick<Props, 'onEdit'>) {
  const switches = useMirror((mirror) => mirror.model.switches);
  const machines = useMirror((mirror) => mirror.model.machines);
  const ports = switches.flatMap((sw) => sw.ports).filter((port) => kind !== 'place' || port.parent === null);
  const [name, setName] = useState(ports[0]?.name ?? '');
  const [draft, setDraft] = useState<string | null>(null);
  const port = ports.find((one) => one.name === name) ?? ports[0];
  if (!port) return <p className={css.hint}>There is no port.</p>;
  const value = draft ?? currentValue(kind, port);
  const words = value.split(/[\s,]+/).filter((word) => word !== '');
  const place = placeEdit(port.name, port.machine, value === NOWHERE ? null : value);
  const edit: Edit | null =
    kind === 'place'
      ? place
      : kind === 'macs'
        ? { kind: 'setMacs', port: port.name, macs: words }
        : { kind: 'setPortSecurity', port: port.name, portSecurity: words };
  return (
    <form
      className={css.fields}
      onSubmit={(event) => {
        event.preventDefault();
        if (edit) onEdit(edit);
      }}
    >
      <SelectField
        label="Port"
        value={port.name}
        options={ports.map((one) => ({ value: one.name, label: one.name }))}
        onChange={(next) => {
          setName(next);
          setDraft(null);
        }}
      />
      {kind === 'place' ? (
        <SelectField
          label="Hypervisor"
          value={value}
          options={[
            ...machines.map((machine) => ({ value: machine.name, label: machine.name })),
            { value: NOWHERE, label: 'nowhere' },
          ]}
          onChange={setDraft}
        />
      ) : (
        <TextField
          label={kind === 'macs' ? 'Addresses' : 'Allowed addresses'}
          mono
          value={value}
          placeholder={kind === 'macs' ? '00:00:00:00:00:01' : 'any'}
          onChange={(event) => setDraft(event.target.value)}
        />
      )}
      <Button type="submit" disabled={edit === null}>
        Suppose
      </Button>
    </form>
  );
}

function currentValue(kind: 'security' | 'macs' | 'place', port: PortView): string {
  if (kind === 'place') return port.machine ?? NOWHERE;
  return (kind === 'macs' ? port.macs : port.portSecurity).join(' ');
}
