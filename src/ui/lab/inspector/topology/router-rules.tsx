/** What a router does with packets: translation, routes, policies. */
import type { RouterView } from '../../../bridge';
import { Card } from '../../../kit';
import css from '../inspector.module.css';
import { Row } from './row';
import { SmallForm } from './small-form';

const NAT_TYPES = [
  { value: 'snat', label: 'snat: from inside, seen as' },
  { value: 'dnat', label: 'dnat: from outside, led to' },
  { value: 'dnat_and_snat', label: 'dnat_and_snat: a floating IP' },
];
const POLICY_ACTIONS = ['drop', 'allow', 'reroute'].map((value) => ({ value, label: value }));

export function RouterRules({ router }: { readonly router: RouterView }) {
  const { uuid, nats, routes, policies } = router;
  return (
    <>
      <Card title={`NAT (${nats.length})`}>
        <ul className={css.list}>
          {nats.map((nat) => (
            <Row
              key={nat.uuid}
              name={`NAT ${nat.externalIp} ${nat.logicalIp}`}
              remove={{ kind: 'deleteNat', nat: nat.uuid }}
            >
              <span className="mono">{nat.type}</span>
              <code className={css.wrap}>
                {nat.externalIp} ↔ {nat.logicalIp}
                {nat.logicalPort === undefined ? '' : ` (at ${nat.logicalPort})`}
              </code>
            </Row>
          ))}
        </ul>
        <SmallForm
          title="Add NAT"
          fields={[
            { id: 'type', label: 'Type', options: NAT_TYPES },
            { id: 'external', label: 'External address', placeholder: '172.16.1.20' },
            { id: 'logical', label: 'Logical address, or a network for snat', placeholder: '10.0.0.0/24' },
            { id: 'port', label: 'Answered where this port is', optional: true },
            { id: 'mac', label: 'External MAC address, with a port', optional: true },
          ]}
          edit={(get) => ({
            kind: 'addNat',
            router: uuid,
            type: get('type'),
            externalIp: get('external'),
            logicalIp: get('logical'),
            ...(get('port') === '' ? {} : { logicalPort: get('port'), externalMac: get('mac') }),
          })}
        />
      </Card>
      <Card title={`Static routes (${routes.length})`}>
        <ul className={css.list}>
          {routes.map((route) => (
            <Row key={route.uuid} name={`route ${route.prefix}`} remove={{ kind: 'deleteRoute', route: route.uuid }}>
              <code className={css.wrap}>
                {route.prefix} via {route.nexthop}
                {route.outputPort === undefined ? '' : ` (${route.outputPort})`}
                {route.table === '' ? '' : ` in table ${route.table}`}
              </code>
            </Row>
          ))}
        </ul>
        <SmallForm
          title="Add a route"
          fields={[
            { id: 'prefix', label: 'Prefix', initial: '0.0.0.0/0' },
            { id: 'nexthop', label: 'Next hop, or discard', placeholder: '172.16.1.254' },
          ]}
          edit={(get) => ({ kind: 'addRoute', router: uuid, prefix: get('prefix'), nexthop: get('nexthop') })}
        />
      </Card>
      <Card title={`Policies (${policies.length})`}>
        <ul className={css.list}>
          {policies
            .toSorted((a, b) => b.priority - a.priority)
            .map((policy) => (
              <Row
                key={policy.uuid}
                name={`policy ${policy.priority} ${policy.match}`}
                remove={{ kind: 'deletePolicy', policy: policy.uuid }}
              >
                <span className="mono">
                  {policy.priority} {policy.action} {policy.nexthops.join(', ')}
                </span>
                <code className={css.wrap}>{policy.match}</code>
              </Row>
            ))}
        </ul>
        <SmallForm
          title="Add a policy"
          fields={[
            { id: 'priority', label: 'Priority', initial: '100' },
            { id: 'match', label: 'Match', placeholder: 'ip4.src == 10.0.0.11' },
            { id: 'action', label: 'Action', options: POLICY_ACTIONS },
            { id: 'nexthop', label: 'Next hop of reroute', optional: true },
          ]}
          edit={(get) => ({
            kind: 'addPolicy',
            router: uuid,
            priority: Number(get('priority')),
            match: get('match'),
            action: get('action'),
            ...(get('nexthop') === '' ? {} : { nexthop: get('nexthop') }),
          })}
        />
      </Card>
    </>
  );
}
