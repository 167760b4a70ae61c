/** All entries as cards, and the way from the address of one to the lab. */
import { useEffect, useId, useMemo, useState } from 'react';
import { formatPlace, openGallery, useGallery } from '../actions';
import type { GalleryEntry } from '../bridge';
import { Badge, counted, SelectField, TextField } from '../kit';
import css from './gallery.module.css';
import { found } from './found';
import { Picture } from './picture';

export function Gallery({ entry }: { readonly entry: string }) {
  const gallery = useGallery();
  if (gallery.length === 0) return <main className={css.page}>Opening the gallery…</main>;
  const chosen = gallery.find(({ id }) => id === entry);
  return chosen ? <Opening entry={chosen} /> : <Cards gallery={gallery} />;
}

/** The address of an entry is left for that of the lab, so that Back leads to where one came from. */
function Opening({ entry }: { readonly entry: GalleryEntry }) {
  useEffect(() => {
    void openGallery(entry.id).then(() => {
      location.replace(formatPlace('lab'));
    });
  }, [entry.id]);
  return <main className={css.page}>Opening “{entry.title}”…</main>;
}

const ANY = '';

function Cards({ gallery }: { readonly gallery: readonly GalleryEntry[] }) {
  const [words, setWords] = useState('');
  const [feature, setFeature] = useState(ANY);
  const [release, setRelease] = useState(ANY);
  const id = useId();
  const features = useMemo(() => Array.from(new Set(gallery.flatMap((one) => one.features))), [gallery]);
  const releases = useMemo(() => Array.from(new Set(gallery.map((one) => one.release))), [gallery]);
  const shown = found(gallery, { words, feature, release });
  return (
    <main className={css.page}>
      <h1>Gallery</h1>
      <p>Networks to open, each with packets to send. What you change stays yours; the gallery stays as it is.</p>
      <form className={css.search} role="search" onSubmit={(event) => event.preventDefault()}>
        <TextField
          label="Words"
          type="search"
          value={words}
          placeholder="ACL, tunnel, broadcast…"
          onChange={(event) => setWords(event.target.value)}
        />
        <SelectField label="Shows" value={feature} options={withAny(features)} onChange={setFeature} />
        <SelectField label="Release" value={release} options={withAny(releases)} onChange={setRelease} />
      </form>
      <p id={id} role="status" className={css.count}>
        {shown.length === gallery.length
          ? counted(gallery.length, 'network')
          : `${shown.length} of ${gallery.length} networks`}
      </p>
      <ul className={css.cards} aria-describedby={id}>
        {shown.map((entry) => (
          <Card key={entry.id} entry={entry} />
        ))}
      </ul>
      {shown.length === 0 ? <p>Nothing has all of that.</p> : null}
    </main>
  );
}

function withAny(values: readonly string[]) {
  return [{ value: ANY, label: 'any' }, ...values.map((value) => ({ value, label: value }))];
}

function Card({ entry }: { readonly entry: GalleryEntry }) {
  const { id, title, summary, release, features, packets } = entry;
  return (
    <li>
      <a className={css.card} href={formatPlace('gallery', id)}>
        <Picture id={id} />
        <h2>{title}</h2>
        <p>{summary}</p>
        {packets.length > 0 ? (
          <ul className={css.packets} aria-label="Packets">
            {packets.map(({ name, arrives }) => (
              <li key={name}>
                <span aria-hidden data-arrives={arrives}>
                  {arrives ? '→' : '✕'}
                </span>
                {name}
                <span className="visually-hidden">{arrives ? ' arrives' : ' does not arrive'}</span>
              </li>
            ))}
          </ul>
        ) : null}
        <div className={css.about}>
          <Badge tone="accent">{release}</Badge>
          {features.map((feature) => (
            <Badge key={feature} tone="neutral">
              {feature}
            </Badge>
          ))}
        </div>
      </a>
    </li>
  );
}
