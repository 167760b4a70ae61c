/** The packet in the two languages that describe one: a microflow, and the flow syntax of ofproto/trace. */
import { useEffect, useId, useState } from 'react';
import { hexOfBytes } from '../../actions';
import { engine } from '../../bridge';
import type { PacketLanguage, PacketText, Problem } from '../../bridge';
import type { Draft } from './draft';
import type { EntryPoint } from './ends';
import fieldInputCss from './field-input.module.css';
import css from './texts.module.css';

interface PanelProps {
  readonly draft: Draft;
  readonly entry: EntryPoint;
  readonly onText: (read: PacketText) => void;
}

export function TextPanel(props: PanelProps) {
  const { draft, entry } = props;
  const [texts, setTexts] = useState<Readonly<Record<PacketLanguage, string>> | null>(null);
  const { bytes } = draft;
  useEffect(() => {
    let wanted = true;
    void engine()
      .textsOfPacket({ machine: entry.machine, iface: entry.iface, bytes })
      .then((result) => {
        if (wanted) setTexts(result);
      });
    return () => {
      wanted = false;
    };
  }, [bytes, entry.machine, entry.iface]);
  return (
    <div className={css.texts}>
      <TextInput
        {...props}
        language="microflow"
        label="Microflow, in the match language"
        hint="As ovn-trace takes it. What it does not name is 0, or usual."
        shown={texts?.microflow ?? ''}
      />
      <TextInput
        {...props}
        language="flow"
        label="Flow, as for ovs-appctl ofproto/trace"
        hint="A port by number or by name; the command around it may stay."
        shown={texts?.flow ?? ''}
      />
      <p className={css.hint}>
        These describe the headers that flows can match. A packet made from them has payload and lengths of its own.
      </p>
    </div>
  );
}

interface InputProps extends PanelProps {
  readonly language: PacketLanguage;
  readonly label: string;
  readonly hint: string;
  /** The text of the packet as it is. */
  readonly shown: string;
}

/** What is being typed stays as it is typed, until the packet is changed elsewhere. */
interface Typed {
  readonly text: string;
  readonly problem: Problem | null;
  /** The packet that the text made, or that was there when it made none. */
  readonly hex: string;
}

function TextInput({ draft, entry, onText, language, label, hint, shown }: InputProps) {
  const id = useId();
  const hex = hexOfBytes(draft.bytes);
  const [typed, setTyped] = useState<Typed | null>(null);
  const mine = typed?.hex === hex ? typed : null;
  const type = async (text: string) => {
    setTyped({ text, problem: null, hex });
    const read = await engine().packetOfText(text, language, entry.machine);
    if (!read.ok) {
      setTyped((now) => (now?.text === text ? { text, problem: read.error, hex } : now));
      return;
    }
    setTyped((now) => (now?.text === text ? { text, problem: null, hex: hexOfBytes(read.value.bytes) } : now));
    onText(read.value);
  };
  const problem = mine?.problem ?? null;
  return (
    <div className={css.textInput}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={5}
        spellCheck={false}
        value={mine?.text ?? shown}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-note`}
        onChange={(event) => void type(event.target.value)}
      />
      {problem === null ? (
        <span id={`${id}-note`} className={css.hint}>
          {hint}
        </span>
      ) : (
        <div id={`${id}-note`} role="alert" className={fieldInputCss.problem}>
          {problem.message}
          {problem.hint === undefined ? '' : ` ${problem.hint}`}
          <Piece text={mine?.text ?? ''} problem={problem} />
        </div>
      )}
    </div>
  );
}

/** The text with what is at fault marked, when that is not all of it. */
function Piece({ text, problem: { range } }: { text: string; problem: Problem }) {
  if (!range || (range.start === 0 && range.end >= text.length)) return null;
  const around = 24;
  const end = Math.max(range.end, range.start + 1);
  return (
    <code className={css.piece}>
      {range.start > around ? '…' : ''}
      {text.slice(Math.max(0, range.start - around), range.start)}
      <mark>{text.slice(range.start, end) || '␣'}</mark>
      {text.slice(end, end + around)}
      {text.length > end + around ? '…' : ''}
    </code>
  );
}
