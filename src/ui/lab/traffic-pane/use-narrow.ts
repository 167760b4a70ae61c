/** Whether the screen is narrow, as the tokens see it: targets are larger there. */
import { useSyncExternalStore } from 'react';

const narrow = '(max-width: 720px)';

export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(narrow).matches);
}

function subscribe(onChange: () => void): () => void {
  const query = matchMedia(narrow);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
