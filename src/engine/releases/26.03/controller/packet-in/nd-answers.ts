/** nd_na and nd_na_router: a neighbour advertisement that answers a solicitation. */
import { encodeTrusted } from '../../../../../packets';
import { address, mac } from './addresses';
import type { Handler } from './handler';
import { isIcmp6 } from './headers';

export const ndNa = advertise(false);
export const ndNaRouter = advertise(true);

const SOLICITATION = 135;
const ADVERTISEMENT = 136;

function advertise(router: boolean): Handler<'nd_na' | 'nd_na_router'> {
  return (run, received, { actions }) => {
    const { headers } = received;
    if (!isIcmp6(headers, SOLICITATION, ADVERTISEMENT)) {
      run.warn('NA action on non-ND packet');
      return;
    }
    const [own, asker] = [mac(headers, 'eth_dst'), mac(headers, 'eth_src')];
    const target = address(headers, 'nd_target');
    run.answer(
      received,
      encodeTrusted([
        { protocol: 'ethernet', src: own, dst: asker },
        { protocol: 'ipv6', src: target, dst: address(headers, 'ipv6_src'), ttl: 255 },
        { protocol: 'icmpv6' },
        {
          protocol: 'nd-na',
          router,
          solicited: true,
          override: true,
          target,
          options: [{ type: 'tll', value: own }],
        },
      ]),
      actions,
    );
  };
}
