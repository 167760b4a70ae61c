/** Actions with actions in curly braces: answers that ovn-controller makes of a packet, and copies. */
import type { OfAction } from '../../openflow';
import { outputTable, resubmit, toController, type EncodingContext, type TodayKind } from './kind';
import type { ActionsData, ControllerData, Opcode } from './userdata';
import { zoneOf } from './conntrack';
import type { ActionReader, Scope } from './reader';

/** How actions with actions in them read, write and encode those. */
export interface NestedLists<A> {
  /** From the opening brace to the closing one. With `demands`, what the inner ones demand does not count. */
  read(reader: ActionReader, scope: Scope, demands: string | undefined): readonly A[];
  format(actions: readonly A[]): string;
  encode(actions: readonly A[], context: EncodingContext): readonly OfAction[];
}

export interface NestedAction<K extends string, A> {
  readonly kind: K;
  readonly actions: readonly A[];
}

/** Opcodes that come with actions. */
type AnswerOpcode = { [O in Opcode]: ActionsData extends ControllerData[O] ? O : never }[Opcode];

/** `opcode`: what ovn-controller does; it then runs the actions on what it made. */
export function answerKind<K extends string, A>(
  kind: K,
  {
    opcode,
    demands,
    pause = false,
  }: { readonly opcode: AnswerOpcode; readonly demands?: string; readonly pause?: boolean },
  text: string,
  lists: NestedLists<A>,
): TodayKind<NestedAction<K, A>> {
  return {
    document: { form: `${kind} { ACTION; … };`, text },
    form: 'statement',
    parse: (reader) => ({ kind, actions: lists.read(reader, reader.scope, demands) }),
    format: ({ actions }) => `${kind} { ${lists.format(actions)} };`,
    encode({ actions }, context) {
      const waits = pause && context.language.waitsForNeighbours;
      const asked = toController(context, opcode, { actions: lists.encode(actions, context) }, { pause: waits });
      return waits && !context.explicitOutput ? [asked, resubmit(outputTable(context))] : [asked];
    },
  };
}

export function cloneKind<A>(lists: NestedLists<A>): TodayKind<NestedAction<'clone', A>> {
  return {
    document: {
      form: 'clone { ACTION; … };',
      text: 'Runs the actions on a copy, and goes on with the packet as it was.',
    },
    form: 'statement',
    parse: (reader) => ({ kind: 'clone', actions: lists.read(reader, 'packet', undefined) }),
    format: ({ actions }) => `clone { ${lists.format(actions)} };`,
    encode: ({ actions }, context) => [{ type: 'clone', actions: lists.encode(actions, context) }],
  };
}

export function ctCommitKind<A>(lists: NestedLists<A>): TodayKind<NestedAction<'ct_commit', A>> {
  return {
    document: {
      form: 'ct_commit { ct_mark = N; … };',
      text: 'Commits the connection, with what is written into its mark and label.',
    },
    form: 'statement',
    parse(reader) {
      if (reader.cursor.token.type === '{')
        return { kind: 'ct_commit', actions: lists.read(reader, 'connection', 'ip') };
      reader.demand('ip');
      return { kind: 'ct_commit', actions: [] };
    },
    format: ({ actions }) => (actions.length === 0 ? 'ct_commit;' : `ct_commit { ${lists.format(actions)} };`),
    encode: ({ actions }, context) => [
      {
        type: 'ct',
        commit: true,
        zone: { field: zoneOf(context, 'dnat'), offset: 0, bits: 16 },
        ...(context.datapath.zeroSnat ? { nat: { type: 'src' as const, flags: [] } } : {}),
        exec: lists.encode(actions, context),
      },
    ],
  };
}
