/** From an opened scenario to what an embedded page is for: its packet on the way. */
import { play, sendPacket } from '../actions';
import { goToStep, mirrorStore, playerStore } from '../state';
import type { EmbedOptions } from './options';

/** Part of the frame that must be in sight before anything moves. */
const SEEN = 0.3;

/** Sends the packet that is asked for, or what the link sends, or the first; and plays where it may. */
export async function begin({ packet, step, paused }: Pick<EmbedOptions, 'packet' | 'step' | 'paused'>): Promise<void> {
  const { packets } = mirrorStore.getState().scenario;
  const named = packets.find((candidate) => candidate.name === packet || candidate.id === packet);
  if (packet !== undefined && named === undefined) return;
  const shown = playerStore.getState();
  if (named !== undefined && shown.packet !== named.id) await sendPacket(named.id, step);
  else if (shown.trace === null && packets[0]) await sendPacket(packets[0].id, step);
  if (step !== undefined) goToStep(step);
  if (paused || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  whenSeen(() => {
    // Who was quicker than the eye decides.
    if (playerStore.getState().step === shownAt.step && playerStore.getState().trace === shownAt.trace) play();
  });
  const shownAt = playerStore.getState();
}

function whenSeen(act: () => void): void {
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      act();
    },
    { threshold: SEEN },
  );
  watch.observe(document.documentElement);
}
