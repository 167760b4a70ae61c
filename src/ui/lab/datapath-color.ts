/** One colour a datapath, the same everywhere: by the switch's place in the model. */
import type { SwitchView, Uuid } from '../bridge';

const colors = 8;

export function datapathColor(index: number): string {
  return `var(--dp-${(index < 0 ? 0 : index) % colors})`;
}

export function datapathColorOf(switches: readonly SwitchView[], datapath: Uuid): string {
  return datapathColor(switches.findIndex((sw) => sw.uuid === datapath));
}
