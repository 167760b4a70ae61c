/** From an opened scenario to what an embedded page is for: its packet on the way. */
import { play, sendPacket } from '../actions';
import { goToStep, mirrorStore, motionReduced, playerStore } from '../state';
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
  if (paused || motionReduced()) return;
  const before = playerStore.getState();
  whenSeen(() => {
    const now = playerStore.getState();
    // Who was quicker has decided.
    if (now.step === before.step && now.trace === before.trace) play();
  });
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
