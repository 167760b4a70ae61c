/** Questions to the open databases; answers of databases that were open before count no more. */
import { useEffect, useRef, useState } from 'react';
import { useReal } from './store';

/** The answer to `question`, a text that says what is asked; undefined until it is there. Null asks nothing. */
export function useAsked<T>(question: string | null, ask: () => Promise<T>): T | undefined {
  const version = useReal((real) => real.version);
  const [answer, setAnswer] = useState<{ readonly to: string; readonly is: T }>();
  const latest = useRef(ask);
  const key = question === null ? null : `${version} ${question}`;
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (key === null) return undefined;
    let wanted = true;
    void latest.current().then((is) => {
      if (wanted) setAnswer({ to: key, is });
    });
    return () => {
      wanted = false;
    };
  }, [key]);
  return answer?.to === key ? answer.is : undefined;
}
