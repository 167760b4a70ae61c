/**
 * What stands on the page after something was opened, wherever it came from; and
 * opening in a new worker, where something else is opened when the first choice fails.
 */
import { engine, isReplaced } from '../bridge';
import type { EngineClient, LinkExtras, Opening, OpenSource, Plan, Problem, Result } from '../bridge';
import { mirrorStore, PANES, playerStore, preferencesStore, select, setPreference } from '../state';
import { parsePlace } from './place';
import { sendPacket } from './packets';

export interface Opened {
  readonly opening: Opening;
  /** What was opened in the end. */
  readonly plan: Plan;
  /** A source that could not be opened, and why. */
  readonly refused: { readonly source: OpenSource; readonly problem: Problem } | null;
  /** Kept work that could not be opened. */
  readonly unreadable: Problem | null;
}

export async function openPlan(client: EngineClient, plan: Plan): Promise<Opened> {
  switch (plan.kind) {
    case 'source': {
      const result = await client.open(plan.source);
      if (result.ok) return plainly(result.value, plan);
      const instead = await openPlan(client, { kind: 'kept', entry: 'latest', leaveOut: [] });
      return { ...instead, refused: { source: plan.source, problem: result.error } };
    }
    case 'kept': {
      const result = await client.openKept(plan.entry, plan.leaveOut);
      if (result.ok) return plainly(result.value, plan);
      const instead = await openPlan(client, insteadOf(plan.entry));
      const nothing = result.error.code === 'nothing-kept';
      return { ...instead, unreadable: instead.unreadable ?? (nothing ? null : result.error) };
    }
    case 'held': {
      const result = await client.open({ kind: 'document', json: plan.json }, { evenIfCostly: true });
      return result.ok ? plainly(result.value, plan) : openPlan(client, { kind: 'article' });
    }
    case 'article':
    case 'nothing': {
      const result = await client.open({ kind: 'gallery', id: 'article' });
      if (!result.ok) throw new Error(`The article's network does not open: ${result.error.message}`);
      return plainly(result.value, plan);
    }
  }
}

function plainly(opening: Opening, plan: Plan): Opened {
  return { opening, plan, refused: null, unreadable: null };
}

/** An entry that is gone may have come from a link that the address still has. */
function insteadOf(entry: string): Plan {
  const payload = linkInAddress();
  if (entry === 'latest') return { kind: 'article' };
  if (payload !== undefined) return { kind: 'source', source: { kind: 'link', payload } };
  return { kind: 'kept', entry: 'latest', leaveOut: [] };
}

/** The scenario that the address carries; the match lab's addresses carry other things. */
export function linkInAddress(): string | undefined {
  // The store of the place may not have heard yet: this is asked while an address arrives.
  const { name, params } = parsePlace(location.hash);
  return name === 'match' ? undefined : params.get('s');
}

/** Nothing of what was there before is selected or watched any more. */
export function beginAfresh(): void {
  select(null);
  playerStore.setState({ trace: null, packet: null, step: 0, playing: false, stale: false });
  preferencesStore.setState({ machine: mirrorStore.getState().model.machines[0]?.name ?? '' });
}

/** Shows what a link was sent for: its packet, step and pane. */
export async function look(extras: LinkExtras): Promise<void> {
  if (extras.packet !== undefined) await sendPacket(extras.packet, extras.step);
  const pane = PANES.find(({ id }) => id === extras.pane);
  if (pane) setPreference({ pane: pane.id });
}

/** An answer, or undefined when the worker was replaced meanwhile, which has been said. */
export async function unlessReplaced<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isReplaced(error)) return undefined;
    throw error;
  }
}

/** Opens what somebody outside of the page hands in: nobody is asked, and a problem leaves what was there. */
export async function openUnasked(source: OpenSource): Promise<Problem | null> {
  const result = await unlessReplaced<Result<Opening>>(engine().open(source));
  if (result === undefined)
    return { code: 'stopped', message: 'It was not opened: the engine had to be started again.' };
  if (!result.ok) return result.error;
  beginAfresh();
  await look(result.value.extras);
  return null;
}
