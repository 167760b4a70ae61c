/** Questions to the engine about what is shown, asked again whenever something has happened. */
import { useEffect, useRef, useState } from 'react';
import { useMirror } from './hooks';

/**
 * The answer to `question`, a text that says what is asked; undefined until it is
 * there, the one from before while it is asked again. Null asks nothing. `ask` may
 * be a new function each time: only the text decides.
 */
export function useAnswer<T>(question: string | null, ask: () => Promise<T>): T | undefined {
  const version = useMirror((m) => m.version);
  const [answer, setAnswer] = useState<{ readonly to: string; readonly is: T }>();
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (question === null) return undefined;
    let wanted = true;
    void latest.current().then((is) => {
      if (wanted) setAnswer({ to: question, is });
    });
    return () => {
      wanted = false;
    };
  }, [question, version]);
  return answer?.to === question ? answer.is : undefined;
}
