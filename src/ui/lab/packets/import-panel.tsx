/** Bytes from elsewhere: a pasted dump, a dropped or chosen capture; of several packets one is chosen, or several are taken. */
import { useId, useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { Button } from '../../kit';
import { importFile, importText } from './import-packets';
import { FoundList, type TakeHow } from './found-list';
import type { Imported, ImportedPacket } from './import-packets';
import fieldInputCss from './field-input.module.css';
import css from './texts.module.css';

/** A capture of this size is read in an instant; much larger ones are for other tools. */
const MOST_BYTES = 64 * 1024 * 1024;

interface Props {
  /** Read already, when the panel opens. */
  readonly begun: { readonly imported: Imported; readonly source: string } | null;
  readonly onPacket: (bytes: Uint8Array) => void;
  readonly onTake: (packets: readonly ImportedPacket[], how: TakeHow) => void;
}

export function ImportPanel({ begun, onPacket, onTake }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [source, setSource] = useState(begun?.source ?? '');
  const [imported, setImported] = useState<Imported | null>(begun?.imported ?? null);
  const [chosen, setChosen] = useState(0);
  const [over, setOver] = useState(false);
  const take = (next: Imported | null, from: string) => {
    setImported(next);
    setSource(from);
    setChosen(0);
    const first = next && 'packets' in next ? next.packets[0] : undefined;
    if (first) onPacket(first.bytes);
  };
  const read = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES) {
      take({ error: `${file.name} is larger than ${MOST_BYTES / 1024 / 1024} MB.` }, file.name);
      return;
    }
    take(importFile(new Uint8Array(await file.arrayBuffer())), file.name);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  };
  const packets = imported && 'packets' in imported ? imported.packets : [];
  return (
    <div
      className={css.import}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div className={css.buttons}>
        <Button onClick={() => input.current?.click()}>Open a capture…</Button>
        <span className={css.hint}>pcap or pcapng; or drop the file here</span>
        <input
          ref={input}
          type="file"
          hidden
          accept=".pcap,.pcapng,.cap,.txt,.hex"
          aria-label="Capture file"
          onChange={(event) => {
            void read(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
      <div className={css.textInput}>
        <label htmlFor={id}>Or paste hex</label>
        <textarea
          id={id}
          rows={packets.length > 1 ? 2 : 6}
          spellCheck={false}
          value={text}
          placeholder="Plain hex, or what xxd, hexdump -C, tcpdump -xx or Wireshark print"
          aria-invalid={imported !== null && 'error' in imported}
          aria-describedby={`${id}-note`}
          onChange={(event) => {
            setText(event.target.value);
            take(event.target.value.trim() === '' ? null : importText(event.target.value), '');
          }}
        />
      </div>
      <div id={`${id}-note`}>
        {imported && 'error' in imported ? (
          <p role="alert" className={fieldInputCss.problem}>
            {imported.error} The packet stays as it was.
          </p>
        ) : packets.length === 1 ? (
          <p className={css.hint}>Read: {packets[0]?.label}</p>
        ) : null}
      </div>
      {packets.length > 1 ? (
        <FoundList
          key={source}
          packets={packets}
          title={`${packets.length} packets${source === '' ? '' : ` in ${source}`}`}
          chosen={chosen}
          onChoose={(index) => {
            setChosen(index);
            const packet = packets[index];
            if (packet) onPacket(packet.bytes);
          }}
          onTake={onTake}
        />
      ) : null}
    </div>
  );
}
