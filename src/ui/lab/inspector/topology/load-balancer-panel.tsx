/** A load balancer: its VIPs with their backends, and where it works. */
import { deleteSelected, perform } from '../../../actions';
import type { LoadBalancerView } from '../../../bridge';
import { Button, Card } from '../../../kit';
import { northboundKey, useMirror } from '../../../state';
import { EntityLink } from '../../links';
import css from '../inspector.module.css';
import { CommitField, Heading } from '../parts';
import { Row } from './row';
import { SmallForm, words } from './small-form';

export function LoadBalancerPanel({ lb }: { readonly lb: LoadBalancerView }) {
  const { switches, topology } = useMirror((m) => m.model);
  const all = [
    ...switches.map(({ uuid, name }) => ({ uuid, name, on: lb.switches.includes(uuid) })),
    ...(topology?.routers ?? []).map(({ uuid, name }) => ({ uuid, name, on: lb.routers.includes(uuid) })),
  ];
  return (
    <>
      <Heading kind={`Load balancer${lb.protocol === undefined ? '' : `, ${lb.protocol}`}`} name={lb.name} />
      {lb.vips.map(({ vip, backends }) => (
        <Card key={vip} title={vip}>
          <CommitField
            label="Backends"
            value={backends.join(', ')}
            onCommit={(text, tell) =>
              perform({ kind: 'addVip', loadBalancer: lb.name, vip, backends: words(text) }, tell)
            }
          />
          <div className={css.rowActions}>
            <Button
              look="quiet"
              aria-label={`Delete ${vip}`}
              onClick={() => void perform({ kind: 'deleteVip', loadBalancer: lb.uuid, vip })}
            >
              Delete this VIP
            </Button>
          </div>
        </Card>
      ))}
      <Card>
        <SmallForm
          title="Add a VIP"
          fields={[
            { id: 'vip', label: 'VIP', placeholder: '10.0.0.100:80' },
            { id: 'backends', label: 'Backends', placeholder: '10.0.0.11:8080, 10.0.0.12:8080' },
          ]}
          edit={(get) => ({
            kind: 'addVip',
            loadBalancer: lb.name,
            vip: get('vip'),
            backends: words(get('backends')),
            ...(lb.protocol === undefined ? {} : { protocol: lb.protocol }),
          })}
        />
      </Card>
      <Card title="Works on">
        <ul className={css.list}>
          {all
            .filter(({ on }) => on)
            .map(({ uuid, name }) => (
              <Row
                key={uuid}
                name={name}
                verb="Take off"
                remove={{ kind: 'detachLoadBalancer', loadBalancer: lb.uuid, from: uuid }}
              >
                <EntityLink entity={northboundKey(uuid)}>{name || '(no name)'}</EntityLink>
              </Row>
            ))}
        </ul>
        <div className={css.rowActions}>
          {all
            .filter(({ on }) => !on)
            .map(({ uuid, name }) => (
              <Button
                key={uuid}
                onClick={() => void perform({ kind: 'attachLoadBalancer', loadBalancer: lb.uuid, to: uuid })}
              >
                Put it on {name || '(no name)'}
              </Button>
            ))}
        </div>
      </Card>
      <div className={css.actions}>
        <Button look="danger" onClick={() => void deleteSelected()}>
          Delete this load balancer
        </Button>
      </div>
    </>
  );
}
