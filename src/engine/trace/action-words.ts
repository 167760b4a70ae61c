/** What the actions of a release are, and what those of a row do, in the words of their documents. */
import {
  DHCPV4_OPTIONS,
  DHCPV6_OPTIONS,
  documentActions,
  documentTodayActions,
  explainActions,
  explainTodayActions,
  type ActionDocument,
} from '../actions';
import type { LogicalFlowContents } from '../logical';
import type { TraceRelease } from './release';

export function documentedActions({ actions, today }: TraceRelease): readonly ActionDocument[] {
  if (today !== undefined) return documentTodayActions(today.actions);
  return actions === undefined ? [] : documentActions(actions);
}

export function actionsExplained(
  { actions: dialect, today, symbols }: TraceRelease,
  { actions, direction, table }: Pick<LogicalFlowContents, 'actions' | 'direction' | 'table'>,
): readonly ActionDocument[] {
  if (today !== undefined) {
    const dhcp = { v4: DHCPV4_OPTIONS, v6: DHCPV6_OPTIONS };
    return explainTodayActions(actions, { language: today.actions, symbols, pipeline: direction, table, dhcp });
  }
  return dialect === undefined ? [] : explainActions(actions, { dialect, symbols, nextAllowed: true });
}
