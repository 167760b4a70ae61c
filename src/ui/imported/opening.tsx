/** From files to an open network: where to drop them, how far reading is, which database, and what was wrong. */
import { useState } from 'react';
import { Button, Card, counted } from '../kit';
import type { Found, FoundDatabase } from '../bridge/imported';
import css from './opening.module.css';
import { cancelOpening, openChosen, readFiles, useReal, type OpeningState } from './store';

/** Takes the place of the network while there is none, and lies above it otherwise. */
export function OpeningView({ opening }: { readonly opening: OpeningState | null }) {
  return (
    <div className={css.opening}>
      {opening === null ? (
        <Invitation />
      ) : opening.phase === 'reading' ? (
        <Reading {...opening} />
      ) : opening.phase === 'choosing' ? (
        <Choosing found={opening.found} />
      ) : (
        <Failed text={opening.text} found={opening.found} />
      )}
    </div>
  );
}

function Invitation() {
  return (
    <section className={css.invitation} aria-labelledby="real-title">
      <h1 id="real-title">Open a real OVN</h1>
      <p>
        Drop the files of its databases anywhere on this page: southbound and northbound together, or one of them. The
        page shows the network, its logical flows stage by stage, and traces packets as ovn-trace does.
      </p>
      <ChooseButton look="primary">Choose files…</ChooseButton>
      <ul>
        <li>
          What ovsdb-server keeps (<code>ovnsb_db.db</code>), alone or as a server of a cluster; what{' '}
          <code>ovsdb-client backup</code> and <code>dump</code> write.
        </li>
        <li>Archives as they come: must-gather, sos reports, tar, gzip and zip. Of several databases one chooses.</li>
        <li>Any OVN since 20.06. Traces are ovn-trace’s, letter for letter, for 23.03, 24.03 and 26.03.</li>
      </ul>
      <p className={css.private}>
        Nothing leaves this machine: files are read in this tab, and are gone when it closes.
      </p>
    </section>
  );
}

export function ChooseButton({
  look = 'normal',
  children,
}: {
  readonly look?: 'normal' | 'primary';
  readonly children: string;
}) {
  const choose = () => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.addEventListener('change', () => {
      const files = Array.from(input.files ?? []);
      if (files.length > 0) void readFiles(files);
    });
    input.click();
  };
  return (
    <Button look={look} onClick={choose}>
      {children}
    </Button>
  );
}

function Reading({
  names,
  text,
  share,
}: {
  readonly names: string;
  readonly text: string;
  readonly share: number | null;
}) {
  return (
    <section className={css.reading} role="status" aria-label="Reading files">
      <strong className={css.names}>{names}</strong>
      <progress {...(share === null ? {} : { value: share })} max={1} aria-label="How far it is" />
      <span>{text} …</span>
      <Button onClick={cancelOpening}>Cancel</Button>
    </section>
  );
}

function Failed({ text, found }: { readonly text: string; readonly found: Found | null }) {
  const isOpen = useReal((real) => real.network !== null);
  return (
    <section className={css.found} aria-label="What was wrong">
      <h1 role="alert">{text}</h1>
      {found === null ? null : <Wrong found={found} />}
      <p>{isOpen ? 'What was open before still is.' : 'Your scenario in the lab is as it was.'}</p>
      <div className={css.buttons}>
        <ChooseButton look="primary">Choose other files…</ChooseButton>
        <Button onClick={cancelOpening}>{isOpen ? 'Back to the network' : 'Close'}</Button>
      </div>
    </section>
  );
}

function Choosing({ found }: { readonly found: Found }) {
  const southbound = found.databases
    .filter(({ side }) => side === 'southbound')
    .sort((a, b) => Number(a.partner === null) - Number(b.partner === null));
  const alone = found.databases.filter(
    ({ side, index }) => side === 'northbound' && !southbound.some(({ partner }) => partner === index),
  );
  const isOpen = useReal((real) => real.network !== null);
  return (
    <section className={css.found} aria-labelledby="real-choose">
      <h1 id="real-choose">Which network?</h1>
      <p>
        {counted(found.databases.length, 'database')} found. A southbound and a northbound one of the same network
        belong together.
      </p>
      <ul className={css.choices}>
        {southbound.map((database) => (
          <Choice key={database.index} southbound={database} all={found.databases} />
        ))}
        {alone.map((database) => (
          <Choice key={database.index} northbound={database} all={found.databases} />
        ))}
      </ul>
      <Wrong found={found} />
      <div className={css.buttons}>
        <Button onClick={cancelOpening}>{isOpen ? 'Back to the network' : 'Cancel'}</Button>
      </div>
    </section>
  );
}

interface ChoiceProps {
  readonly southbound?: FoundDatabase;
  readonly northbound?: FoundDatabase;
  readonly all: readonly FoundDatabase[];
}

function Choice({ southbound, northbound, all }: ChoiceProps) {
  const [withPartner, setWithPartner] = useState(true);
  const found = southbound?.partner === null ? undefined : all.find(({ index }) => index === southbound?.partner);
  const partner = northbound ?? (withPartner ? found : undefined);
  const databases = [southbound, partner].filter((database) => database !== undefined);
  const names = (southbound ?? northbound)?.names ?? [];
  return (
    <li>
      <Card title={names.length === 0 ? 'A network without names' : names.join(', ')}>
        {databases.map((database) => (
          <About key={database.index} database={database} />
        ))}
        {southbound !== undefined && southbound.agreement !== null && southbound.agreement < 1 && withPartner ? (
          <p className={css.warn}>
            {Math.round(southbound.agreement * 100)} % of the datapaths have their switch or router there: they are not
            of the same moment.
          </p>
        ) : null}
        {found === undefined ? null : (
          <label className={css.check}>
            <input
              type="checkbox"
              checked={withPartner}
              onChange={(event) => setWithPartner(event.currentTarget.checked)}
            />
            With the northbound database
          </label>
        )}
        <Button
          look="primary"
          aria-label={`Open ${databases.map(({ path }) => path).join(' and ')}`}
          onClick={() => void openChosen({ southbound: southbound?.index ?? null, northbound: partner?.index ?? null })}
        >
          Open
        </Button>
      </Card>
    </li>
  );
}

function About({ database }: { readonly database: FoundDatabase }) {
  const { path, side, form, release, changed, rows, damage, notes } = database;
  const facts = [
    side === 'northbound' ? 'Northbound' : 'Southbound',
    form.toLowerCase(),
    release === null ? '' : `OVN ${release}`,
    counted(rows, 'row'),
    changed === null ? '' : `changed ${new Date(changed).toISOString().slice(0, 16).replace('T', ' ')}`,
  ];
  return (
    <div className={css.about}>
      <code>{path}</code>
      <span>{facts.filter(Boolean).join(' · ')}</span>
      {damage.map((text) => (
        <span key={text} className={css.bad}>
          {text}
        </span>
      ))}
      {notes.map((text) => (
        <span key={text}>{text}</span>
      ))}
    </div>
  );
}

/** Files that are told one by one. */
const TOLD = 12;

function Wrong({ found: { problems, notes, others } }: { readonly found: Found }) {
  return (
    <>
      {problems.length + notes.length === 0 ? null : (
        <ul className={css.wrong}>
          {problems.slice(0, TOLD).map(({ path, message }) => (
            <li key={path}>
              <code>{path}</code>: {message}
            </li>
          ))}
          {problems.length > TOLD ? <li>{problems.length - TOLD} more files hold no database.</li> : null}
          {notes.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {others.length === 0 ? null : (
        <details>
          <summary>{counted(others.length, 'file')} of the deployment without a use here</summary>
          <ul>
            {others.map(({ path, what }) => (
              <li key={path}>
                <code>{path}</code>: {what}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
