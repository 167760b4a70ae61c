/** Port groups, address sets and DHCP options: what ACLs and ports refer to by name. */
import { deleteSelected, perform } from '../../../actions';
import type { AddressSetView, DhcpView, PortGroupView } from '../../../bridge';
import { Button, Card } from '../../../kit';
import { northboundKey, useMirror } from '../../../state';
import { EntityLink } from '../../links';
import { AclList } from '../acl-list';
import css from '../inspector.module.css';
import { CommitField, Heading } from '../parts';
import { words } from './small-form';

export function PortGroupPanel({ group }: { readonly group: PortGroupView }) {
  const switches = useMirror((m) => m.model.switches);
  const ports = switches.flatMap((sw) => sw.ports);
  const members = ports.filter(({ uuid }) => group.ports.includes(uuid));
  return (
    <>
      <Heading kind="Port group" name={group.name} />
      <Card title={`Ports (${members.length})`}>
        <ul className={css.list}>
          {members.map(({ uuid, name }) => (
            <li key={uuid}>
              <EntityLink entity={northboundKey(uuid)}>{name}</EntityLink>
            </li>
          ))}
        </ul>
        <CommitField
          label="Members"
          value={members.map(({ name }) => name).join(', ')}
          hint={`An ACL means them as @${group.name}; northd keeps $${group.name}_ip4 with their addresses.`}
          onCommit={(text, tell) => perform({ kind: 'setPortGroup', group: group.name, ports: words(text) }, tell)}
        />
      </Card>
      <AclList owner={group} example={`outport == @${group.name} && ip4`} />
      <Delete what="port group" />
    </>
  );
}

export function AddressSetPanel({ set }: { readonly set: AddressSetView }) {
  return (
    <>
      <Heading kind="Address set" name={set.name} />
      <Card title={`Addresses (${set.addresses.length})`}>
        <CommitField
          label="Members"
          value={set.addresses.join(', ')}
          hint={`A match means them as $${set.name}.`}
          onCommit={(text, tell) => perform({ kind: 'setAddressSet', name: set.name, addresses: words(text) }, tell)}
        />
      </Card>
      <Delete what="address set" />
    </>
  );
}

export function DhcpPanel({ dhcp }: { readonly dhcp: DhcpView }) {
  const switches = useMirror((m) => m.model.switches);
  const served = switches
    .flatMap((sw) => sw.ports)
    .filter((port) => port.dhcp?.v4 === dhcp.uuid || port.dhcp?.v6 === dhcp.uuid);
  return (
    <>
      <Heading kind="DHCP options" name={dhcp.cidr} />
      <Card title="Options">
        <CommitField
          label="Options"
          value={Object.entries(dhcp.options)
            .map(([key, value]) => `${key}=${value}`)
            .join(' ')}
          hint="NAME=VALUE, separated by blanks: server_id, server_mac, lease_time, router, dns_server."
          check={(text) => {
            const wrong = text.split(/\s+/).find((word) => word !== '' && !/^[^=]+=./.test(word));
            return wrong === undefined ? null : `“${wrong}” is not NAME=VALUE.`;
          }}
          onCommit={(text, tell) =>
            perform({ kind: 'setDhcpOptions', dhcp: dhcp.uuid, options: optionsOf(text) }, tell)
          }
        />
      </Card>
      <Card title={`Given to (${served.length})`}>
        <ul className={css.list}>
          {served.map(({ uuid, name }) => (
            <li key={uuid}>
              <EntityLink entity={northboundKey(uuid)}>{name}</EntityLink>
            </li>
          ))}
        </ul>
      </Card>
      <Delete what="DHCP row" />
    </>
  );
}

function optionsOf(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(/\s+/).filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

function Delete({ what }: { readonly what: string }) {
  return (
    <div className={css.actions}>
      <Button look="danger" onClick={() => void deleteSelected()}>
        Delete this {what}
      </Button>
    </div>
  );
}
