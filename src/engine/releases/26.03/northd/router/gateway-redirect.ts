/** lr_in_gw_redirect: what leaves by a distributed gateway port goes to the chassis that stands for it. */
import type { WantedFlow } from '../flow';
import type { Router } from './subjects';
import { inStage } from './text';

export const redirect = inStage('lr_in_gw_redirect');

export function gatewayRedirectOfRouter(router: Router): readonly WantedFlow[] {
  return [
    redirect(router, {
      rule: 'here',
      priority: 0,
      match: '1',
      actions: 'next;',
      why: () => 'Packets for other ports leave where they are.',
    }),
    // Traffic to a VTEP switch takes the short way, and only its answers pass the gateway.
    ...router.gatewayPorts.flatMap((port) =>
      port.redirect === undefined || (port.peer?.kind === 'switch' && port.peer.switchHasVtep)
        ? []
        : [
            redirect(router, {
              rule: 'to-gateway',
              priority: 50,
              match: `outport == ${port.quoted}`,
              actions: `outport = ${port.redirect}; next;`,
              hint: port.ref,
              why: () => `What leaves by ${port.name} goes to the chassis that it stands on.`,
            }),
          ],
    ),
  ];
}
