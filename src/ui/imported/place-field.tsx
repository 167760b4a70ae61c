/** A field for a port, which suggests those that have what is typed in their names or addresses. */
import { useId, useMemo } from 'react';
import { TextField } from '../kit';
import { placeNamed, type Place } from './microflow';
import css from './trace.module.css';

/** Ports that are suggested while one types. */
const SUGGESTED = 40;

interface PlaceFieldProps {
  readonly label: string;
  readonly places: readonly Place[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isAddress?: boolean;
}

export function PlaceField({ label, places, value, onChange, isAddress = false }: PlaceFieldProps) {
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
