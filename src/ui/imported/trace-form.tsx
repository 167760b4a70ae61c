/** The packet to trace: ovn-trace's expression, and a form that writes it from two ports. */
import { useId, useMemo, useState } from 'react';
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { Button, SelectField, TextField } from '../kit';
import type { DatapathView, ImportedNetwork, PortView } from '../bridge/imported';
import { go } from './address';
import css from './trace.module.css';
import { microflowOf, PROTOCOLS, sendingPlaces, type Place, type Protocol } from './microflow';
import { ask, realStore, useReal } from './store';

interface Form {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly service: string;
  readonly isOpen: boolean;
}

const formStore = createStore<Form>(() => ({ from: '', to: '', protocol: 'icmp', service: '80', isOpen: true }));

/** Goes to the trace with a port chosen. */
export function startFrom(_: DatapathView, port: PortView): void {
  formStore.setState({ from: port.name, isOpen: true });
  realStore.setState({ problem: null });
  go('trace', { on: '' });
}

export function TraceForm({ network }: { readonly network: ImportedNetwork }) {
  const question = useReal((real) => real.question);
  const problem = useReal((real) => real.problem);
  const tracing = useReal((real) => real.tracing);
  const { isOpen } = useStore(formStore);
  const [draft, setDraft] = useState({ of: question.microflow, text: question.microflow });
  if (draft.of !== question.microflow) setDraft({ of: question.microflow, text: question.microflow });
  const id = useId();
  const trace = (microflow: string) => {
    formStore.setState({ isOpen: false });
    void ask({ ...question, microflow });
  };
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        trace(draft.text);
      }}
    >
      <div className={css.flow}>
        <label className="visually-hidden" htmlFor={id}>
          Packet, as an expression
        </label>
        <textarea
          id={id}
          rows={2}
          spellCheck={false}
          placeholder={
            'inport == "port" && eth.src == … && eth.dst == … && ip4.src == … && ip4.dst == … && ip.ttl == 64'
          }
          value={draft.text}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${id}-problem`}
          onChange={(event) => setDraft({ ...draft, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            trace(draft.text);
          }}
        />
        <Button type="submit" look="primary" disabled={tracing || draft.text.trim() === ''}>
          Trace
        </Button>
        <Button aria-expanded={isOpen} onClick={() => formStore.setState({ isOpen: !isOpen })}>
          Compose
        </Button>
      </div>
      {problem === null ? null : (
        <p id={`${id}-problem`} role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      {isOpen ? (
        <Composer
          network={network}
          onMade={(microflow) => {
            setDraft({ of: microflow, text: microflow });
            trace(microflow);
          }}
        />
      ) : null}
    </form>
  );
}

interface ComposerProps {
  readonly network: ImportedNetwork;
  readonly onMade: (microflow: string) => void;
}

function Composer({ network, onMade }: ComposerProps) {
  const { from, to, protocol, service } = useStore(formStore);
  const question = useReal((real) => real.question);
  const places = useMemo(() => sendingPlaces(network), [network]);
  const source = useMemo(() => placeNamed(places, from), [places, from]);
  const target = useMemo(() => placeNamed(places, to), [places, to]);
  const isAddress = /^[\d.]+$|:/.test(to.trim()) && target === undefined;
  const ready = source !== undefined && (target !== undefined || isAddress);
  const put = (change: Partial<Form>) => formStore.setState(change);
  return (
    <div className={css.composer}>
      <PlaceField label="From port" places={places} value={from} onChange={(value) => put({ from: value })} />
      <PlaceField
        label="To port or address"
        places={places}
        value={to}
        onChange={(value) => put({ to: value })}
        isAddress={isAddress}
      />
      <SelectField
        label="Protocol"
        value={protocol}
        options={PROTOCOLS.map((value) => ({ value, label: value.toUpperCase() }))}
        onChange={(value) => put({ protocol: PROTOCOLS.find((each) => each === value) ?? 'icmp' })}
      />
      {protocol === 'tcp' || protocol === 'udp' ? (
        <TextField
          label="To service port"
          inputMode="numeric"
          value={service}
          onChange={(event) => put({ service: event.target.value })}
        />
      ) : null}
      <TextField
        label="--lb-dst"
        mono
        placeholder="10.0.0.5:8080"
        value={question.lbDst}
        onChange={(event) => realStore.setState({ question: { ...question, lbDst: event.target.value } })}
      />
      <TextField
        label="--select-id"
        mono
        inputMode="numeric"
        value={question.selectId}
        onChange={(event) => realStore.setState({ question: { ...question, selectId: event.target.value } })}
      />
      <Button
        look="primary"
        disabled={!ready}
        onClick={() => {
          if (source === undefined) return;
          const wanted = target ?? { address: to };
          onMade(microflowOf(network, { from: source, to: wanted, protocol, service: Number(service) || 80 }));
        }}
      >
        Write and trace
      </Button>
    </div>
  );
}

function placeNamed(places: readonly Place[], text: string): Place | undefined {
  if (text === '') return undefined;
  return places.find(({ port }) => port.name === text) ?? places.find(({ port }) => port.title === text);
}

/** Ports that are suggested while one types. */
const SUGGESTED = 40;

interface PlaceFieldProps {
  readonly label: string;
  readonly places: readonly Place[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isAddress?: boolean;
}

function PlaceField({ label, places, value, onChange, isAddress = false }: PlaceFieldProps) {
  const id = useId();
  const suggested = useMemo(() => {
    const words = value.toLowerCase().split(/\s+/).filter(Boolean);
    return places
      .filter(({ port, datapath }) => {
        const text = [port.name, port.title, datapath.title, ...port.addresses].join(' ').toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .slice(0, SUGGESTED);
  }, [places, value]);
  const isKnown = value === '' || isAddress || placeNamed(places, value) !== undefined;
  return (
    <div className={css.place}>
      <TextField
        label={label}
        list={id}
        value={value}
        placeholder="Name or address"
        problem={isKnown || suggested.length > 0 ? null : 'No port has this name.'}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={id}>
        {suggested.map(({ port, datapath }) => (
          <option key={`${datapath.id} ${port.name}`} value={port.name}>
            {`${port.title === port.name ? '' : `${port.title}, `}${datapath.title} ${port.addresses[0] ?? ''}`}
          </option>
        ))}
      </datalist>
    </div>
  );
}
