/** The list of rules beside the editor: in OVN's order, each with its cost and what is odd about it. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ProjectRule } from '../bridge';
import { Button, counted } from '../kit';
import { Define } from './define';
import cards from './cards.module.css';
import own from './project.module.css';
import { openPaste } from './paste-store';
import { orderOf, placeOf, remarksOf, shortAction } from './project-order';
import { BUDGET, goOnJudging, pauseJudging, useProject } from './project-store';
import { change, fitsLink, labStore, useLab } from './store';

const ALL = 'all';

export function ProjectList() {
  const rules = useLab((lab) => lab.state.rules);
  const [filter, setFilter] = useState('');
  const [place, setPlace] = useState(ALL);
  const [odd, setOdd] = useState(false);
  const judgements = useProject((project) => project.judgements);
  const missing = useProject((project) => project.missing);
  const problem = useProject((project) => project.problem);
  const order = useMemo(() => orderOf(rules), [rules]);
  const places = useMemo(() => [...new Set(order.map((index) => placeText(rules, index)))], [rules, order]);
  const words = filter.trim().toLowerCase();
  const shown = order.filter((index) => {
    const rule = rules[index];
    if (rule === undefined || (place !== ALL && placeText(rules, index) !== place)) return false;
    if (odd && remarksOf(judgements.get(index), rules, index).length === 0) return false;
    return words === '' || `${rule.priority} ${rule.match} ${rule.action} ${rule.name}`.toLowerCase().includes(words);
  });
  const fits = useLab((lab) => fitsLink(lab.state));
  return (
    <section className={own.list} aria-label="List of rules">
      <header className={own.head}>
        <h2>
          {counted(rules.length, 'rule')} <Progress />
        </h2>
        <span className={cards.buttons}>
          <Button onClick={openPaste}>Paste more</Button>
          <Button look="quiet" onClick={() => change({ rules: [], rule: null }, 'Close the list')}>
            Close the list
          </Button>
        </span>
      </header>
      {fits ? null : <p className={cards.note}>The list is too long for a link: a link holds the expression alone.</p>}
      {problem === null ? null : <p className={cards.bad}>The list could not be judged: {problem}</p>}
      <Define missing={missing} />
      <div className={own.tools}>
        <input
          className={own.filter}
          type="search"
          aria-label="Filter the list"
          placeholder="Filter"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        {places.length > 1 ? (
          <select
            className={cards.select}
            aria-label="Which rules"
            value={place}
            onChange={(event) => setPlace(event.target.value)}
          >
            <option value={ALL}>All places</option>
            {places.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        ) : null}
        <label className={cards.inline}>
          <input type="checkbox" checked={odd} onChange={(event) => setOdd(event.target.checked)} /> Only remarks
        </label>
      </div>
      <Rows rules={rules} shown={shown} grouped={place === ALL && places.length > 1} />
    </section>
  );
}

function placeText(rules: readonly ProjectRule[], index: number): string {
  const rule = rules[index];
  return rule === undefined ? '' : placeOf(rule);
}

function Progress() {
  const done = useProject((project) => project.done);
  const total = useProject((project) => project.total);
  const paused = useProject((project) => project.paused);
  const count = `· ${done.toLocaleString('en')} of ${total.toLocaleString('en')} judged`;
  return (
    <>
      <span className={cards.note} role="status" data-testid="judged" data-done={done >= total}>
        {done >= total ? '' : count}
      </span>
      {done >= total ? null : paused ? (
        <Button
          look="quiet"
          title={`It paused after ${BUDGET / 1000} seconds, or because you stopped it`}
          onClick={goOnJudging}
        >
          Go on
        </Button>
      ) : (
        <Button look="quiet" onClick={pauseJudging}>
          Stop
        </Button>
      )}
    </>
  );
}

interface RowsProps {
  readonly rules: readonly ProjectRule[];
  readonly shown: readonly number[];
  readonly grouped: boolean;
}

function Rows({ rules, shown, grouped }: RowsProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const current = useLab((lab) => lab.state.rule);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 46,
    overscan: 10,
    getItemKey: (at) => shown[at] ?? at,
  });
  const choose = (at: number) => {
    const index = shown[at];
    if (index === undefined) return;
    rows.scrollToIndex(at);
    chooseRule(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = current === null ? -1 : shown.indexOf(current);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(Math.min(Math.max(to, 0), shown.length - 1));
  };
  const active = current !== null && shown.includes(current) ? `rule-${current}` : undefined;
  if (shown.length === 0) return <p className={cards.note}>No rule is as the filter says.</p>;
  return (
    <div
      ref={scroll}
      className={own.rows}
      role="listbox"
      aria-label="Rules in the order in which OVN asks them"
      tabIndex={0}
      {...(active === undefined ? {} : { 'aria-activedescendant': active })}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={own.space} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index: at, key, start }) => {
          const index = shown[at] ?? 0;
          const before = shown[at - 1];
          const first = grouped && (before === undefined || placeText(rules, before) !== placeText(rules, index));
          return (
            <div
              key={key}
              role="presentation"
              ref={rows.measureElement}
              data-index={at}
              className={own.placed}
              style={{ transform: `translateY(${start}px)` }}
            >
              {first ? (
                <div role="presentation" className={own.place}>
                  {placeText(rules, index)}
                </div>
              ) : null}
              <Row rules={rules} index={index} selected={index === current} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

export function chooseRule(index: number): void {
  const rule = labStore.getState().state.rules[index];
  if (rule !== undefined) change({ rule: index, text: rule.match }, 'Rule');
}

function Row({ rules, index, selected }: { rules: readonly ProjectRule[]; index: number; selected: boolean }) {
  const judgement = useProject((project) => project.judgements.get(index));
  const rule = rules[index];
  if (rule === undefined) return null;
  const remarks = remarksOf(judgement, rules, index);
  const idle = judgement !== undefined && (judgement.fate.kind === 'shadowed' || judgement.fate.kind === 'empty');
  return (
    <div
      id={`rule-${index}`}
      role="option"
      aria-selected={selected}
      className={own.row}
      data-idle={idle}
      data-testid="rule"
      onClick={() => chooseRule(index)}
    >
      <span className={own.priority}>{rule.priority}</span>
      <span className={own.match}>{rule.match}</span>
      <span className={own.action} data-action={rule.action}>
        {rule.name === '' ? shortAction(rule) : `${shortAction(rule)} (${rule.name})`}
      </span>
      <span className={own.flows}>
        {judgement?.flows ?? (judgement === undefined ? '…' : '–')}
        <span className="visually-hidden"> flows</span>
      </span>
      {remarks.length > 0 ? (
        <span className={own.remarks}>
          {remarks.map(({ tone, text }) => (
            <span key={text} className={own.remark} data-tone={tone}>
              {text}
            </span>
          ))}
        </span>
      ) : null}
    </div>
  );
}
