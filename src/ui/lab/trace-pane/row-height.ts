/** The height of a line of the trace, in CSS pixels. */
import { useLayout } from '../../state';

export function useRowHeight(): number {
  return useLayout(({ phone, scale }) => (phone ? 44 : 26) * scale);
}
