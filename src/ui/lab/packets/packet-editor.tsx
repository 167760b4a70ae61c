/** Where the packet editor is opened from; the editor itself is loaded when it is first needed. */
import { Suspense, lazy, useState } from 'react';
import type { PacketSpec } from '../../bridge';
import { Button, Dialog } from '../../kit';
import { parseEntity, useMirror, useSelection } from '../../state';
import type { PacketsFromElsewhere } from './import-packets';
import css from './editor.module.css';

const Editor = lazy(() => import('./editor').then((module) => ({ default: module.Editor })));

export function NewPacketButton() {
  const [editing, setEditing] = useState<'new' | 'chosen' | null>(null);
  const ready = useMirror((m) => m.model.machines.some((machine) => machine.vifs.length > 0));
  const packets = useMirror((m) => m.scenario.packets);
  const chosen = useChosenPacket(packets);
  return (
    <div className={css.new}>
      <Button
        disabled={!ready}
        title={ready ? undefined : 'A packet needs an interface to enter by'}
        onClick={() => setEditing('new')}
      >
        New packet…
      </Button>
      {chosen ? (
        <Button title={`Change “${chosen.name}”`} onClick={() => setEditing('chosen')}>
          Edit packet…
        </Button>
      ) : null}
      <PacketEditorDialog
        open={editing !== null}
        onOpenChange={(open) => setEditing(open ? 'new' : null)}
        packet={editing === 'chosen' ? chosen : null}
      />
    </div>
  );
}

function useChosenPacket(packets: readonly PacketSpec[]): PacketSpec | null {
  const selected = useSelection((s) => s.selected);
  const entity = selected === null ? null : parseEntity(selected);
  return (entity?.kind === 'packet' ? packets.find((packet) => packet.id === entity.packet) : null) ?? null;
}

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The packet to change, or null for a new one. */
  readonly packet: PacketSpec | null;
  /** What a new one is made from: a capture, or frames as hexadecimal digits. */
  readonly imported?: PacketsFromElsewhere;
  /** The entry point that a new packet starts with. */
  readonly from?: string | null;
}

export function PacketEditorDialog({ open, onOpenChange, packet, from = null, imported }: DialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      wide
      title={packet ? 'Change this packet' : 'New packet'}
      description="Lengths, types and checksums are right unless you give others."
    >
      {open ? (
        <Suspense fallback={<p aria-busy="true">Loading…</p>}>
          <Editor packet={packet} from={from} imported={imported ?? null} onDone={() => onOpenChange(false)} />
        </Suspense>
      ) : null}
    </Dialog>
  );
}
