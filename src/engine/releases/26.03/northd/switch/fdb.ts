/** Learning which MAC addresses are behind ports with unknown ones. */
import { optionIs } from '../facts/sources';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { SwitchFacts } from '../facts/switches';
import type { WantedFlow } from '../flow';
import { actions, match } from '../texts';
import { REG } from './registers';
import { flowsOn, goesOn } from './rows';

export function fdbDefaults(sw: SwitchFacts): readonly WantedFlow[] {
  const flow = flowsOn(sw);
  const stages = ['ls_in_lookup_fdb', 'ls_in_put_fdb', 'ls_out_lookup_fdb', 'ls_out_put_fdb'] as const;
  return stages.map((stage) => goesOn(flow, stage));
}

export function fdbLearning(sw: SwitchFacts, port: SwitchPortFacts): readonly WantedFlow[] {
  const flow = flowsOn(sw);
  const extras = { port: port.name, hint: port.ref };
  const here = `inport == ${port.quoted}`;
  const isLocalnet = port.type === 'localnet';
  const marks = isLocalnet && 'flags.localnet = 1';
  const [lookup, put] =
    port.type === 'remote'
      ? (['ls_out_lookup_fdb', 'ls_out_put_fdb'] as const)
      : (['ls_in_lookup_fdb', 'ls_in_put_fdb'] as const);
  const why = `MAC addresses behind port ${port.quoted} are learnt.`;
  return [
    ...(learns(port)
      ? [
          flow(
            lookup,
            100,
            here,
            actions(marks, `${REG.fdbFound} = lookup_fdb(inport, eth.src)`, 'next'),
            'lookup',
            why,
            extras,
          ),
          flow(put, 100, match(here, `${REG.fdbFound} == 0`), actions('put_fdb(inport, eth.src)', 'next'), 'learn', why, extras),
        ]
      : []),
    ...(isLocalnet
      ? [
          flow(
            'ls_in_lookup_fdb',
            50,
            here,
            actions(marks, 'next'),
            'from-localnet',
            'What comes from the physical network is marked.',
            extras,
          ),
        ]
      : []),
  ];
}

/** Of a port that may send from any address, unless it is told not to learn; localnet ports must be told to. */
function learns(port: SwitchPortFacts): boolean {
  if (port.hasPortSecurity || !port.hasUnknown) return false;
  switch (port.type) {
    case 'remote':
    case 'switch':
      return true;
    case '':
      return optionIs(port.options, 'lsp_learn_fdb', true);
    case 'localnet':
      return optionIs(port.options, 'localnet_learn_fdb');
    default:
      return false;
  }
}
