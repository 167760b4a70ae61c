/**
 * ovn-northd of 26.03: facts of the northbound database, the flows that its
 * subjects want, and every other southbound table, all on tracked reads, so that
 * there is one way through the code for the first run and for every later one.
 */
import type { Progress, Uuid, Work } from '../../../base';
import { Graph, type Source } from '../../../derive';
import type { NorthdCompiler, NorthdOutput, NorthdSeen, NorthdView, Provenance } from '../../../northd';
import { networkOf } from './network';
import { ROUTER_RULES } from './router';
import { eachRule, type StageRules } from './rules';
import { SWITCH_RULES } from './switch';
import { DatapathGroups } from './tables/datapath-groups';
import { keepTables } from './tables';
import { LogicalFlows } from './tables/logical-flow';
import type { Pass } from './tables/sync';

const RULES: readonly StageRules[] = [...SWITCH_RULES, ...ROUTER_RULES];
const ROWS: Progress = { what: 'ovn-northd', done: 0, total: null };

export class Northd2603 implements NorthdCompiler {
  readonly #graph = new Graph();
  readonly #nb: Source = this.#graph.source();
  readonly #sb: Source = this.#graph.source();
  readonly #flows = new LogicalFlows(new DatapathGroups());
  #pass: Pass | undefined;

  constructor() {
    const from = { graph: this.#graph, nb: this.#nb, sb: this.#sb };
    const net = networkOf(from);
    keepTables(from, net, this.#flows, () => this.#running);
    for (const rules of RULES) {
      eachRule(rules, net, (kind, over, rule) => {
        this.#graph.effect(over, {
          run: (subject, key) => {
            this.#flows.want(`${rules.name} ${kind} ${key}`, rule(subject, net));
            return 'settled';
          },
          gone: (key) => {
            this.#flows.want(`${rules.name} ${kind} ${key}`, []);
          },
        });
      });
    }
  }

  *running(view: NorthdView, seen: NorthdSeen): Work<NorthdOutput> {
    const [nbSeen, sbSeen] = seen === 'all' ? ([seen, seen] as const) : [seen.nb, seen.sb];
    yield* this.#nb.observing(view.nb, nbSeen, ROWS);
    yield* this.#sb.observing(view.sb, sbSeen, ROWS);
    const pass: Pass = { nb: [], sb: [], views: view };
    this.#pass = pass;
    yield* this.#graph.updating(ROWS);
    yield* this.#flows.observing(view.sb, sbSeen);
    yield* this.#flows.asking(view.sb, pass.sb);
    this.#pass = undefined;
    return { nb: pass.nb, sb: pass.sb, log: [] };
  }

  provenance(row: Uuid): Provenance | undefined {
    const reasons = this.#flows.reasons(row);
    const [first] = reasons;
    if (first === undefined) return undefined;
    return {
      rule: `${first.flow.stage} ${first.flow.rule}`,
      text: [...new Set(reasons.map(({ flow }) => flow.why()))].join(' '),
      nb: reasons.flatMap(({ flow }) => flow.hint ?? []),
    };
  }

  get #running(): Pass {
    if (this.#pass === undefined) throw new Error('No run has begun.');
    return this.#pass;
  }
}
