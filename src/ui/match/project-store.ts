/**
 * What becomes of the rules of the list: asked one by one of the desk's worker, as
 * OVN asks them, and given up when the list or what it means changes.
 */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { DeskClient } from '../bridge/match-desk-client';
import type { CheaperForm, MatchContext, MissingName, ProjectRule, RuleExplanation, RuleJudgement } from '../bridge';
import { orderOf } from './project-order';

export interface Project {
  readonly judgements: ReadonlyMap<number, RuleJudgement>;
  /** Rules that are judged, of those that are to be. */
  readonly done: number;
  readonly total: number;
  readonly missing: readonly MissingName[];
  /** The computing broke down: a mistake of ours. */
  readonly problem: string | null;
  readonly explained: {
    readonly index: number;
    readonly explanation: RuleExplanation;
    readonly cheaper: CheaperForm | null;
  } | null;
}

/** Rules that are judged; of a longer list it is the first ones that OVN asks. */
export const JUDGED = 1000;
/** Milliseconds between two states of the list while it is judged. */
const PACE = 120;

const NOTHING: Project = { judgements: new Map(), done: 0, total: 0, missing: [], problem: null, explained: null };
export const projectStore = createStore<Project>(() => NOTHING);
export const useProject = <T>(select: (project: Project) => T): T => useStore(projectStore, select);

const desk = new DeskClient();

let run = 0;
let explaining = 0;
let loaded: Promise<unknown> = Promise.resolve();

/** Judges a list; an empty one ends all work. */
export async function judgeList(rules: readonly ProjectRule[], context: MatchContext): Promise<void> {
  const mine = ++run;
  explaining++;
  if (rules.length === 0) {
    projectStore.setState(NOTHING);
    return;
  }
  const order = orderOf(rules).slice(0, JUDGED);
  projectStore.setState({ ...NOTHING, total: order.length });
  try {
    const setting = desk.setRules(rules, context);
    loaded = setting;
    const missing = await setting;
    if (mine !== run) return;
    projectStore.setState({ missing });
    const judgements = new Map<number, RuleJudgement>();
    let shown = performance.now();
    for (const [at, index] of order.entries()) {
      const judgement = await desk.ask((api) => api.judge(index));
      if (mine !== run) return;
      judgements.set(index, judgement);
      const now = performance.now();
      if (now - shown < PACE && at < order.length - 1) continue;
      shown = now;
      projectStore.setState({ judgements: new Map(judgements), done: at + 1 });
    }
  } catch (thrown) {
    if (mine === run) projectStore.setState({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

/** Says of one rule what it costs, what it meets and whether it can be cheaper. */
export async function explainRule(index: number | null): Promise<void> {
  const mine = ++explaining;
  projectStore.setState({ explained: null });
  if (index === null) return;
  await loaded;
  if (mine !== explaining) return;
  const explanation = await desk.ask((api) => api.explain(index));
  if (mine !== explaining) return;
  projectStore.setState({ explained: { index, explanation, cheaper: null } });
  const { form } = await desk.ask((api) => api.cheaper(index));
  if (mine === explaining) projectStore.setState({ explained: { index, explanation, cheaper: form } });
}
