/** Choosing a format, seeing what it gives, copying or saving it. */
import { useEffect, useId, useState } from 'react';
import type { ReactNode } from 'react';
import { say } from '../../actions';
import { engine } from '../../bridge';
import type { Capture, CaptureChoice, TraceRequest } from '../../bridge';
import { Button } from '../../kit';
import { describePacket, readPcap } from '../../../packets';
import { useMirror, usePlayer } from '../../state';
import { EXPORT_FORMAT_NAMES, EXPORT_FORMATS, fileName } from './formats';
import type { ExportFormat } from './formats';
import css from './trace-export.module.css';

/** What a preview shows at most; the file and the clipboard get all of it. */
const PREVIEW_CHARACTERS = 20_000;

export function ExportForm() {
  const request = usePlayer((p) => p.trace?.request);
  const [format, setFormat] = useState<ExportFormat>('ovn-trace');
  if (!request) return null;
  return (
    <div className={css.form}>
      <Choices
        label="Format"
        value={format}
        options={EXPORT_FORMAT_NAMES.map((name) => ({ value: name, label: EXPORT_FORMATS[name].label }))}
        onChange={(value) => setFormat(EXPORT_FORMAT_NAMES.find((name) => name === value) ?? 'ovn-trace')}
      />
      <p className={css.hint}>{EXPORT_FORMATS[format].hint}</p>
      {format === 'pcap' ? (
        <CaptureExport key="pcap" request={request} />
      ) : (
        <TextExport key={format} request={request} format={format} />
      )}
    </div>
  );
}

function TextExport({ request, format }: { request: TraceRequest; format: Exclude<ExportFormat, 'pcap'> }) {
  const name = usePacketName();
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    void engine()
      .traceText(request, format)
      .then((result) => {
        if (!wanted) return;
        if (result.ok) setText(result.value);
        else setProblem(result.error.message);
      });
    return () => {
      wanted = false;
    };
  }, [request, format]);
  const { extension, type } = EXPORT_FORMATS[format];
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text ?? '');
      say('Copied');
    } catch {
      say('The browser did not let us copy; select the text instead.', 'bad');
    }
  };
  if (problem !== null) return <Problem>{problem}</Problem>;
  return (
    <>
      <pre className={css.preview} tabIndex={0} role="region" aria-label="Preview" aria-busy={text === null}>
        {text?.slice(0, PREVIEW_CHARACTERS)}
      </pre>
      {text !== null && text.length > PREVIEW_CHARACTERS ? (
        <p className={css.hint}>
          The beginning of {Math.ceil(text.length / 1024).toLocaleString('en')} kB; copy and download give all of it.
        </p>
      ) : null}
      <div className={css.buttons}>
        <Button look="primary" disabled={text === null} onClick={() => void copy()}>
          Copy
        </Button>
        <Button disabled={text === null} onClick={() => save([text ?? ''], type, fileName(name, format, extension))}>
          Download
        </Button>
      </div>
    </>
  );
}

function CaptureExport({ request }: { request: TraceRequest }) {
  const name = usePacketName();
  const step = usePlayer((p) => p.step);
  const [choices, setChoices] = useState<readonly CaptureChoice[]>([]);
  const [key, setKey] = useState('hops');
  const [file, setFile] = useState<Uint8Array | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    void engine()
      .captureChoices(request)
      .then((result) => {
        if (result.ok) setChoices(result.value);
        else setProblem(result.error.message);
      });
  }, [request]);
  const options: readonly CaptureChoice[] = [
    ...choices,
    { key: 'step', what: step, label: `The packet at step ${step + 1}`, frames: 1 },
  ];
  const what: Capture = options.find((option) => option.key === key)?.what ?? 'hops';
  useEffect(() => {
    let wanted = true;
    void engine()
      .capture(request, what)
      .then((result) => {
        if (!wanted) return;
        if (result.ok) setFile(result.value);
        else setProblem(result.error.message);
      });
    return () => {
      wanted = false;
    };
  }, [request, what]);
  if (problem !== null) return <Problem>{problem}</Problem>;
  return (
    <>
      <div className={css.capture}>
        <fieldset className={css.hops}>
          <legend>What is captured</legend>
          {options.map((option) => (
            <label key={option.key} className={css.hop}>
              <input type="radio" name="capture" checked={option.key === key} onChange={() => setKey(option.key)} />
              <span>{option.label}</span>
              <span className={css.frames}>{option.frames === 1 ? '1 frame' : `${option.frames} frames`}</span>
            </label>
          ))}
        </fieldset>
        <ol className={css.preview} tabIndex={0} aria-label="Frames" aria-busy={file === null}>
          {framesOf(file).map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ol>
      </div>
      <div className={css.buttons}>
        <Button
          look="primary"
          disabled={file === null}
          onClick={() => {
            const { extension, type } = EXPORT_FORMATS.pcap;
            if (file) save([Uint8Array.from(file)], type, fileName(name, key, extension));
          }}
        >
          Download pcap
        </Button>
      </div>
    </>
  );
}

/** The frames of a capture, each in a line. */
function framesOf(file: Uint8Array | null): readonly string[] {
  const read = file && readPcap(file);
  return read?.ok ? read.value.map(({ bytes }) => `${describePacket(bytes)} · ${bytes.length} bytes`) : [];
}

interface ChoicesProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

function Choices({ label, value, options, onChange }: ChoicesProps) {
  const name = useId();
  return (
    <fieldset className={css.choices}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={css.choice}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="visually-hidden"
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Problem({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className={css.problem}>
      {children}
    </p>
  );
}

function usePacketName(): string {
  const id = usePlayer((p) => p.packet);
  return useMirror((m) => m.scenario.packets.find((packet) => packet.id === id)?.name ?? '');
}

function save(parts: BlobPart[], type: string, name: string): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(url);
  say(`Saved as ${name}`);
}
