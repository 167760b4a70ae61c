/** Learning which MAC addresses are behind ports with unknown ones. */
import { optionIs } from '../facts/sources';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { WantedFlow } from '../flow';
import type { StageRules } from '../rules';
import { actions, match } from '../texts';
import { REG } from './registers';
import { flowsOn, goesOn } from './rows';

const STAGES = ['ls_in_lookup_fdb', 'ls_in_put_fdb', 'ls_out_lookup_fdb', 'ls_out_put_fdb'] as const;

export const fdb: StageRules = {
  name: 'MAC learning',
  ofSwitch: ({ uuid }) => STAGES.map((stage) => goesOn(flowsOn(uuid), stage)),
  ofSwitchPort: (port) => [...learning(port), ...marking(port)],
};

function learning(port: SwitchPortFacts): readonly WantedFlow[] {
  if (!learns(port)) return [];
  const [lookup, put] =
    port.type === 'remote'
      ? (['ls_out_lookup_fdb', 'ls_out_put_fdb'] as const)
      : (['ls_in_lookup_fdb', 'ls_in_put_fdb'] as const);
  const flow = flowsOn(port.sw);
  const extras = { port: port.name, hint: port.ref };
  const here = `inport == ${port.quoted}`;
  const look = `${REG.fdbFound} = lookup_fdb(inport, eth.src)`;
  const unknown = match(here, `${REG.fdbFound} == 0`);
  const why = `MAC addresses behind port ${port.quoted} are learnt.`;
  return [
    flow(lookup, 100, here, actions(port.type === 'localnet' && LOCALNET, look, 'next'), 'lookup', why, extras),
    flow(put, 100, unknown, actions('put_fdb(inport, eth.src)', 'next'), 'learn', why, extras),
  ];
}

/** What comes from the physical network is marked, which later stages ask for. */
function marking(port: SwitchPortFacts): readonly WantedFlow[] {
  if (port.type !== 'localnet') return [];
  const here = `inport == ${port.quoted}`;
  const why = 'What comes from the physical network is marked.';
  const extras = { port: port.name, hint: port.ref };
  return [flowsOn(port.sw)('ls_in_lookup_fdb', 50, here, actions(LOCALNET, 'next'), 'localnet', why, extras)];
}

const LOCALNET = 'flags.localnet = 1';

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
