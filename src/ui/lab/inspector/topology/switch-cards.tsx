/** What a switch of today has beside its ports and ACLs: DHCP, a way to a physical network, load balancers, a router. */
import { connectSwitch, gatewayOf, networkOf, ROUTER_MACS } from '../../../actions';
import type { NetworkModel, RouterPortView, SwitchView } from '../../../bridge';
import { Button, Card } from '../../../kit';
import { northboundKey, useMirror } from '../../../state';
import { EntityLink } from '../../links';
import css from '../inspector.module.css';
import { LoadBalancersOn } from './load-balancers-on';
import { SmallForm } from './small-form';

export function SwitchCards({ sw }: { readonly sw: SwitchView }) {
  const model = useMirror((m) => m.model);
  const { topology } = model;
  if (topology === undefined) return null;
  const ends = new Set(sw.ports.flatMap(({ routerPort }) => routerPort ?? []));
  const own = topology.routers.flatMap(({ ports }) => ports).filter(({ name }) => ends.has(name));
  const routers = topology.routers.filter(({ ports }) => ports.every(({ name }) => !ends.has(name)));
  const served = new Set(sw.ports.flatMap(({ dhcp }) => [dhcp?.v4, dhcp?.v6]));
  const dhcp = topology.dhcp.filter(({ uuid }) => served.has(uuid));
  return (
    <>
      {routers.length === 0 ? null : (
        <Card title="Connect it to a router">
          <div className={css.rowActions}>
            {routers.map((router) => (
              <Button key={router.uuid} onClick={() => void connectSwitch(router, sw)}>
                {router.name || '(no name)'}
              </Button>
            ))}
          </div>
        </Card>
      )}
      <Card title="DHCP">
        <ul className={css.list}>
          {dhcp.map(({ uuid, cidr }) => (
            <li key={uuid}>
              <EntityLink entity={northboundKey(uuid)}>{cidr}</EntityLink>
            </li>
          ))}
        </ul>
        <SmallForm
          key={networkOf(model, sw)}
          title="Serve addresses by DHCP"
          fields={dhcpFields(model, sw, own)}
          edit={(get) => ({
            kind: 'addDhcp',
            switch: sw.uuid,
            cidr: get('cidr'),
            options: {
              server_id: get('server'),
              server_mac: get('mac'),
              lease_time: get('lease'),
              ...(get('router') === '' ? {} : { router: get('router') }),
              ...(get('dns') === '' ? {} : { dns_server: get('dns') }),
            },
          })}
        />
      </Card>
      <Card title="Physical network">
        <SmallForm
          title="Connect a physical network"
          fields={[
            { id: 'network', label: 'Its name', initial: 'physnet1' },
            { id: 'tag', label: 'VLAN', optional: true },
          ]}
          edit={(get) => ({
            kind: 'connectPhysical',
            switch: sw.uuid,
            network: get('network'),
            ...(get('tag') === '' ? {} : { tag: Number(get('tag')) }),
          })}
        />
      </Card>
      <LoadBalancersOn owner={sw.uuid} />
    </>
  );
}

/** Where a router has the switch, it plays the server. */
function dhcpFields(model: NetworkModel, sw: SwitchView, routerPorts: readonly RouterPortView[]) {
  const network = networkOf(model, sw);
  const [router] = routerPorts;
  const address = (router?.networks[0] ?? gatewayOf(network)).replace(/\/.*/, '');
  const mac = `00:00:00:00:${(ROUTER_MACS >> 8).toString(16)}:fe`;
  return [
    { id: 'cidr', label: 'Network', initial: network },
    { id: 'server', label: 'Server address', initial: address },
    { id: 'mac', label: 'Server MAC address', initial: router?.mac ?? mac },
    { id: 'lease', label: 'Lease time, seconds', initial: '3600' },
    { id: 'router', label: 'Router', initial: router === undefined ? '' : address, optional: true },
    { id: 'dns', label: 'DNS server', optional: true },
  ];
}
