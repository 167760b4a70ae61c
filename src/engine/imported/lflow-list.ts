/** What `ovn-sbctl lflow-list` prints for a southbound database, letter for letter; from 20.06 on all print alike. */
import { compareText } from '../base';
import type { Datapath, Flow, Pipeline, Southbound } from './southbound';

const PIPELINES: readonly Pipeline[] = ['ingress', 'egress'];

/** All datapaths, or the one given. */
export function* lflowList(southbound: Southbound, only?: Datapath): Generator<string, void, void> {
  const all = [...southbound.datapaths.values()].sort(
    (a, b) => compareText(a.name, b.name) || compareText(a.uuid, b.uuid),
  );
  for (const datapath of only === undefined ? all : [only]) {
    for (const pipeline of PIPELINES) {
      const tables = southbound.tablesOf(datapath.uuid, pipeline);
      if (tables.length > 0) yield `Datapath: ${titleOf(datapath)}  Pipeline: ${pipeline}\n`;
      for (const table of tables)
        for (const flow of southbound.flowsOf(datapath.uuid, pipeline, table)) yield lineOf(flow);
    }
  }
}

function lineOf({ table, stage, priority, match, actions }: Flow): string {
  const place = `table=${String(table).padEnd(2)}(${stage.padEnd(19)})`;
  return `  ${place}, priority=${String(priority).padEnd(5)}, match=(${match}), action=(${actions})\n`;
}

function titleOf({ uuid, name, alias }: Datapath): string {
  const names = [name, alias].filter((text) => text !== '').map((text) => `"${text}"`);
  return `${names.join(' aka ')} (${uuid})`;
}
