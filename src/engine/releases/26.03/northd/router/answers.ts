/** lr_in_ip_input: how a router answers ARP requests and neighbour solicitations, for whatever address. */
import type { RowRef } from '../../../../base';
import type { WantedFlow } from '../flow';
import { ipInput } from './ip-input';
import type { Router } from './subjects';
import { all } from './text';

interface Asked {
  readonly rule: string;
  readonly priority: number;
  /** The address asked for, or a set of them. */
  readonly address: string;
  /** Only for requests that come in by this port, in quotes. */
  readonly inport?: string;
  readonly condition?: string;
  /** What the answer says, or nothing where there is to be none. */
  readonly mac: string | undefined;
  readonly hint?: RowRef | undefined;
  readonly why: () => string;
}

export function arpReply(router: Router, asked: Asked): WantedFlow {
  const { rule, priority, address, inport, condition, mac, hint, why } = asked;
  return ipInput(router, {
    rule: `${rule}-arp`,
    priority,
    match: all(inport && `inport == ${inport}`, 'arp.op == 1', `arp.tpa == ${address}`, condition),
    actions:
      mac === undefined
        ? router.drop
        : `eth.dst = eth.src; eth.src = ${mac}; arp.op = 2; /* ARP reply */ arp.tha = arp.sha; arp.sha = ${mac}; arp.tpa <-> arp.spa; outport = inport; flags.loopback = 1; output;`,
    hint,
    why,
  });
}

export function neighbourReply(
  router: Router,
  asked: Asked & { readonly solicitedNode?: string; readonly advertisement: 'nd_na' | 'nd_na_router' },
): WantedFlow {
  const { rule, priority, address, solicitedNode, inport, condition, mac, hint, why } = asked;
  return ipInput(router, {
    rule: `${rule}-nd`,
    priority,
    match: all(
      inport && `inport == ${inport}`,
      solicitedNode && `ip6.dst == {${address}, ${solicitedNode}}`,
      'nd_ns',
      `nd.target == ${address}`,
      condition,
    ),
    actions:
      mac === undefined
        ? router.drop
        : `${asked.advertisement} { eth.src = ${mac}; ip6.src = nd.target; nd.tll = ${mac}; outport = inport; flags.loopback = 1; output; };`,
    meter: mac === undefined ? undefined : router.meter('nd-na'),
    hint,
    why,
  });
}
