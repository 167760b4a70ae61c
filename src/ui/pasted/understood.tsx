/** One sentence: what was understood, and how much was not. */
import type { PasteReading } from '../bridge';
import { counted } from '../kit';
import css from './pasted.module.css';
import { understoodWords } from './words';

/** `name` is the file's. */
export function Understood({
  reading,
  name = null,
}: {
  readonly reading: PasteReading;
  readonly name?: string | null;
}) {
  const { leftCount, looks } = reading;
  if (looks !== null)
    return (
      <p className={css.bad} role="alert">
        {name ?? 'This'} is {looks}. Nothing of it was read. Scenarios, captures (pcap), texts and northbound databases
        can be opened.
      </p>
    );
  const words = understoodWords(reading);
  return (
    <p role="status" data-testid="understood">
      {words === '' ? 'Nothing of it was understood.' : `Understood: ${words}.`}
      {leftCount === 0 ? '' : ` Not understood: ${leftCount === 1 ? 'one piece' : counted(leftCount, 'piece')}.`}
    </p>
  );
}
