/** The packet editor: where the packet enters and for whom it is, its headers, its bytes, and the texts that describe it. */
import { Redo2, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { DragEvent, KeyboardEvent } from 'react';
import { bytesOfHex, hexOfBytes, say, sendPacket } from '../../actions';
import { engine } from '../../bridge';
import type { PacketSpec, PacketText } from '../../bridge';
import { Button, SelectField, TextField } from '../../kit';
import { describePacket, PRESET_NAMES, PRESETS } from '../../../packets';
import type { PresetName } from '../../../packets';
import { mirrorStore, useMirror } from '../../state';
import { ByteGrid } from './byte-grid';
import { draftOfBytes } from './draft';
import type { Draft } from './draft';
import { changed, redone, startEditing, undone } from './editor-state';
import { draftOfPreset, endsOf, entryPoints, receivers } from './ends';
import { faultsOf, formOf } from './form';
import { ImportPanel } from './import-panel';
import { importFile, importFrames } from './import-packets';
import type { PacketsFromElsewhere } from './import-packets';
import { freeIds } from './ids';
import { LayerTree } from './layer-tree';
import type { Spot } from './layer-tree';
import { takePackets } from './take-packets';
import { TextPanel } from './text-panel';
import css from './editor.module.css';

interface EditorProps {
  readonly packet: PacketSpec | null;
  readonly imported: PacketsFromElsewhere | null;
  /** The entry point that a new packet starts with. */
  readonly from: string | null;
  readonly onDone: () => void;
}

const VIEWS = { bytes: 'Bytes', text: 'As text', import: 'Import' } as const;
type View = keyof typeof VIEWS;
const VIEW_NAMES = ['bytes', 'text', 'import'] as const;

export function Editor({ packet, from, imported, onDone }: EditorProps) {
  const [begun] = useState(() => beginWith(imported));
  const model = useMirror((m) => m.model);
  const entries = useMemo(() => entryPoints(model), [model]);
  const [entryValue, setEntryValue] = useState(
    packet ? `${packet.machine} ${packet.iface}` : (from ?? entries[0]?.value ?? ''),
  );
  const entry = entries.find(({ value }) => value === entryValue) ?? entries[0];
  const others = useMemo(() => receivers(model, entry), [model, entry]);
  const [toValue, setToValue] = useState<string | null>(null);
  const to = others.find(({ value }) => value === toValue) ?? others[0];
  const ends = endsOf(model, entry, to);
  const [name, setName] = useState(packet?.name ?? '');
  const [preset, setPreset] = useState<PresetName | ''>(packet || begun?.first ? '' : 'ping');
  const [state, setState] = useState(() => {
    const bytes = packet ? bytesOfHex(packet.hex) : begun?.first;
    return startEditing(bytes ? draftOfBytes(bytes) : draftOfPreset('ping', ends, entry));
  });
  const [view, setView] = useState<View>(begun === null ? 'bytes' : 'import');
  const [spot, setSpot] = useState<Spot | null>(null);
  const [hovered, setHovered] = useState<Spot | null>(null);
  const { draft } = state;
  const form = useMemo(() => formOf(draft), [draft]);
  const faults = useMemo(() => faultsOf(draft, form), [draft, form]);
  if (!entry) return <p>Plug a port into a hypervisor first: a packet enters at an interface.</p>;

  const change = (next: Draft, tag: string | null = null) => {
    setState((before) => changed(before, next, tag));
    setPreset('');
  };
  const takePreset = (value: string, from = entry, target = to) => {
    const found = PRESET_NAMES.find((candidate) => candidate === value);
    setPreset(found ?? '');
    if (found) setState((before) => changed(before, draftOfPreset(found, endsOf(model, from, target), from), 'preset'));
  };
  const chooseEntry = (value: string) => {
    const from = entries.find((candidate) => candidate.value === value);
    setEntryValue(value);
    if (preset === '' || !from) return;
    const targets = receivers(model, from);
    takePreset(preset, from, targets.find((target) => target.value === toValue) ?? targets[0]);
  };
  const chooseReceiver = (value: string) => {
    setToValue(value);
    const target = others.find((candidate) => candidate.value === value);
    if (preset !== '') takePreset(preset, entry, target);
  };
  const takeText = ({ bytes, inport, inPort }: PacketText) => {
    change(draftOfBytes(bytes), 'text');
    const found =
      entries.find((candidate) => inport !== undefined && candidate.name === inport) ??
      entries.find(({ machine, ofport }) => inPort !== undefined && machine === entry.machine && ofport === inPort);
    if (found) setEntryValue(found.value);
  };
  const send = async () => {
    if (draft.problem) return;
    const label = name.trim() || (preset === '' ? 'Packet' : PRESETS[preset].label);
    const spec: PacketSpec = {
      id: packet?.id ?? freeIds(1)[0] ?? '',
      name: name.trim() || `${label} from ${entry.name}`,
      machine: entry.machine,
      iface: entry.iface,
      hex: hexOfBytes(draft.bytes),
    };
    const before = mirrorStore.getState().scenario.packets;
    await engine().setPackets(
      packet ? before.map((other) => (other.id === spec.id ? spec : other)) : [...before, spec],
    );
    onDone();
    await sendPacket(spec.id);
  };
  const remove = () => {
    void engine().setPackets(mirrorStore.getState().scenario.packets.filter((other) => other.id !== packet?.id));
    say(`${packet?.name ?? 'The packet'} is gone`);
    onDone();
  };
  const undo = () => setState(undone);
  const redo = () => setState(redone);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLTextAreaElement) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    event.stopPropagation();
    if (key === 'y' || event.shiftKey) redo();
    else undo();
  };
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setView('import');
  };
  return (
    <form
      className={css.editor}
      noValidate
      onKeyDown={onKeyDown}
      onDragOver={onDragOver}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={css.top}>
        <SelectField label="Enters at" value={entry.value} options={entries} onChange={chooseEntry} />
        <SelectField
          label="For"
          value={to?.value ?? ''}
          options={others.length > 0 ? others : [{ value: '', label: 'no other port has an address' }]}
          onChange={chooseReceiver}
        />
        <SelectField
          label="Preset"
          value={preset}
          options={[
            { value: '', label: 'Own' },
            ...PRESET_NAMES.map((value) => ({ value, label: PRESETS[value].label })),
          ]}
          onChange={(value) => takePreset(value)}
        />
        <TextField
          label="Name"
          value={name}
          placeholder="named after the preset"
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <div className={css.columns}>
        <section className={css.headers} aria-label="Headers">
          <LayerTree
            draft={draft}
            form={form}
            ends={ends}
            spot={spot}
            onSpot={setSpot}
            onHover={setHovered}
            onChange={change}
          />
        </section>
        <div className={css.side}>
          <div className={css.views}>
            <div role="tablist" aria-label="The packet">
              {VIEW_NAMES.map((id) => (
                <button
                  key={id}
                  type="button"
                  role="tab"
                  id={`packet-${id}`}
                  aria-controls="packet-view"
                  aria-selected={view === id}
                  tabIndex={view === id ? 0 : -1}
                  className={css.view}
                  onClick={() => setView(id)}
                  onKeyDown={(event) => moveTab(event, id, setView)}
                >
                  {VIEWS[id]}
                </button>
              ))}
            </div>
            <span className={css.history}>
              <Button
                icon
                look="quiet"
                aria-label="Undo the last change to the packet"
                title="Undo (Ctrl+Z)"
                disabled={state.past.length === 0}
                onClick={undo}
              >
                <Undo2 size={15} aria-hidden />
              </Button>
              <Button
                icon
                look="quiet"
                aria-label="Redo"
                title="Redo (Ctrl+Shift+Z)"
                disabled={state.future.length === 0}
                onClick={redo}
              >
                <Redo2 size={15} aria-hidden />
              </Button>
            </span>
          </div>
          <div id="packet-view" role="tabpanel" aria-labelledby={`packet-${view}`} className={css.panel}>
            {view === 'bytes' ? (
              <ByteGrid draft={draft} form={form} spot={hovered ?? spot} onSpot={setSpot} onChange={change} />
            ) : view === 'text' ? (
              <TextPanel draft={draft} entry={entry} onText={takeText} />
            ) : (
              <ImportPanel
                begun={begun}
                onPacket={(bytes) => change(draftOfBytes(bytes))}
                onTake={(packets, how) => {
                  onDone();
                  void takePackets(packets, entry, how);
                }}
              />
            )}
          </div>
          <Faults faults={faults} onSpot={setSpot} />
        </div>
      </div>
      <div className={css.footer}>
        <p className={css.summary}>
          {draft.problem ? 'Not a packet yet' : `${describePacket(draft.bytes)} · ${draft.bytes.length} bytes`}
        </p>
        <Button look="primary" type="submit" disabled={draft.problem !== null}>
          Send
        </Button>
        <Button onClick={onDone}>Cancel</Button>
        {packet ? (
          <Button look="danger" onClick={remove}>
            Delete
          </Button>
        ) : null}
      </div>
    </form>
  );
}

function Faults({ faults, onSpot }: { faults: ReturnType<typeof faultsOf>; onSpot: (spot: Spot) => void }) {
  return (
    <ul className={css.faults} aria-label="What is wrong with the packet" aria-live="polite">
      {faults.map((fault) => (
        <li key={`${fault.layer} ${fault.key} ${fault.kind}`} data-kind={fault.kind}>
          {fault.layer < 0 ? (
            fault.text
          ) : (
            <Button look="link" onClick={() => onSpot({ layer: fault.layer, key: fault.key, jump: true })}>
              {fault.text}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function moveTab(event: KeyboardEvent, from: View, go: (view: View) => void): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const next = step === 0 ? undefined : VIEW_NAMES.at((VIEW_NAMES.indexOf(from) + step) % VIEW_NAMES.length);
  if (!next) return;
  event.preventDefault();
  go(next);
  document.getElementById(`packet-${next}`)?.focus();
}

/** What came from elsewhere, as the import panel shows it. */
function beginWith(imported: PacketsFromElsewhere | null) {
  if (imported === null) return null;
  const { file, name, hex } = imported;
  const read = file === null ? importFrames(hex.map(bytesOfHex)) : importFile(file);
  return { imported: read, source: name, first: 'packets' in read ? read.packets[0]?.bytes : undefined };
}
