/** The match lab: an expression, what it becomes stage by stage, and packets to try it on. */
import { useEffect, useMemo, type DragEvent } from 'react';
import { isField, takeHanded, usePlace } from '../actions';
import { useMirror } from '../state';
import { CompareCard } from './compare-card';
import { DecideCard } from './decide-card';
import { Define } from './define';
import { Editor } from './editor';
import { FlowsCard } from './flows-card';
import cards from './cards.module.css';
import css from './match-lab.module.css';
import { PacketsCard } from './packets-card';
import { PastePanel } from './paste-panel';
import { readPasted, takeForMatch } from './paste-store';
import { EMPTY_STATE, EXAMPLES } from './presets';
import { Problems } from './problems';
import { ProjectCards } from './project-cards';
import { ProjectList } from './project-list';
import { judgeList } from './project-store';
import { contextOf } from './sets';
import { SetsPanel } from './sets-panel';
import { Stages } from './stages';
import { openAddress, pageView, readPastesWith, scenarioPorts, showMore, start, travelBy, useLab } from './store';
import { openExample, Toolbar } from './toolbar';
import { ViewContext } from './view';
import { WhyCard } from './why-card';

export function MatchLab() {
  const place = usePlace();
  useEffect(() => start(), []);
  useEffect(() => {
    void openAddress(place.params);
  }, [place]);
  useUndoKeys();
  usePasteKeys();
  useJudging();
  const state = useLab((lab) => lab.state);
  const analysis = useLab((lab) => lab.analysis);
  const switches = useMirror((m) => m.model.switches);
  // The scenario's ports are read through the store; `switches` says when they changed.
  const context = useMemo(() => (switches === undefined ? null : contextOf(state, scenarioPorts())), [state, switches]);
  const focused = analysis?.packets.find((packet) => packet.id === state.focus);
  const empty = state.text.trim() === '';
  const listed = state.rules.length > 0;
  if (context === null) return null;
  return (
    <ViewContext.Provider value={pageView}>
      <main className={css.page} data-listed={listed} onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
        <h1 className="visually-hidden">Match lab</h1>
        {listed ? <ProjectList /> : null}
        <div className={css.main}>
          <Toolbar />
          <PastePanel />
          <Editor />
          <Problems problems={empty ? [] : (analysis?.problems ?? [])} />
          {empty ? null : <Define missing={analysis?.missing ?? []} />}
          {listed ? <DecideCard /> : null}
          <ProjectCards />
          <SetsPanel context={context} />
          {empty ? (
            <Teach />
          ) : analysis?.compiled ? (
            <>
              <Stages stages={analysis.compiled.stages} onMore={showMore} />
              <FlowsCard compiled={analysis.compiled} onMore={showMore} />
            </>
          ) : null}
        </div>
        <aside className={css.side} aria-label="Packets and comparison">
          <PacketsCard analysis={analysis} ports={context.ports} />
          {analysis && focused && !empty ? <WhyCard analysis={analysis} result={focused} /> : null}
          <CompareCard context={context} />
        </aside>
      </main>
    </ViewContext.Provider>
  );
}

function Teach() {
  return (
    <section className={css.teach} aria-labelledby="match-teach">
      <h2 id="match-teach">Write a match, or start from an example</h2>
      <p className={cards.note}>
        A match says which packets a logical flow or an ACL is for. Ctrl+Space lists what may stand where the cursor is.
      </p>
      <ul>
        {EXAMPLES.map(({ id, title, state }) => (
          <li key={id}>
            <button type="button" className={css.exampleButton} onClick={() => openExample(id)}>
              <strong>{title}</strong>
              <code>{state.text}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is pasted outside of fields is read as anything. */
function usePasteKeys(): void {
  useEffect(() => {
    readPastesWith((text, plainly) => void readPasted(text, plainly));
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (isField(event.target) || text.trim() === '') return;
      event.preventDefault();
      void readPasted(text);
    };
    document.addEventListener('paste', onPaste);
    const stopTaking = takeHanded((handed) => void takeForMatch(handed));
    return () => {
      stopTaking();
      document.removeEventListener('paste', onPaste);
    };
  }, []);
}

/** A file or a text that is dropped anywhere on the page. */
function onDrop(event: DragEvent): void {
  const file = event.dataTransfer.files[0];
  const text = event.dataTransfer.getData('text/plain');
  if (file === undefined && text === '') return;
  event.preventDefault();
  if (file === undefined) void readPasted(text);
  else void file.arrayBuffer().then((content) => readPasted(new Uint8Array(content)));
}

/** The list is judged again when it changes, or what its names mean. */
function useJudging(): void {
  const rules = useLab((lab) => lab.state.rules);
  const { addressSets, portGroups, ports, templates, symbols } = useLab((lab) => lab.state);
  const switches = useMirror((m) => m.model.switches);
  useEffect(() => {
    const meant = { ...EMPTY_STATE, addressSets, portGroups, ports, templates, symbols };
    // Typing in a set is not answered letter by letter.
    const timer = setTimeout(() => void judgeList(rules, contextOf(meant, scenarioPorts())), 60);
    return () => clearTimeout(timer);
  }, [rules, addressSets, portGroups, ports, templates, symbols, switches]);
}

/** Ctrl+Z outside of fields means the lab's history here, and not the deployment's. */
function useUndoKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || isField(event.target)) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      travelBy(key === 'y' || event.shiftKey ? 1 : -1);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}
