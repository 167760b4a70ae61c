/** The load balancers of a switch or a router, and those that it could have. */
import { perform } from '../../../actions';
import type { Uuid } from '../../../bridge';
import { Button, Card } from '../../../kit';
import { northboundKey, useMirror } from '../../../state';
import { EntityLink } from '../../links';
import css from '../inspector.module.css';
import { Row } from './row';

export function LoadBalancersOn({ owner }: { readonly owner: Uuid }) {
  const all = useMirror((m) => m.model.topology?.loadBalancers) ?? [];
  const own = all.filter(({ switches, routers }) => [...switches, ...routers].includes(owner));
  const others = all.filter((each) => !own.includes(each));
  if (all.length === 0) return null;
  return (
    <Card title={`Load balancers (${own.length})`}>
      <ul className={css.list}>
        {own.map(({ uuid, name, vips }) => (
          <Row
            key={uuid}
            name={name}
            verb="Take off"
            remove={{ kind: 'detachLoadBalancer', loadBalancer: uuid, from: owner }}
          >
            <EntityLink entity={northboundKey(uuid)}>{name}</EntityLink>
            <code className={css.wrap}>{vips.map(({ vip }) => vip).join(', ')}</code>
          </Row>
        ))}
      </ul>
      <div className={css.rowActions}>
        {others.map(({ uuid, name }) => (
          <Button
            key={uuid}
            onClick={() => void perform({ kind: 'attachLoadBalancer', loadBalancer: uuid, to: owner })}
          >
            Put {name} here
          </Button>
        ))}
      </div>
    </Card>
  );
}
