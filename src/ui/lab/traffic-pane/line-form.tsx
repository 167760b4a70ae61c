/** A line being written: from, to, what, and for TCP and UDP the port. */
import { useId, useState } from 'react';
import type { ReachabilityPort, TrafficLine } from '../../bridge';
import { Button, SelectField } from '../../kit';
import { ADDED_KINDS, EVERYONE, hasPort, KIND_LABELS, linesOf, MOST_LINES, portProblem } from './script-lines';
import type { AddedKind } from './script-lines';
import css from './script.module.css';
import traffic from './traffic.module.css';

interface Props {
  readonly ports: readonly ReachabilityPort[];
  readonly line?: TrafficLine;
  /** May stand for several lines: everyone, or a whole ping. */
  readonly everyone?: boolean;
  readonly submit: string;
  /** How many lines there may be. */
  readonly room: number;
  readonly onSubmit: (lines: readonly TrafficLine[]) => void;
  readonly onCancel?: () => void;
}

export function LineForm({ ports, line, everyone = false, submit, room, onSubmit, onCancel }: Props) {
  const [from, setFrom] = useState(line?.from ?? ports[0]?.name ?? '');
  const [to, setTo] = useState(line?.to ?? (neighbour(ports) ?? ports[1])?.name ?? '');
  const [kind, setKind] = useState<AddedKind>(line?.kind ?? 'ping-exchange');
  const [port, setPort] = useState(String(line?.port ?? 80));
  const id = useId();
  const names = ports.map(({ name }) => ({ value: name, label: name }));
  const lines = linesOf(ports, { from, to, kind, port });
  const problem =
    portProblem(kind, port) ??
    (lines.length === 0 ? 'A packet goes from one port to another.' : null) ??
    (lines.length > room ? `${lines.length} lines are too many: a script has at most ${MOST_LINES}.` : null);
  const choices = (own: string) => [
    ...(everyone ? [{ value: EVERYONE, label: 'everyone' }] : []),
    // A port that is gone stays in the line until another is chosen.
    ...(own === EVERYONE || ports.some(({ name }) => name === own)
      ? []
      : [{ value: own, label: `${own} (not there)` }]),
    ...names,
  ];
  return (
    <form
      className={css.form}
      aria-label={line ? 'Change this line' : 'Add to the script'}
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null) onSubmit(lines);
      }}
    >
      <SelectField label="From" value={from} options={choices(from)} onChange={setFrom} />
      <SelectField label="To" value={to} options={choices(to)} onChange={setTo} />
      <SelectField
        label="What"
        value={kind}
        options={ADDED_KINDS.filter((candidate) => everyone || candidate !== 'ping-exchange').map((value) => ({
          value,
          label: KIND_LABELS[value],
        }))}
        onChange={(value) => setKind(ADDED_KINDS.find((candidate) => candidate === value) ?? 'ping')}
      />
      {hasPort(kind) ? (
        <div className={css.formPort}>
          <label htmlFor={id}>Port</label>
          <input
            id={id}
            className={traffic.port}
            value={port}
            inputMode="numeric"
            aria-invalid={portProblem(kind, port) !== null}
            aria-describedby={problem === null ? undefined : `${id}-problem`}
            onChange={(event) => setPort(event.target.value)}
          />
        </div>
      ) : null}
      <div className={css.formButtons}>
        <Button type="submit" look={line ? 'primary' : 'normal'} disabled={problem !== null}>
          {submit}
          {everyone && lines.length > 1 && problem === null ? ` ${lines.length} lines` : ''}
        </Button>
        {onCancel ? <Button onClick={onCancel}>Cancel</Button> : null}
      </div>
      {problem === null ? null : (
        <p className={css.problem} id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

/** Whom the first port can talk to: one of the same logical switch. */
function neighbour([first, ...others]: readonly ReachabilityPort[]): ReachabilityPort | undefined {
  return others.find((port) => port.switch === first?.switch);
}
