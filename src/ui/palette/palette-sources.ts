/** What the palette finds besides commands: what can be opened, sent, killed, and everything in the lab. */
import { useEffect, useMemo, useState } from 'react';
import { goToPlace, openGallery, openKept, putAtPrompt, sendPacket, skipToMain, useGallery } from '../actions';
import { engine } from '../bridge';
import type { DaemonStatus, DaemonView, KeptEntry, NameHere } from '../bridge';
import { reveal } from '../commands';
import { layoutStore, rowKey, select, setPreference, useMirror } from '../state';
import type { EntityKey } from '../state';
import { objectsOf } from './objects';
import type { FoundObject } from './objects';
import type { PaletteItem } from './palette-items';

/** What is read from elsewhere, as it comes. */
export function useSources(): readonly PaletteItem[] {
  const gallery = useGallery();
  const kept = useLoaded(loadKept, noKept);
  const lessons = useLoaded(loadLessons, noLessons);
  const sets = useLoaded(loadSets, noSets);
  const names = useLoaded(loadNames, noNames);
  return useMemo(
    () => [
      ...lessons.map(({ id, title, summary }) => ({
        id: `lesson:${id}`,
        group: 'Lessons',
        name: title,
        words: `lesson learn tutorial ${summary}`,
        aside: 'lesson',
        run: () => goToPlace('learn', id),
      })),
      ...kept.map(({ id, name, release, open }) => ({
        id: `kept:${id}`,
        group: 'Scenario',
        name,
        words: 'scenario kept recent open',
        aside: open === 'here' ? 'open now' : `kept · ${release}`,
        run: () => (open === 'here' ? goToPlace('lab') : void openKept(id).then(() => goToPlace('lab'))),
      })),
      ...gallery.map(({ id, title, summary, release }) => ({
        id: `gallery:${id}`,
        group: 'Scenario',
        name: title,
        words: `scenario gallery example open ${summary}`,
        aside: `gallery · ${release}`,
        run: () => void openGallery(id).then(() => reveal({ place: 'lab' })),
      })),
      ...sets.map((name) => ({
        id: `set:${name}`,
        group: 'Match lab',
        name: `$${name}`,
        words: `address set ${name}`,
        aside: 'address set of the match lab',
        run: () => goToPlace('match'),
      })),
      ...names.map(({ name, here, type }) => ({
        id: `other:${name}`,
        group: 'Other names',
        name,
        // `Logical_Flow` is looked for as "logical flow" too.
        words: `${name.replaceAll('_', ' ')} ${here}`,
        aside: `here: ${here}`,
        run: () => putAtPrompt(type),
      })),
    ],
    [gallery, kept, lessons, sets, names],
  );
}

const noKept: readonly KeptEntry[] = [];
const noLessons: readonly { readonly id: string; readonly title: string; readonly summary: string }[] = [];
const noSets: readonly string[] = [];
const noNames: readonly NameHere[] = [];

const loadKept = () => engine().kept();
const loadLessons = () => import('../learn').then((module) => module.lessons);
const loadSets = () => import('../match').then((module) => module.addressSetNames());
const loadNames = () => engine().namesHere();

/** What `load` gives, which is asked once for each time the palette is opened. */
function useLoaded<T>(load: () => Promise<T>, nothing: T): T {
  const [loaded, setLoaded] = useState(nothing);
  useEffect(() => {
    let gone = false;
    // Without it the palette finds less, and everything else all the same.
    load().then(
      (value) => {
        if (!gone) setLoaded(value);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [load]);
  return loaded;
}

/** The packets, daemons and objects of the deployment. */
export function useDeployment(): readonly PaletteItem[] {
  const model = useMirror((m) => m.model);
  const daemons = useMirror((m) => m.daemons);
  const packets = useMirror((m) => m.scenario.packets);
  return useMemo(
    () => [
      ...packets.map(({ id, name, machine, iface }) => ({
        id: `send:${id}`,
        group: 'Send',
        name: `Send “${name}”`,
        aside: `enters by ${iface} on ${machine}`,
        words: `packet ${iface} ${machine}`,
        run: () => void reveal({ place: 'lab' }).then(() => sendPacket(id)),
      })),
      ...daemons.flatMap(daemonItems),
      ...objectsOf({ model, daemons }).map((object, at) => objectItem(object, at)),
    ],
    [model, daemons, packets],
  );
}

const deeds: Readonly<Record<DaemonStatus, readonly (readonly [word: string, status: DaemonStatus])[]>> = {
  running: [
    ['Pause', 'paused'],
    ['Kill', 'killed'],
  ],
  paused: [
    ['Resume', 'running'],
    ['Kill', 'killed'],
  ],
  killed: [['Start', 'running']],
  stopped: [['Start', 'running']],
};

function daemonItems({ name, status }: DaemonView): readonly PaletteItem[] {
  return deeds[status].map(([word, next]) => ({
    id: `daemon:${word}:${name}`,
    group: 'Daemons',
    name: `${word} ${name.replace('@', ' on ')}`,
    words: 'daemon stop process',
    buttons: [word],
    run: () => void engine().setDaemon(name, { status: next }),
  }));
}

function objectItem({ kind, key, name, aside, words = '', ids = [] }: FoundObject, at: number): PaletteItem {
  return {
    id: `object:${key}:${at}`,
    group: 'In the lab',
    name: `${kind} ${name}`,
    plain: name,
    words,
    ids,
    aside,
    run: () => showInLab(key),
  };
}

async function showInLab(key: EntityKey): Promise<void> {
  await reveal({ place: 'lab' });
  select(key);
  if (document.activeElement === document.body) skipToMain();
  if (layoutStore.getState().phone) setPreference({ sheet: 'inspector' });
}

/** Rows of any database by the begin of their UUID. */
export function useRows(text: string): readonly PaletteItem[] {
  const prefix = /^[\da-f]{4,8}(-[\da-f-]*)?$/i.test(text.trim()) ? text.trim().toLowerCase() : null;
  const [found, setFound] = useState<{ readonly of: string; readonly items: readonly PaletteItem[] } | null>(null);
  useEffect(() => {
    let gone = false;
    if (prefix === null) return undefined;
    void engine()
      .rowsByUuid(prefix)
      .then((rows) => {
        if (gone) return;
        const items = rows.map(({ db, table, uuid }) => ({
          id: `row:${db}:${uuid}`,
          group: 'In the lab',
          name: `${table} ${uuid}`,
          words: `row ${db}`,
          ids: [uuid],
          aside: db,
          run: () => showInLab(rowKey(db.replace(/@.*/, ''), uuid)),
        }));
        setFound({ of: prefix, items });
      });
    return () => {
      gone = true;
    };
  }, [prefix]);
  return found !== null && found.of === prefix ? found.items : noItems;
}

const noItems: readonly PaletteItem[] = [];
