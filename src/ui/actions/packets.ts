/** Sending one of the scenario's packets: the trace goes to the player. */
import { engine } from '../bridge';
import type { TraceRequest } from '../bridge';
import { layoutStore, mirrorStore, playerStore, select, packetKey, setPreference, showTrace } from '../state';
import { say } from './notices';

/** Sends a packet by its id; without `step` the trace stands at its end. */
export async function sendPacket(id: string, step?: number): Promise<void> {
  const packet = mirrorStore.getState().scenario.packets.find((candidate) => candidate.id === id);
  if (!packet) return;
  const bytes = bytesOfHex(packet.hex);
  const result = await engine().trace({ machine: packet.machine, iface: packet.iface, bytes });
  if (!result.ok) {
    say(result.error.message, 'bad');
    return;
  }
  showTrace(result.value, id, step);
  select(packetKey(id));
  openAnswer();
  say(result.value.verdict.sentence, 'quiet');
}

/** Sends the packet of the shown trace again, after the deployment changed. */
export async function sendAgain(): Promise<void> {
  const { packet, step, trace } = playerStore.getState();
  if (packet !== null) await sendPacket(packet, step);
  else if (trace) await explainPacket(trace.request, step);
}

/** Shows the trace of a packet that is none of the scenario's, without counting it. */
export async function explainPacket(request: TraceRequest, step?: number): Promise<void> {
  const result = await engine().explain(request);
  if (!result.ok) {
    say(result.error.message, 'bad');
    return;
  }
  showTrace(result.value, null, step);
  openAnswer();
  say(result.value.verdict.sentence, 'quiet');
}

/** The steps, and on a phone the one sheet that has the verdict, the step and the way through them. */
function openAnswer(): void {
  setPreference(layoutStore.getState().phone ? { pane: 'trace', sheet: 'inspector' } : { pane: 'trace' });
}

export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function hexOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
