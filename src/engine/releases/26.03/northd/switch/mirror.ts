/** Mirroring: what is not mirrored goes on. */
import { flow } from '../flow';
import type { StageRules } from '../rules';

export const mirror: StageRules = {
  name: 'mirror',
  ofSwitch: ({ uuid }) =>
    (['ls_in_mirror', 'ls_out_mirror'] as const).map((stage) =>
      flow(uuid, stage, 0, '1', 'next;', { rule: 'default', why: () => 'What is not mirrored goes on.' }),
    ),
};
