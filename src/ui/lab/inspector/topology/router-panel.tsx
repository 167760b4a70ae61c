/** A logical router: what it connects, and what it does with packets on the way. */
import { connectRouters, connectSwitch, deleteSelected, gatewayOf, networkOf, perform } from '../../../actions';
import type { NetworkModel, RouterPortView, RouterView, SwitchView } from '../../../bridge';
import { Badge, Button, Card } from '../../../kit';
import { inNameOrder, northboundKey, useMirror } from '../../../state';
import { EntityLink } from '../../links';
import css from '../inspector.module.css';
import { CommitField, Heading } from '../parts';
import { LoadBalancersOn } from './load-balancers-on';
import { RouterRules } from './router-rules';
import { Row } from './row';
import { SmallForm, words } from './small-form';

export function RouterPanel({ router }: { readonly router: RouterView }) {
  const model = useMirror((m) => m.model);
  return (
    <>
      <Heading kind="Logical router" name={router.name || '(no name)'}>
        {router.chassis === undefined ? null : <Badge>on {router.chassis}</Badge>}
      </Heading>
      <Card title="Settings">
        <CommitField
          label="Name"
          value={router.name}
          mono={false}
          onCommit={(name, tell) => perform({ kind: 'renameRouter', router: router.uuid, name }, tell)}
        />
      </Card>
      {inNameOrder(router.ports).map((port) => (
        <RouterPort key={port.uuid} port={port} model={model} />
      ))}
      <Connect router={router} model={model} />
      <RouterRules router={router} />
      <LoadBalancersOn owner={router.uuid} />
      <div className={css.actions}>
        <Button look="danger" onClick={() => void deleteSelected()}>
          Delete this router
        </Button>
      </div>
    </>
  );
}

/** A port of the router, with what is at its other end. */
export function RouterPort({ port, model }: { readonly port: RouterPortView; readonly model: NetworkModel }) {
  const { name, mac, networks, gateways } = port;
  const chassis = model.machines.flatMap(({ systemId }) => systemId ?? []);
  const others = chassis.filter((one) => !gateways.some((gateway) => gateway.chassis === one));
  return (
    <Card title={name}>
      <div className={css.form}>
        <p className={css.note}>
          <OtherEnd port={port} model={model} />
        </p>
        <CommitField
          label="Addresses"
          value={networks.join(', ')}
          hint="With the length of the prefix, 10.0.0.1/24; several separated by commas."
          onCommit={(text, tell) => perform({ kind: 'setRouterPort', port: name, networks: words(text) }, tell)}
        />
        <CommitField
          label="MAC address"
          value={mac}
          onCommit={(text, tell) => perform({ kind: 'setRouterPort', port: name, mac: text.trim() }, tell)}
        />
        {gateways.length === 0 ? null : (
          <ul className={css.list} aria-label={`Gateway chassis of ${name}`}>
            {gateways.map((gateway) => (
              <Row
                key={gateway.chassis}
                name={`gateway chassis ${gateway.chassis}`}
                remove={{ kind: 'deleteGateway', port: name, chassis: gateway.chassis }}
              >
                <span>
                  gateway <span className="mono">{gateway.chassis}</span>, priority {gateway.priority}
                </span>
              </Row>
            ))}
          </ul>
        )}
        <div className={css.rowActions}>
          {others.length === 0 ? null : (
            <SmallForm
              title="Add a gateway chassis"
              fields={[
                { id: 'chassis', label: 'Chassis', options: others.map((value) => ({ value, label: value })) },
                { id: 'priority', label: 'Priority, the highest wins', initial: String(20 - 10 * gateways.length) },
              ]}
              edit={(get) => ({
                kind: 'setGateway',
                port: name,
                chassis: get('chassis'),
                priority: Number(get('priority')),
              })}
            />
          )}
          <Button
            look="quiet"
            aria-label={`Disconnect ${name}`}
            onClick={() => void perform({ kind: 'deleteRouterPort', port: name })}
          >
            Disconnect
          </Button>
        </div>
      </div>
    </Card>
  );
}

function OtherEnd({ port, model }: { readonly port: RouterPortView; readonly model: NetworkModel }) {
  const sw = model.switches.find(({ ports }) => ports.some(({ routerPort }) => routerPort === port.name));
  if (sw)
    return (
      <>
        To switch <EntityLink entity={northboundKey(sw.uuid)}>{sw.name || '(no name)'}</EntityLink>
      </>
    );
  const peer = model.topology?.routers.find(({ ports }) => ports.some(({ name }) => name === port.peer));
  if (peer)
    return (
      <>
        To router <EntityLink entity={northboundKey(peer.uuid)}>{peer.name || '(no name)'}</EntityLink>
      </>
    );
  return 'Nothing is at its other end.';
}

/** The switches and routers that it has no port on yet. */
function Connect({ router, model }: { readonly router: RouterView; readonly model: NetworkModel }) {
  const own = new Set(router.ports.map(({ name }) => name));
  const peers = new Set(router.ports.flatMap(({ peer }) => peer ?? []));
  const switches = model.switches.filter(({ ports }) => !ports.some(({ routerPort }) => own.has(routerPort ?? '')));
  const routers = (model.topology?.routers ?? []).filter(
    (other) => other.uuid !== router.uuid && !other.ports.some(({ name }) => peers.has(name)),
  );
  if (switches.length + routers.length === 0) return null;
  return (
    <Card title="Connect it to">
      <div className={css.rowActions}>
        {inNameOrder(switches).map((sw) => (
          <Button key={sw.uuid} title={`As ${addressOn(model, sw)}`} onClick={() => void connectSwitch(router, sw)}>
            {sw.name || '(no name)'}
          </Button>
        ))}
        {inNameOrder(routers).map((other) => (
          <Button key={other.uuid} onClick={() => void connectRouters(router, other)}>
            {other.name || '(no name)'}
          </Button>
        ))}
      </div>
    </Card>
  );
}

function addressOn(model: NetworkModel, sw: SwitchView): string {
  return gatewayOf(networkOf(model, sw));
}
