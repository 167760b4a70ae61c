/** Which of some chosen ports reaches which: a packet is traced for each pair, and each cell leads to its trace. */
import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button, EmptyState, SelectField, TextField } from '../kit';
import { imported } from '../bridge/imported';
import type { ImportedNetwork, TraceQuestion } from '../bridge/imported';
import { go } from './address';
import { addressesOf, microflowOf, placeNamed, sendingPlaces, type Place } from './microflow';
import css from './page.module.css';
import { PlaceField } from './place-field';
import { ask, NO_QUESTION } from './store';
import { useAsked } from './use-asked';

/** Ports that are chosen at first, and the most that one can choose: each pair is a trace. */
const AT_FIRST = 6;
const MOST = 20;

const PROTOCOLS = ['icmp', 'tcp', 'udp'] as const;

export function ReachPage({ network }: { readonly network: ImportedNetwork }) {
  const places = useMemo(() => sendingPlaces(network).filter(hasAddress), [network]);
  const [names, setNames] = useState<readonly string[]>(() => places.slice(0, AT_FIRST).map(({ port }) => port.name));
  const [adding, setAdding] = useState('');
  const [protocol, setProtocol] = useState<(typeof PROTOCOLS)[number]>('icmp');
  const [service, setService] = useState('80');
  const chosen = names.flatMap((name) => placeNamed(places, name) ?? []);
  const questions = chosen.flatMap((from) =>
    chosen.map((to): TraceQuestion => ({
      ...NO_QUESTION,
      ct: ['new', 'new', 'new', 'new'],
      microflow: microflowOf(network, { from, to, protocol, service: Number(service) || 80 }),
    })),
  );
  const canTrace = network.flows > 0 && chosen.length > 1;
  const verdicts = useAsked(canTrace ? JSON.stringify(questions) : null, () => imported().verdicts(questions));
  const added = placeNamed(places, adding);
  if (network.flows === 0)
    return (
      <EmptyState title="No logical flows">
        <p>Packets are traced in the southbound database. Open it together with this one.</p>
      </EmptyState>
    );
  return (
    <div className={css.page}>
      <form
        className={css.tools}
        onSubmit={(event) => {
          event.preventDefault();
          if (added === undefined || names.length >= MOST) return;
          setNames([...new Set([...names, added.port.name])]);
          setAdding('');
        }}
      >
        <PlaceField label="Add a port" places={places} value={adding} onChange={setAdding} />
        <Button type="submit" disabled={added === undefined || names.length >= MOST}>
          Add
        </Button>
        <SelectField
          label="Protocol"
          value={protocol}
          options={PROTOCOLS.map((value) => ({ value, label: value.toUpperCase() }))}
          onChange={(value) => setProtocol(PROTOCOLS.find((each) => each === value) ?? 'icmp')}
        />
        {protocol === 'icmp' ? null : (
          <TextField
            label="To service port"
            inputMode="numeric"
            value={service}
            onChange={(event) => setService(event.target.value)}
          />
        )}
        <p className={css.note}>
          The first packet of a new connection, from the port of the line to that of the column.
        </p>
      </form>
      <div className={css.matrix} tabIndex={0} role="region" aria-label="Who reaches whom">
        {chosen.length < 2 ? (
          <p className={css.note}>Add two ports that have addresses.</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">From</th>
                {chosen.map(({ port }) => (
                  <th key={port.name} scope="col">
                    {port.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {chosen.map((from, row) => (
                <tr key={from.port.name}>
                  <th scope="row">
                    {from.port.title}{' '}
                    <Button
                      icon
                      look="quiet"
                      aria-label={`Leave ${from.port.title} out`}
                      onClick={() => setNames(names.filter((name) => name !== from.port.name))}
                    >
                      <X size={13} aria-hidden />
                    </Button>
                  </th>
                  {chosen.map((to, column) => {
                    const index = row * chosen.length + column;
                    const verdict = verdicts?.[index];
                    const question = questions[index];
                    return (
                      <td key={to.port.name}>
                        {from === to || question === undefined ? null : verdict === undefined ? (
                          '…'
                        ) : (
                          <Cell
                            word={wordFor(verdict, to)}
                            tone={
                              wordFor(verdict, to) === 'yes' ? 'good' : verdict.tone === 'good' ? 'mixed' : verdict.tone
                            }
                            title={`${from.port.title} to ${to.port.title}: ${verdict.title}. ${verdict.text}`}
                            onOpen={() => {
                              go('trace', { on: '' });
                              void ask(question);
                            }}
                          />
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}

function hasAddress({ port }: Place): boolean {
  return addressesOf(port.addresses) !== undefined;
}

/** Delivered means here: to the port of the column. */
function wordFor({ tone, title }: { readonly tone: string; readonly title: string }, { port }: Place): string {
  if (title === `Delivered to ${port.title}`) return 'yes';
  return tone === 'bad' ? 'no' : 'elsewhere';
}

interface CellProps {
  readonly word: string;
  readonly tone: string;
  readonly title: string;
  readonly onOpen: () => void;
}

function Cell({ word, tone, title, onOpen }: CellProps) {
  return (
    <button type="button" className={css.cell} data-tone={tone} title={title} aria-label={title} onClick={onOpen}>
      {word}
    </button>
  );
}
