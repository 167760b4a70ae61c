/** The scenario's packets, for where the outline is folded: send one, or make a new one. */
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { sendPacket } from '../actions';
import { useMirror } from '../state';
import css from './lab.module.css';
import { MenuButton } from './menu-button';
import { PacketEditorDialog } from './packets';

const NEW = 'new packet';

export function SendMenu() {
  const [making, setMaking] = useState(false);
  const packets = useMirror((m) => m.scenario.packets);
  const ready = useMirror((m) => m.model.machines.some((machine) => machine.vifs.length > 0));
  return (
    <>
      <MenuButton
        className={css.send}
        label="Send a packet"
        disabled={!ready}
        title={ready ? undefined : 'A packet needs an interface to enter by'}
        choices={[...packets.map(({ id, name }) => ({ id, label: name })), { id: NEW, label: 'New packet…' }]}
        onChoose={(id) => {
          if (id === NEW) setMaking(true);
          else void sendPacket(id);
        }}
      >
        Send <ChevronDown size={14} aria-hidden />
      </MenuButton>
      <PacketEditorDialog open={making} onOpenChange={setMaking} packet={null} />
    </>
  );
}
