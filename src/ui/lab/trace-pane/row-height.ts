/** The height of a line, which the tokens set for wide and narrow screens. */
import { useSyncExternalStore } from 'react';

const narrow = '(max-width: 720px)';

export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, () => (matchMedia(narrow).matches ? 44 : 26));
}

function subscribe(onChange: () => void): () => void {
  const query = matchMedia(narrow);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
