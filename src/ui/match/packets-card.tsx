/** Test packets: which match at a glance, the one in focus to edit, and ways to get more. */
import { useEffect, useRef, useState } from 'react';
import type { LabPort, MatchAnalysis, PacketResult, TestPacket } from '../bridge';
import { Button, SelectField, TextField } from '../kit';
import { PacketEditorDialog } from '../lab/packets';
import { mirrorStore, useMirror } from '../state';
import { encode, PRESET_NAMES, PRESETS, toHex } from '../../packets';
import { say } from '../actions';
import cards from './cards.module.css';
import css from './packets.module.css';
import { addPacket, change, client, labStore, useLab } from './store';

export function PacketsCard({ analysis, ports }: { analysis: MatchAnalysis | null; ports: readonly LabPort[] }) {
  const packets = useLab((lab) => lab.state.packets);
  const focus = useLab((lab) => lab.state.focus);
  const focused = packets.find((packet) => packet.id === focus);
  return (
    <section className={cards.card} aria-labelledby="match-packets">
      <h2 id="match-packets">Test packets</h2>
      {packets.length === 0 ? (
        <p className={cards.note}>Packets to try the expression on. Let one be made that matches, or write your own.</p>
      ) : (
        <ul className={css.packets}>
          {packets.map((packet) => (
            <li key={packet.id}>
              <PacketButton
                packet={packet}
                result={analysis?.packets.find((result) => result.id === packet.id)}
                focused={packet.id === focus}
              />
            </li>
          ))}
        </ul>
      )}
      <div className={cards.buttons}>
        <MakeButton kind="matching" label="Make one that matches" />
        <MakeButton kind="failing" label="One that just fails" />
        <Button
          onClick={() => addPacket({ name: '', kind: 'microflow', text: 'ip4', inport: '', outport: '' })}
          title="A packet as an expression"
        >
          Write one
        </Button>
        <AddPacket />
      </div>
      {focused ? (
        <PacketForm
          key={focused.id}
          packet={focused}
          ports={ports}
          result={analysis?.packets.find((result) => result.id === focused.id)}
        />
      ) : null}
    </section>
  );
}

function PacketButton({
  packet,
  result,
  focused,
}: {
  packet: TestPacket;
  result: PacketResult | undefined;
  focused: boolean;
}) {
  const matches = result?.matches ?? null;
  const word = result?.problem
    ? 'not a packet'
    : matches === null
      ? 'not known'
      : matches
        ? 'matches'
        : 'does not match';
  return (
    <button
      type="button"
      className={css.packet}
      aria-pressed={focused}
      data-testid="test-packet"
      data-matches={matches}
      onClick={() => change({ focus: focused ? null : packet.id }, 'Packet in focus')}
    >
      <span className={css.sign} data-truth={matches} aria-hidden>
        {result?.problem ? '!' : matches === null ? '·' : matches ? '✓' : '✕'}
      </span>
      <span className={css.packetName}>{packet.name || result?.summary || packet.text || 'Empty packet'}</span>
      <span className="visually-hidden">{word}</span>
    </button>
  );
}

function PacketForm({
  packet,
  ports,
  result,
}: {
  packet: TestPacket;
  ports: readonly LabPort[];
  result: PacketResult | undefined;
}) {
  const edit = (part: Partial<TestPacket>) => {
    const { packets } = labStore.getState().state;
    const next = packets.map((other) => (other.id === packet.id ? { ...other, ...part } : other));
    change({ packets: next }, 'Change a packet');
  };
  const remove = () => {
    const packets = labStore.getState().state.packets.filter((other) => other.id !== packet.id);
    change({ packets, focus: packets[0]?.id ?? null }, 'Delete a packet');
  };
  const options = [
    { value: '', label: '(none)' },
    ...ports.slice(0, 500).map(({ name }) => ({ value: name, label: name })),
  ];
  return (
    <div className={css.packetForm}>
      <div className={css.pair}>
        <TextField
          label="Name"
          value={packet.name}
          placeholder="named after what it is"
          onChange={(event) => edit({ name: event.target.value })}
        />
        <SelectField
          label="Given as"
          value={packet.kind}
          options={[
            { value: 'microflow', label: 'Expression' },
            { value: 'hex', label: 'Bytes' },
          ]}
          onChange={(value) => edit({ kind: value === 'hex' ? 'hex' : 'microflow', text: '' })}
        />
      </div>
      <label className={cards.fieldLabel}>
        {packet.kind === 'hex' ? 'Bytes as hex' : 'Microflow expression'}
        <textarea
          className={cards.other}
          rows={3}
          spellCheck={false}
          value={packet.text}
          placeholder={
            packet.kind === 'hex' ? 'Paste a frame: hex digits or a dump' : 'inport == "eth0" && ip4.src == 10.0.0.1'
          }
          onChange={(event) => edit({ text: event.target.value })}
        />
      </label>
      {packet.kind === 'hex' ? (
        <div className={css.pair}>
          <SelectField label="inport" value={packet.inport} options={options} onChange={(inport) => edit({ inport })} />
          <SelectField
            label="outport"
            value={packet.outport}
            options={options}
            onChange={(outport) => edit({ outport })}
          />
        </div>
      ) : null}
      {result?.problem ? (
        <p className={cards.bad} role="alert">
          {result.problem.message} {result.problem.hint}
        </p>
      ) : packet.kind === 'hex' && result ? (
        <p className={cards.note}>{result.summary}</p>
      ) : null}
      <Button look="danger" onClick={remove}>
        Delete this packet
      </Button>
    </div>
  );
}

function MakeButton({ kind, label }: { kind: 'matching' | 'failing'; label: string }) {
  const text = useLab((lab) => lab.state.text);
  const make = async () => {
    const made = await client.api().make(text, kind);
    if (!made.ok) {
      // That there is none is an answer.
      say(made.error.message, made.error.code === 'no-near-miss' || made.error.code === 'never' ? 'info' : 'bad');
      return;
    }
    const name = kind === 'matching' ? 'One that matches' : 'One that just fails';
    addPacket({ name, kind: 'microflow', text: made.value.text, inport: '', outport: '' });
    say(made.value.sentence);
  };
  return (
    <Button disabled={text.trim() === ''} onClick={() => void make()}>
      {label}
    </Button>
  );
}

const COMPOSE = 'compose';

/** Bytes: pasted, of a preset, of the scenario, or composed field by field. */
function AddPacket() {
  const scenario = useMirror((m) => m.scenario.packets);
  const [composing, setComposing] = useState(false);
  const known = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!composing) return;
    const fresh = scenario.find((packet) => !known.current.has(packet.id));
    if (fresh === undefined) return;
    known.current = new Set(scenario.map((packet) => packet.id));
    addPacket(fromScenario(fresh));
  }, [scenario, composing]);
  const add = (value: string) => {
    if (value === 'hex') addPacket({ name: '', kind: 'hex', text: '', inport: '', outport: '' });
    if (value === COMPOSE) {
      known.current = new Set(scenario.map((packet) => packet.id));
      setComposing(true);
    }
    const preset = PRESET_NAMES.find((name) => `preset:${name}` === value);
    if (preset !== undefined) {
      const { label, build } = PRESETS[preset];
      const bytes = encode(
        build({ ethSrc: '00:00:00:00:00:01', ethDst: '00:00:00:00:00:02', ipSrc: '10.0.0.1', ipDst: '10.0.0.2' }),
      );
      if (bytes.ok) addPacket({ name: label, kind: 'hex', text: toHex(bytes.value), inport: '', outport: '' });
    }
    const packet = scenario.find((candidate) => `packet:${candidate.id}` === value);
    if (packet !== undefined) addPacket(fromScenario(packet));
  };
  return (
    <>
      <select
        className={cards.select}
        aria-label="Add a packet of bytes"
        value=""
        onChange={(event) => add(event.target.value)}
      >
        <option value="">Add bytes…</option>
        <option value="hex">Paste hex</option>
        <option value={COMPOSE}>Packet editor…</option>
        <optgroup label="Presets">
          {PRESET_NAMES.map((name) => (
            <option key={name} value={`preset:${name}`}>
              {PRESETS[name].label}
            </option>
          ))}
        </optgroup>
        {scenario.length > 0 ? (
          <optgroup label="Of the scenario">
            {scenario.map((packet) => (
              <option key={packet.id} value={`packet:${packet.id}`}>
                {packet.name}
              </option>
            ))}
          </optgroup>
        ) : null}
      </select>
      <PacketEditorDialog open={composing} onOpenChange={setComposing} packet={null} />
    </>
  );
}

function fromScenario(packet: { name: string; hex: string; machine: string; iface: string }): Omit<TestPacket, 'id'> {
  const machine = mirrorStore.getState().model.machines.find((candidate) => candidate.name === packet.machine);
  const vif = machine?.vifs.find((candidate) => candidate.name === packet.iface);
  return { name: packet.name, kind: 'hex', text: packet.hex, inport: vif?.ifaceId ?? '', outport: '' };
}
