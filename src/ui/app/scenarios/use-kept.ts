/** What this browser keeps, read again whenever it changes. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { unlessReplaced } from '../../actions';
import { engine, engineStore } from '../../bridge';
import type { KeptEntry } from '../../bridge';
import { useMirror } from '../../state';

interface Kept {
  /** Null until they were read once. */
  readonly entries: readonly KeptEntry[] | null;
  /** When they were read, in milliseconds since 1970. */
  readonly now: number;
}

export function useKept(): Kept {
  const changes = useStore(engineStore, (s) => s.listChanges);
  const here = useStore(engineStore, (s) => s.keeping?.entry);
  const name = useMirror((m) => m.scenario.name);
  const [kept, setKept] = useState<Kept>({ entries: null, now: 0 });
  useEffect(() => {
    let wanted = true;
    void unlessReplaced(engine().kept()).then((entries) => {
      if (wanted && entries) setKept({ entries, now: Date.now() });
    });
    return () => {
      wanted = false;
    };
  }, [changes, here, name]);
  return kept;
}
