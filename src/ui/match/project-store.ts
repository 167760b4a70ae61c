/**
 * What becomes of the rules of the list: asked one by one of the desk's worker, as
 * OVN asks them, and given up when the list or what it means changes.
 */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { DeskClient } from '../bridge/match-desk-client';
import type {
  CheaperForm,
  MatchContext,
  MissingName,
  ProjectRule,
  RuleAnswers,
  RuleExplanation,
  RuleJudgement,
  TestPacket,
} from '../bridge';
import { orderOf } from './project-order';

export interface Project {
  readonly judgements: ReadonlyMap<number, RuleJudgement>;
  /** Rules that are judged, of those that are to be. */
  readonly done: number;
  readonly total: number;
  /** It waits to be told to go on. */
  readonly paused: boolean;
  readonly missing: readonly MissingName[];
  /** The computing broke down: a mistake of ours. */
  readonly problem: string | null;
  readonly explained: {
    readonly index: number;
    readonly explanation: RuleExplanation;
    readonly cheaper: CheaperForm | null;
  } | null;
}

/** Milliseconds of judging after which a person is asked whether to go on; the rules that OVN asks first come first. */
export const BUDGET = 30_000;
/** Milliseconds between two states of the list while it is judged. */
const PACE = 120;

const NOTHING: Project = {
  judgements: new Map(),
  done: 0,
  total: 0,
  paused: false,
  missing: [],
  problem: null,
  explained: null,
};
const projectStore = createStore<Project>(() => NOTHING);
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
  const order = orderOf(rules);
  projectStore.setState({ ...NOTHING, total: order.length });
  try {
    const setting = desk.setRules(rules, context);
    loaded = setting;
    const missing = await setting;
    if (mine !== run) return;
    projectStore.setState({ missing });
    const judgements = new Map<number, RuleJudgement>();
    let shown = performance.now();
    pauseAt = shown + BUDGET;
    for (const [at, index] of order.entries()) {
      const judgement = await desk.ask((api) => api.judge(index));
      if (mine !== run) return;
      judgements.set(index, judgement);
      const now = performance.now();
      const paused = now >= pauseAt && at < order.length - 1;
      if (!paused && now - shown < PACE && at < order.length - 1) continue;
      shown = now;
      projectStore.setState({ judgements: new Map(judgements), done: at + 1, paused });
      if (!paused) continue;
      await toldToGoOn();
      if (mine !== run) return;
      pauseAt = performance.now() + BUDGET;
      projectStore.setState({ paused: false });
    }
  } catch (thrown) {
    if (mine === run) projectStore.setState({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

/** When judging pauses, by the clock of the page. */
let pauseAt = 0;

/** Judging pauses after the rule that is being judged. */
export function pauseJudging(): void {
  pauseAt = 0;
}

let goOn: () => void = () => undefined;

export function goOnJudging(): void {
  goOn();
}

function toldToGoOn(): Promise<void> {
  return new Promise((resolve) => {
    goOn = resolve;
  });
}

/** Rules that are asked about a packet at a time. */
const SLICE = 200;

/** What each rule says of a packet, in the order given; undefined when the list changed meanwhile. */
export async function askRules(packet: TestPacket, order: readonly number[]): Promise<RuleAnswers | undefined> {
  const mine = run;
  await loaded;
  const answers: RuleAnswer[] = [];
  for (let from = 0; from < order.length; from += SLICE) {
    const { said } = await desk.ask((api) => api.answers(packet, order.slice(from, from + SLICE)));
    if (mine !== run) return undefined;
    if (said.kind === 'problem') return said;
    answers.push(...said.answers);
  }
  return { kind: 'answers', answers };
}

type RuleAnswer = Extract<RuleAnswers, { kind: 'answers' }>['answers'][number];

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
