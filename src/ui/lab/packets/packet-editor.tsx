/** The packet editor: where it enters, a preset, the headers, the bytes. */
import { useState } from 'react';
import { say, sendPacket, bytesOfHex, hexOfBytes } from '../../actions';
import { engine } from '../../bridge';
import type { NetworkModel, PacketSpec } from '../../bridge';
import { Button, Dialog, SelectField, TextField } from '../../kit';
import { mirrorStore, useMirror } from '../../state';
import { PRESETS, PRESET_NAMES, isHeaderProtocol, protocolOf } from '../../../packets';
import type { PresetName } from '../../../packets';
import {
  addLayer,
  draftOfBytes,
  draftOfHex,
  draftOfLayers,
  fieldsOf,
  hexDump,
  layersAbove,
  removeLayer,
  setField,
} from './draft';
import type { Draft, FormField } from './draft';
import css from './packets.module.css';

export function NewPacketButton() {
  const [open, setOpen] = useState(false);
  const ready = useMirror((m) => m.model.machines.some((machine) => machine.vifs.length > 0));
  return (
    <>
      <Button
        className={css.new}
        disabled={!ready}
        title={ready ? undefined : 'A packet needs an interface to enter by'}
        onClick={() => setOpen(true)}
      >
        New packet…
      </Button>
      <PacketEditorDialog open={open} onOpenChange={setOpen} packet={null} />
    </>
  );
}

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The packet to change, or null for a new one. */
  readonly packet: PacketSpec | null;
}

export function PacketEditorDialog({ open, onOpenChange, packet }: DialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={packet ? 'Change this packet' : 'New packet'}
      description="Lengths and checksums are right unless you give others."
    >
      {open ? <Editor packet={packet} onDone={() => onOpenChange(false)} /> : null}
    </Dialog>
  );
}

function Editor({ packet, onDone }: { packet: PacketSpec | null; onDone: () => void }) {
  const model = useMirror((m) => m.model);
  const entries = entryPoints(model);
  const [entry, setEntry] = useState(packet ? `${packet.machine} ${packet.iface}` : (entries[0]?.value ?? ''));
  const [name, setName] = useState(packet?.name ?? '');
  const [preset, setPreset] = useState<PresetName | ''>(packet ? '' : 'ping');
  const [draft, setDraft] = useState<Draft>(() =>
    packet ? draftOfBytes(bytesOfHex(packet.hex)) : draftOfPreset('ping', model, entry),
  );
  const [hex, setHex] = useState<{ readonly text: string; readonly error: string } | null>(null);
  const choosePreset = (value: string, from = entry) => {
    const found = PRESET_NAMES.find((candidate) => candidate === value);
    setPreset(found ?? '');
    if (found) setDraft(draftOfPreset(found, model, from));
    setHex(null);
  };
  const chooseEntry = (value: string) => {
    setEntry(value);
    if (preset !== '') choosePreset(preset, value);
  };
  const change = (next: Draft) => {
    setDraft(next);
    setPreset('');
    setHex(null);
  };
  const typeHex = (text: string) => {
    const read = draftOfHex(text);
    if ('error' in read) setHex({ text, error: read.error });
    else {
      setDraft(read.draft);
      setPreset('');
      setHex({ text, error: '' });
    }
  };
  const send = async () => {
    const [machine = '', iface = ''] = entry.split(' ');
    if (!draft.bytes) return;
    const label = name.trim() || (preset === '' ? 'Packet' : PRESETS[preset].label);
    const port = entries.find((candidate) => candidate.value === entry)?.port ?? iface;
    const spec: PacketSpec = {
      id: packet?.id ?? nextId(),
      name: name.trim() || `${label} from ${port}`,
      machine,
      iface,
      hex: hexOfBytes(draft.bytes),
    };
    const before = mirrorStore.getState().scenario.packets;
    await engine().setPackets(
      packet ? before.map((other) => (other.id === spec.id ? spec : other)) : [...before, spec],
    );
    onDone();
    await sendPacket(spec.id);
  };
  if (entries.length === 0) return <p>Plug a port into a hypervisor first: a packet enters at an interface.</p>;
  return (
    <form
      className={css.editor}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={css.top}>
        <SelectField label="Enters at" value={entry} options={entries} onChange={chooseEntry} />
        <SelectField
          label="Preset"
          value={preset}
          options={[
            { value: '', label: 'Own' },
            ...PRESET_NAMES.map((value) => ({ value, label: PRESETS[value].label })),
          ]}
          onChange={choosePreset}
        />
        <TextField
          label="Name"
          value={name}
          placeholder="named after the preset"
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <div className={css.layers}>
        {draft.layers.map((layer, index) => (
          <LayerFields key={index} draft={draft} index={index} onChange={change} protocol={layer.protocol} />
        ))}
      </div>
      <label className={css.hexLabel}>
        Bytes, or paste hex here
        <textarea
          className={css.hexInput}
          rows={6}
          spellCheck={false}
          value={hex?.text ?? (draft.bytes ? hexDump(draft.bytes) : '')}
          aria-invalid={hex !== null && hex.error !== ''}
          onChange={(event) => typeHex(event.target.value)}
        />
      </label>
      {hex !== null && hex.error !== '' ? (
        <p role="alert" className={css.problem}>
          {hex.error}
        </p>
      ) : null}
      <div className={css.buttons}>
        <Button look="primary" type="submit" disabled={draft.bytes === null}>
          Send
        </Button>
        <Button onClick={onDone}>Cancel</Button>
        {packet ? (
          <Button
            look="danger"
            onClick={() => {
              const rest = mirrorStore.getState().scenario.packets.filter((other) => other.id !== packet.id);
              void engine().setPackets(rest);
              say(`${packet.name} is gone`);
              onDone();
            }}
          >
            Delete
          </Button>
        ) : null}
      </div>
    </form>
  );
}

function LayerFields({
  draft,
  index,
  protocol,
  onChange,
}: {
  draft: Draft;
  index: number;
  protocol: string;
  onChange: (draft: Draft) => void;
}) {
  const fields = fieldsOf(draft, index);
  const above = layersAbove[protocol] ?? [];
  const problem = draft.problem?.layer === index ? draft.problem : null;
  return (
    <fieldset className={css.layer}>
      <legend>{protocolOf(protocol)?.title ?? protocol}</legend>
      <div className={css.fields}>
        {fields.map((field) => (
          <FieldInput
            key={field.key}
            field={field}
            problem={problem?.field === field.key ? problem.message : null}
            onChange={(value) => onChange(setField(draft, index, field.key, value))}
          />
        ))}
      </div>
      {fields.length === 0 ? (
        <TextField
          label="Data (hex)"
          mono
          value={textOfData(draft.layers[index]?.data)}
          problem={problem?.message ?? null}
          onChange={(event) => onChange(setField(draft, index, 'data', event.target.value.replace(/\s/g, '')))}
        />
      ) : problem?.field === '' ? (
        <p role="alert" className={css.problem}>
          {problem.message}
        </p>
      ) : null}
      <div className={css.buttons}>
        {above.map((next) => (
          <Button key={next} look="quiet" onClick={() => onChange(addLayer(draft, index, next))}>
            + {protocolOf(next)?.title ?? next}
          </Button>
        ))}
        {index > 0 ? (
          <Button look="quiet" onClick={() => onChange(removeLayer(draft, index))} aria-label={`Remove ${protocol}`}>
            Remove
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
}

function FieldInput({
  field,
  problem,
  onChange,
}: {
  field: FormField;
  problem: string | null;
  onChange: (value: string | boolean) => void;
}) {
  if (field.flag) {
    return (
      <label className={css.flag} title={field.name}>
        <input type="checkbox" checked={field.text === 'true'} onChange={(event) => onChange(event.target.checked)} />{' '}
        {field.label}
      </label>
    );
  }
  return (
    <TextField
      label={`${field.label}${field.computed && !field.given ? ' (computed)' : ''}`}
      mono
      value={field.text}
      problem={problem}
      title={field.name}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function textOfData(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

interface EntryPoint {
  readonly value: string;
  readonly label: string;
  readonly port: string;
}

/** Every interface that a packet can enter by, with the logical port it stands for. */
function entryPoints(model: NetworkModel): readonly EntryPoint[] {
  return model.machines.flatMap((machine) =>
    machine.vifs.map((vif) => ({
      value: `${machine.name} ${vif.name}`,
      port: vif.ifaceId ?? vif.name,
      label:
        vif.ifaceId === null ? `${vif.name} on ${machine.name}` : `${vif.ifaceId} (${vif.name} on ${machine.name})`,
    })),
  );
}

/** A preset between the port that is entered and its first neighbour on the same switch. */
function draftOfPreset(preset: PresetName, model: NetworkModel, entry: string): Draft {
  const [machine, iface] = entry.split(' ');
  const ifaceId = model.machines.find((m) => m.name === machine)?.vifs.find((v) => v.name === iface)?.ifaceId;
  const sw = model.switches.find((s) => s.ports.some((p) => p.name === ifaceId));
  const own = sw?.ports.findIndex((p) => p.name === ifaceId) ?? 0;
  const peer = sw?.ports.findIndex((p) => p.name !== ifaceId && p.macs.length > 0) ?? -1;
  const macOf = (index: number) => sw?.ports[index]?.macs.find((mac) => mac !== 'unknown');
  const layers = PRESETS[preset].build({
    ethSrc: macOf(own) ?? '00:00:00:00:00:01',
    ethDst: macOf(peer) ?? '00:00:00:00:00:02',
    ipSrc: `10.0.0.${own + 1}`,
    ipDst: `10.0.0.${peer < 0 ? own + 2 : peer + 1}`,
  });
  return draftOfLayers(layers.filter((layer) => isHeaderProtocol(layer.protocol) || layer.protocol === 'payload'));
}

function nextId(): string {
  const taken = new Set(mirrorStore.getState().scenario.packets.map((packet) => packet.id));
  let n = taken.size + 1;
  while (taken.has(`packet${n}`)) n += 1;
  return `packet${n}`;
}
