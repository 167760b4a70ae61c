/** Two branches of history side by side: what the end of either has that the other has not. */
import { useState } from 'react';
import { engine } from '../../bridge';
import type { BranchComparison, BranchView, Row } from '../../bridge';
import { Button, Dialog, SelectField } from '../../kit';
import css from './timeline-pane.module.css';

export function BranchCompare({ branches }: { branches: readonly BranchView[] }) {
  const [open, setOpen] = useState(false);
  if (branches.length < 2) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Compare…</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Compare two branches"
        description="What differs between the ends of two lines of history."
      >
        {open ? <Comparison branches={branches} /> : null}
      </Dialog>
    </>
  );
}

const most = 200;

function Comparison({ branches }: { branches: readonly BranchView[] }) {
  const current = branches.find((branch) => branch.current)?.id ?? '';
  const [left, setLeft] = useState(branches.find((branch) => !branch.current)?.id ?? current);
  const [right, setRight] = useState(current);
  const [comparison, setComparison] = useState<BranchComparison | null>(null);
  const options = branches.map((branch) => ({ value: branch.id, label: `${branch.id} (${branch.length} entries)` }));
  const lines = comparison ? differenceLines(comparison) : [];
  const compare = async () => setComparison(await engine().compareBranches(left, right));
  const forget = (set: (id: string) => void) => (id: string) => {
    set(id);
    setComparison(null);
  };
  return (
    <div className={css.compare}>
      <div className={css.sides}>
        <SelectField label="One branch" value={left} options={options} onChange={forget(setLeft)} />
        <SelectField label="The other" value={right} options={options} onChange={forget(setRight)} />
      </div>
      <Button look="primary" onClick={() => void compare()}>
        Compare
      </Button>
      {comparison ? (
        <>
          <p>
            They share {comparison.shared} entries;{' '}
            {lines.length === 0 ? 'their ends are the same.' : `${lines.length} rows and flows differ.`}
          </p>
          <ul className={css.differences} aria-label="Differences">
            {lines.slice(0, most).map((line, index) => (
              <li key={index}>
                <strong>{line.only === null ? 'differs' : `only in ${line.only === 'left' ? left : right}`}</strong>{' '}
                {line.where}: <span className="mono">{line.text}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}

interface DifferenceLine {
  /** Null where both have it, with other contents. */
  readonly only: 'left' | 'right' | null;
  readonly where: string;
  readonly text: string;
}

function differenceLines({ rows, flows }: BranchComparison): readonly DifferenceLine[] {
  return [
    ...rows.map(({ db, table, left, right }): DifferenceLine => {
      const only = left === null ? 'right' : right === null ? 'left' : null;
      const names = Array.from(new Set([left, right].flatMap((row) => (row === null ? [] : [nameOf(row)]))));
      return { only, where: db, text: `${table} ${names.join(' and ')}` };
    }),
    ...flows.map(({ machine, flow, only }): DifferenceLine => ({
      only,
      where: `flows of ${machine}`,
      text: `table ${flow.table}, priority ${flow.priority}, ${flow.match || 'any packet'}`,
    })),
  ];
}

function nameOf(row: Row): string {
  const name = row.name ?? row.logical_port ?? row.match;
  return typeof name === 'string' && name !== '' ? name : row._uuid.slice(0, 8);
}
