/**
 * Other tabs: who holds an entry, and what they tell each other. A lock lives as long
 * as the worker that holds it; where there are no locks, only the check in each write
 * keeps tabs apart.
 */

export interface TabMessage {
  readonly kind: 'opened' | 'changed' | 'copied';
  readonly entry: string;
}

export interface Tabs {
  /** Asks to be the writer of an entry: `held` once it is, and as long as it is not released. */
  hold(entry: string): Hold;
  /** The entries that any tab holds. */
  held(): Promise<ReadonlySet<string>>;
  tell(message: TabMessage): void;
  onTold(listener: (message: TabMessage) => void): void;
}

export interface Hold {
  readonly granted: Promise<void>;
  release(): void;
}

const PREFIX = 'ovn-playground entry ';

/** The tabs of a browser, through what it has of them. */
export function browserTabs(): Tabs {
  const locks = typeof navigator !== 'undefined' && 'locks' in navigator ? navigator.locks : undefined;
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('ovn-playground');
  return {
    hold(entry) {
      if (locks === undefined) return { granted: Promise.resolve(), release: () => undefined };
      const giveUp = new AbortController();
      let release = () => {
        giveUp.abort();
      };
      const granted = new Promise<void>((resolve) => {
        const held = locks.request(PREFIX + entry, { signal: giveUp.signal }, () => {
          resolve();
          return new Promise<void>((done) => {
            release = done;
          });
        });
        // Where locks are refused, only the check in each write keeps tabs apart.
        held.catch(() => {
          if (!giveUp.signal.aborted) resolve();
        });
      });
      return {
        granted,
        release: () => {
          release();
        },
      };
    },
    async held() {
      const held = (await locks?.query())?.held ?? [];
      return new Set(
        held.flatMap(({ name }) => (name?.startsWith(PREFIX) === true ? [name.slice(PREFIX.length)] : [])),
      );
    },
    tell(message) {
      channel?.postMessage(message);
    },
    onTold(listener) {
      channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isTabMessage(data)) listener(data);
      });
    },
  };
}

const KINDS: readonly unknown[] = ['opened', 'changed', 'copied'];

function isTabMessage(data: unknown): data is TabMessage {
  return (
    typeof data === 'object' &&
    data !== null &&
    'kind' in data &&
    KINDS.includes(data.kind) &&
    'entry' in data &&
    typeof data.entry === 'string'
  );
}
