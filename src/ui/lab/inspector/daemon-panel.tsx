/** A daemon: pause it, slow it down, kill it, start it, and read its log. */
import { engine } from '../../bridge';
import type { DaemonStatus } from '../../bridge';
import { Badge, Button, Card, EmptyState } from '../../kit';
import { useAnswer, useMirror } from '../../state';
import css from './inspector.module.css';
import { CommitField, Heading } from './parts';

const says = {
  running: 'It acts on every change that it sees.',
  paused: 'It stands still: what happens now waits for it.',
  stopped: 'It ended cleanly: it took what it had registered with it.',
  killed: 'It is gone without a word. What it had set up stays, and goes stale.',
} as const;

/** So many of the newest lines are shown. */
const LINES = 50;

export function DaemonPanel({ name }: { name: string }) {
  const daemon = useMirror((m) => m.daemons.find((candidate) => candidate.name === name));
  const lines = useAnswer(`log of ${name}`, () => engine().logEnd(name, LINES)) ?? [];
  if (!daemon) return <EmptyState title="It is gone">This daemon’s machine no longer exists.</EmptyState>;
  const set = (change: { status?: DaemonStatus; delay?: number }) => void engine().setDaemon(name, change);
  return (
    <>
      <Heading kind="Daemon" name={name.replace('@', ' on ')}>
        <Badge tone={daemon.status === 'running' ? 'good' : 'warn'}>{daemon.status}</Badge>
      </Heading>
      <Card>
        <p className={css.note}>{says[daemon.status]}</p>
        <div className={css.rowActions}>
          {daemon.status === 'running' ? (
            <Button onClick={() => set({ status: 'paused' })}>Pause</Button>
          ) : (
            <Button look="primary" onClick={() => set({ status: 'running' })}>
              {daemon.status === 'paused' ? 'Resume' : 'Start'}
            </Button>
          )}
          {daemon.status === 'killed' || daemon.status === 'stopped' ? null : (
            <Button look="danger" onClick={() => set({ status: 'killed' })}>
              Kill
            </Button>
          )}
        </div>
        <CommitField
          label="Delay before it acts, in milliseconds"
          value={String(daemon.delay)}
          check={(text) => (/^\d{1,6}$/.test(text) ? null : 'A number of milliseconds, 0 to 999999.')}
          onCommit={(text) => set({ delay: Number(text) })}
        />
      </Card>
      <Card title="Log">
        {lines.length === 0 ? (
          <p className={css.note}>It has logged nothing.</p>
        ) : (
          <ol className={css.log}>
            {lines.map((line) => (
              <li key={line.seq} data-level={line.level}>
                {line.module}|{line.level}|{line.message}
              </li>
            ))}
          </ol>
        )}
      </Card>
    </>
  );
}
