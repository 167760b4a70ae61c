/** Quality of service: marks and rate limits for what a rule matches. */
import type { StageRules } from '../rules';
import { actions } from '../texts';
import { flowsOn, goesOn } from './rows';

export const qos: StageRules = {
  name: 'QoS',
  ofSwitch: ({ uuid }) => (['ls_in_qos', 'ls_out_qos'] as const).map((stage) => goesOn(flowsOn(uuid), stage)),
  ofQos: ({ sw, direction, priority, match, marks, rate, burst, ref }) => [
    flowsOn(sw)(
      direction === 'from-lport' ? 'ls_in_qos' : 'ls_out_qos',
      priority,
      match,
      actions(
        rate !== undefined && `set_meter(${[rate, burst].filter((number) => number !== undefined).join(', ')})`,
        ...marks.map(({ field, value }) => `${field} = ${value}`),
        'next',
      ),
      'rule',
      'A QoS rule marks what it matches, limits its rate, or both.',
      { hint: ref },
    ),
  ],
};
