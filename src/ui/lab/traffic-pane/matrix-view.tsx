/** The matrix with its tools: what to ask with, how far it got, whether it is still true, what a cell means. */
import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { explainPacket } from '../../actions';
import { engine } from '../../bridge';
import type { Probe, ReachabilityKind } from '../../bridge';
import { Badge, Button, EmptyState, SelectField } from '../../kit';
import { isMoment, useMirror } from '../../state';
import { cellId, cellKind, changedCells, countCells, GLYPHS, WORDS } from './cells';
import type { CellKind } from './cells';
import { MatrixGrid } from './matrix-grid';
import type { Cell } from './matrix-grid';
import { endsOf, failing, scopes } from './matrix-scope';
import { askAll, chooseProbe, chooseScope, lookAround, matrixStore, SMALL, stopAsking } from './matrix-store';
import panes from '../panes.module.css';
import css from './traffic.module.css';

const KINDS: readonly { readonly value: ReachabilityKind; readonly label: string }[] = [
  { value: 'ping', label: 'Ping' },
  { value: 'arp', label: 'ARP request (broadcast)' },
  { value: 'tcp', label: 'TCP SYN' },
  { value: 'udp', label: 'UDP' },
];

export function MatrixView({ views }: { views: ReactNode }) {
  const { ports, everyone, absent, rows, running, moment, probe, scope } = useStore(matrixStore);
  const [only, setOnly] = useState<Only>('all');
  const changed = useChanged();
  const stale = useMirror((mirror) => !isMoment(moment, mirror));
  const position = useMirror((mirror) => mirror.history.position);
  const [cell, setCell] = useState<Cell | null>(null);
  useEffect(() => {
    if (stale) void lookAround();
  }, [stale, position, probe, scope]);
  useEffect(() => stopAsking, []);
  const asked = rows.length > 0;
  const what = !asked || (only === 'changed' && changed.size === 0) ? 'all' : only;
  const part = useMemo(
    () => (what === 'all' ? null : what === 'changed' ? endsOf(changed) : failing(ports, rows)),
    [what, changed, ports, rows],
  );
  const shown = cell && cell.row < ports.length && cell.column < ports.length ? cell : null;
  return (
    <div className={css.pane}>
      <div className={panes.tools}>
        {views}
        <ProbeFields probe={probe} />
        {everyone.length > 2 ? (
          <SelectField
            label="Ports to ask"
            hideLabel
            value={scope}
            options={[
              { value: '', label: 'All ports' },
              ...scopes(everyone).map((value) => ({ value, label: `Ports of ${value}` })),
            ]}
            onChange={chooseScope}
          />
        ) : null}
        {asked ? (
          <Check checked={what === 'failing'} onChange={(is) => setOnly(is ? 'failing' : 'all')}>
            only what fails
          </Check>
        ) : null}
        {changed.size > 0 ? (
          <Check checked={what === 'changed'} onChange={(is) => setOnly(is ? 'changed' : 'all')}>
            only what changed
          </Check>
        ) : null}
        {running ? (
          <>
            <progress
              className={css.progress}
              value={rows.length}
              max={ports.length}
              aria-label="Ports that were asked"
            />
            <span className={css.note}>
              {rows.length} of {ports.length} ports
            </span>
            <Button onClick={stopAsking}>Stop</Button>
          </>
        ) : ports.length > SMALL ? (
          <Button look={stale || !asked ? 'primary' : 'normal'} onClick={() => void askAll()}>
            {asked ? 'Ask again' : `Ask all ${(ports.length * (ports.length - 1)).toLocaleString('en')} pairs`}
          </Button>
        ) : null}
        {asked && stale && !running && moment !== null && ports.length > SMALL ? (
          <Badge tone="warn">the deployment has changed since</Badge>
        ) : null}
      </div>
      {ports.length < 2 ? (
        <EmptyState title="Nobody to ask">
          <p>
            This shows which port reaches which, and why not. It needs two ports that are plugged into hypervisors and
            have Ethernet addresses.
          </p>
          <Absent absent={absent} />
        </EmptyState>
      ) : (
        <>
          {part?.length === 0 ? (
            <EmptyState title="Nothing fails">Every port that was asked reaches all others of its switch.</EmptyState>
          ) : (
            <Part of={part} onCell={setCell} />
          )}
          <div className={css.foot}>
            {shown ? <CellDetail key={`${shown.row} ${shown.column}`} cell={shown} /> : <Legend />}
            <Absent absent={absent} />
          </div>
        </>
      )}
    </div>
  );
}

/** Of the ports that were asked, those that are shown. */
type Only = 'all' | 'failing' | 'changed';

interface CheckProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}

function Check({ checked, onChange, children }: CheckProps) {
  return (
    <label className={css.only}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {children}
    </label>
  );
}

const NONE: ReadonlySet<string> = new Set();

/** The cells that said something else before the last change that made a difference. */
function useChanged(): ReadonlySet<string> {
  const { ports, rows, before } = useStore(matrixStore);
  return useMemo(() => (before ? changedCells(before, { ports, rows }) : NONE), [ports, rows, before]);
}

/** The grid of all that were asked, or of those at these places. */
function Part({ of, onCell }: { of: readonly number[] | null; onCell: (cell: Cell | null) => void }) {
  const { ports, rows } = useStore(matrixStore);
  const changed = useChanged();
  const part = useMemo(() => {
    if (of === null) return { ports, rows, changed };
    return {
      ports: of.flatMap((at) => ports[at] ?? []),
      rows: of.map((row) => of.map((column) => rows[row]?.[column] ?? null)),
      changed: new Set(
        of.flatMap((row, y) => of.flatMap((column, x) => (changed.has(cellId(row, column)) ? cellId(y, x) : []))),
      ),
    };
  }, [of, ports, rows, changed]);
  const whole = ({ row, column }: Cell): Cell =>
    of === null ? { row, column } : { row: of[row] ?? 0, column: of[column] ?? 0 };
  return (
    <MatrixGrid
      {...part}
      onCell={(cell) => onCell(cell && whole(cell))}
      onOpen={(cell) => void openTrace(whole(cell))}
    />
  );
}

function ProbeFields({ probe }: { probe: Probe }) {
  const [text, setText] = useState(String(probe.port ?? 80));
  const wrong = !/^\d{1,5}$/.test(text) || Number(text) > 65535;
  const withPort = probe.kind === 'tcp' || probe.kind === 'udp';
  return (
    <>
      <SelectField
        label="Packets to ask with"
        hideLabel
        value={probe.kind}
        options={KINDS}
        onChange={(value) => {
          const kind = KINDS.find((candidate) => candidate.value === value)?.value ?? 'ping';
          chooseProbe({ kind, port: wrong ? 80 : Number(text) });
        }}
      />
      {withPort ? (
        <label className={css.portField}>
          to port
          <input
            className={css.port}
            value={text}
            inputMode="numeric"
            aria-label="Destination port"
            aria-invalid={wrong}
            title={wrong ? 'A port is 0 to 65535.' : undefined}
            onChange={(event) => {
              const next = event.target.value;
              setText(next);
              if (/^\d{1,5}$/.test(next) && Number(next) <= 65535) chooseProbe({ ...probe, port: Number(next) });
            }}
          />
          {wrong ? <span role="alert">0 to 65535</span> : null}
        </label>
      ) : null}
    </>
  );
}

async function requestOf({ row, column }: Cell) {
  const { ports, probe } = matrixStore.getState();
  const [from, to] = [ports[row], ports[column]];
  return from && to && from !== to ? engine().probePacket(from, to, probe) : undefined;
}

async function openTrace(cell: Cell): Promise<void> {
  const request = await requestOf(cell);
  if (request) await explainPacket(request);
}

/** The verdict behind a cell, asked for when somebody looks at it. */
function CellDetail({ cell }: { cell: Cell }) {
  const { ports, rows, moment } = useStore(matrixStore);
  const [sentence, setSentence] = useState<string | null>(null);
  const [from, to] = [ports[cell.row]?.name ?? '', ports[cell.column]?.name ?? ''];
  const kind = cellKind(ports, rows, cell.row, cell.column);
  const isChanged = useChanged().has(cellId(cell.row, cell.column));
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      void verdictOf(cell).then((found) => {
        if (wanted) setSentence(found);
      });
    }, 60);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [cell, moment]);
  if (kind === 'self') return <p className={css.detail}>{from} to itself: nothing to ask.</p>;
  return (
    <div className={css.detail}>
      <p role="status">
        <Glyph kind={kind} />{' '}
        <strong>
          {from} → {to}
        </strong>{' '}
        {sentence ?? WORDS[kind]}
        {isChanged ? (
          <span className={css.note}> {kind === 'reached' ? 'It was not reached' : 'It was reached'} before.</span>
        ) : null}
      </p>
      <Button onClick={() => void openTrace(cell)}>Show the trace</Button>
    </div>
  );
}

async function verdictOf(cell: Cell): Promise<string | null> {
  const request = await requestOf(cell);
  if (!request) return null;
  const told = await engine().explain(request);
  return told.ok ? told.value.verdict.sentence : told.error.message;
}

function Legend() {
  const { ports, rows } = useStore(matrixStore);
  const changed = useChanged().size;
  if (rows.length === 0) {
    return (
      <p className={css.detail}>
        Each row is a sender, each column a receiver. {ports.length} ports are more than can be asked in passing.
      </p>
    );
  }
  const counts = countCells(ports, rows);
  return (
    <ul className={css.legend}>
      {(['reached', 'lost', 'apart'] as const).map((kind) => (
        <li key={kind}>
          <Glyph kind={kind} /> {counts[kind].toLocaleString('en')} {WORDS[kind]}
        </li>
      ))}
      {changed > 0 ? (
        <li>
          <i className={css.changed} /> {changed.toLocaleString('en')} changed
        </li>
      ) : null}
    </ul>
  );
}

function Glyph({ kind }: { kind: CellKind }) {
  return (
    <span className={css.key} data-kind={kind} aria-hidden="true">
      {GLYPHS[kind]}
    </span>
  );
}

function Absent({ absent }: { absent: readonly { readonly name: string; readonly why: string }[] }) {
  if (absent.length === 0) return null;
  const names = absent.map(
    ({ name, why }) => `${name} (${why === 'unplugged' ? 'not plugged in' : 'no Ethernet address'})`,
  );
  return (
    <p className={css.note} title={names.join(', ')}>
      Not asked: {names.slice(0, 3).join(', ')}
      {names.length > 3 ? ` and ${names.length - 3} more` : ''}
    </p>
  );
}
