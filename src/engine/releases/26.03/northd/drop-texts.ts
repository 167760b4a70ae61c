/** Why stages drop: what several of them say. */
import type { RowRef } from '../../../base';
import type { DroppedCopy, Explain, Explanation } from '../../../northd';

/** A sentence about the copy, with the northbound rows behind the row that drops it. */
export function because(what: (copy: DroppedCopy) => string): Explain {
  return (copy) => ({ sentence: `${copy.where}: ${what(copy)}.`, causes: copy.reason?.nb ?? [] });
}

/** The rule of a stage that a reason names. */
export function ruleIn(stage: string, reason: DroppedCopy['reason']): string | undefined {
  return reason?.rule.startsWith(`${stage} `) === true ? reason.rule.slice(stage.length + 1) : reason?.rule;
}

export function sourceOf({ value }: DroppedCopy): string | undefined {
  return value('ip4.src') ?? value('ip6.src') ?? value('arp.spa');
}

export function destinationOf({ value }: DroppedCopy): string {
  return value('ip4.dst') ?? value('ip6.dst') ?? value('arp.tpa') ?? value('eth.dst') ?? 'where it goes';
}

export function portRow(uuid: RowRef['uuid']): RowRef {
  return { db: 'OVN_Northbound', table: 'Logical_Switch_Port', uuid };
}

/** A row of a set is taken out of it, which deletes it. */
export function removing(
  label: string,
  table: string,
  owner: string,
  column: string,
  row: RowRef | undefined,
): Pick<Explanation, 'remedies'> {
  if (row === undefined) return {};
  return {
    remedies: [{ kind: 'commands', label, commands: [['ovn-nbctl', 'remove', table, owner, column, row.uuid]] }],
  };
}
