/** Where a packet goes: to another table, out to a port, to a mirror, to other hypervisors. */
import { wholeField } from '../../openflow';
import { outputTable, put, resubmit, type EncodingContext, type TodayKind } from './kind';
import type { Pipeline } from './language';

export interface NextAction {
  readonly kind: 'next';
  readonly pipeline: Pipeline;
  readonly table: number;
  /** Of the flow that says it. */
  readonly from: { readonly pipeline: Pipeline; readonly table: number };
}

export const next: TodayKind<NextAction> = {
  document: {
    form: 'next(pipeline=PIPELINE, table=TABLE);',
    text: 'Goes on in the next table, or in the one that is named.',
  },
  form: 'statement',
  parse(reader) {
    const { pipeline: own, table: ownTable, language } = reader.context;
    let pipeline = own;
    let table = reader.nextTable;
    if (reader.accept('(')) {
      const number = reader.smallInteger();
      if (number !== undefined) table = number;
      else {
        do {
          if (reader.acceptWord('pipeline')) {
            reader.expect('=');
            if (reader.acceptWord('ingress')) pipeline = 'ingress';
            else if (reader.acceptWord('egress')) pipeline = 'egress';
            else reader.failSyntax('expecting "ingress" or "egress"');
          } else if (reader.acceptWord('table')) {
            reader.expect('=');
            table = reader.smallInteger() ?? reader.failSyntax('expecting small integer');
          } else reader.failSyntax('expecting "pipeline" or "table"');
        } while (reader.accept(','));
      }
      reader.expect(')');
    }
    const most = language.stages[pipeline];
    if (table >= most) reader.fail(`"next" action cannot advance beyond table ${most}.`, 'not-allowed');
    return { kind: 'next', pipeline, table, from: { pipeline: own, table: ownTable } };
  },
  format({ pipeline, table, from }) {
    if (pipeline !== from.pipeline) return `next(pipeline=${pipeline}, table=${table});`;
    return table === from.table + 1 ? 'next;' : `next(${table});`;
  },
  encode: ({ pipeline, table }, { language }) => [resubmit(language.tables[pipeline] + table)],
};

/** An action that is one word, and looks up one table. */
export interface PlainAction<K extends string> {
  readonly kind: K;
}

function plain<K extends string>(
  kind: K,
  text: string,
  table: (context: EncodingContext) => number,
): TodayKind<PlainAction<K>> {
  return {
    document: { form: `${kind};`, text },
    form: 'statement',
    parse: () => ({ kind }),
    format: () => `${kind};`,
    encode: (_, context) => [resubmit(table(context))],
  };
}

export const output = plain('output', 'Hands the packet to the logical port in outport.', outputTable);
export const ctSnatToVip = plain(
  'ct_snat_to_vip',
  'Gives a packet that a load balancer sends back to its sender the address of the service.',
  ({ language }) => language.tables.snatToVip,
);
export const macCacheUse = plain(
  'mac_cache_use',
  'Tells ovn-controller that a learnt address is still used.',
  ({ language }) => language.tables.macCacheUse,
);
export const floodRemote = plain(
  'flood_remote',
  'Sends copies to all other hypervisors.',
  ({ language }) => language.tables.floodRemote,
);

/** Sends a copy to a port that mirrors another. */
export interface MirrorAction {
  readonly kind: 'mirror';
  readonly port: string;
}

export const mirror: TodayKind<MirrorAction> = {
  document: { form: 'mirror("PORT");', text: 'Sends a copy of the packet to the port.' },
  form: 'statement',
  parse(reader) {
    reader.expect('(');
    const port = reader.string('expecting port name string');
    reader.expect(')');
    return { kind: 'mirror', port };
  },
  format: ({ port }) => `mirror("${port}");`,
  encode({ port }, { lookupPort, language: { tables, registers } }) {
    const key = lookupPort(port);
    if (key === undefined) return [];
    // No in_port: else a copy would not go out of the port that the packet came in by.
    const nowhere = put('in_port', (1n << BigInt(wholeField('in_port').bits)) - 1n);
    const actions = [nowhere, put(registers.outport, BigInt(key)), resubmit(tables.remoteOutput)];
    return [{ type: 'clone', actions }];
  },
};
