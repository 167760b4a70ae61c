/** The packets that a match is tried on, one of them explained. */
import cards from './cards.module.css';
import css from './packets.module.css';
import { change, useLab } from './store';

export function PacketChoice() {
  const packets = useLab((lab) => lab.state.packets);
  const focus = useLab((lab) => lab.state.focus);
  const analysis = useLab((lab) => lab.analysis);
  if (packets.length === 0) return null;
  return (
    <section className={cards.card} aria-labelledby="match-packets">
      <h2 id="match-packets">Packets</h2>
      <ul className={css.packets}>
        {packets.map(({ id, name, text }) => {
          const result = analysis?.packets.find((candidate) => candidate.id === id);
          const matches = result?.matches ?? null;
          return (
            <li key={id}>
              <button
                type="button"
                className={css.packet}
                aria-pressed={id === focus}
                onClick={() => change({ focus: id }, 'Packet in focus')}
              >
                <span className={css.sign} data-truth={matches} aria-hidden>
                  {matches === null ? '·' : matches ? '✓' : '✕'}
                </span>
                <span className={css.packetName}>{name || result?.summary || text || 'Empty packet'}</span>
                <span className="visually-hidden">
                  {matches === null ? 'not known' : matches ? 'matches' : 'does not match'}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
