/** What a port of today has beside its settings: where it leads to, and who answers its DHCP. */
import { perform } from '../../../actions';
import type { PortView } from '../../../bridge';
import { Card, SelectField } from '../../../kit';
import { northboundKey, useMirror } from '../../../state';
import { EntityLink } from '../../links';
import css from '../inspector.module.css';
import { RouterPort } from './router-panel';

export function PortCards({ port }: { readonly port: PortView }) {
  const model = useMirror((m) => m.model);
  const { topology, machines } = model;
  if (topology === undefined) return null;
  const router = topology.routers.find(({ ports }) => ports.some(({ name }) => name === port.routerPort));
  const end = router?.ports.find(({ name }) => name === port.routerPort);
  if (router && end)
    return (
      <>
        <Card title="Leads to">
          <p className={css.note}>
            Router <EntityLink entity={northboundKey(router.uuid)}>{router.name || '(no name)'}</EntityLink>, by its
            port:
          </p>
        </Card>
        <RouterPort port={end} model={model} />
      </>
    );
  const { physicalNetwork } = port;
  if (physicalNetwork !== undefined) {
    const there = machines.filter(({ networks }) => networks?.includes(physicalNetwork) === true);
    return (
      <Card title="Leads to">
        <p className={css.note}>
          The physical network {physicalNetwork}
          {there.length === 0
            ? ', to which no hypervisor is connected yet: its panel does it.'
            : `, by ${there.map(({ name }) => name).join(' and ')}.`}
        </p>
      </Card>
    );
  }
  if (port.type !== undefined || topology.dhcp.length === 0) return null;
  return (
    <Card title="DHCP">
      <SelectField
        label="Options"
        hideLabel
        value={port.dhcp?.v4 ?? port.dhcp?.v6 ?? ''}
        options={[
          { value: '', label: 'none' },
          ...topology.dhcp.map(({ uuid, cidr }) => ({ value: uuid, label: cidr })),
        ]}
        onChange={(value) => {
          const dhcp = topology.dhcp.find(({ uuid }) => uuid === value)?.uuid;
          void perform({ kind: 'setPortDhcp', port: port.uuid, ...(dhcp === undefined ? {} : { dhcp }) });
        }}
      />
    </Card>
  );
}
