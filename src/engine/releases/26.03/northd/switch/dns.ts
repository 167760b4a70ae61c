/** DNS requests that the switch's own records answer. */
import type { StageRules } from '../rules';
import { actions, match } from '../texts';
import { REG } from './registers';
import { flowsOn, goesOn } from './rows';

const REQUEST = 'udp.dst == 53';

export const dns: StageRules = {
  name: 'DNS',
  ofSwitch: ({ uuid }) =>
    (['ls_in_dns_lookup', 'ls_in_dns_response'] as const).map((stage) => goesOn(flowsOn(uuid), stage)),
  ofSwitchPolicy({ sw, hasDnsRecords }, net) {
    if (!hasDnsRecords) return [];
    const flow = flowsOn(sw);
    return [
      flow(
        'ls_in_dns_lookup',
        100,
        REQUEST,
        actions(`${REG.dnsResult} = dns_lookup()`, 'next'),
        'lookup',
        'ovn-controller looks for the name in the switch’s records.',
        { meter: net.meter(net.switches.get(sw)?.copp, 'dns') },
      ),
      ...(['ip4', 'ip6'] as const).map((ip) =>
        flow(
          'ls_in_dns_response',
          100,
          match(REQUEST, REG.dnsResult),
          actions(
            'eth.dst <-> eth.src',
            `${ip}.src <-> ${ip}.dst`,
            'udp.dst = udp.src',
            'udp.src = 53',
            'outport = inport',
            'flags.loopback = 1',
            'output',
          ),
          'response',
          'The answer goes back to the port that asked.',
        ),
      ),
    ];
  },
};
