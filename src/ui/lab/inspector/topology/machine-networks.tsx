/** The physical networks that a hypervisor leads to. */
import type { MachineView } from '../../../bridge';
import { Card } from '../../../kit';
import { useMirror } from '../../../state';
import css from '../inspector.module.css';
import { SmallForm } from './small-form';

export function MachineNetworks({ machine }: { readonly machine: MachineView }) {
  const model = useMirror((m) => m.model);
  if (model.topology === undefined) return null;
  const own = machine.networks ?? [];
  const wanted = model.switches
    .flatMap(({ ports }) => ports)
    .flatMap(({ physicalNetwork }) => physicalNetwork ?? [])
    .find((network) => !own.includes(network));
  return (
    <Card title={`Physical networks (${own.length})`}>
      <ul className={css.list}>
        {own.map((network) => (
          <li key={network} className="mono">
            {network}
          </li>
        ))}
      </ul>
      <SmallForm
        key={wanted ?? ''}
        title="Connect a physical network"
        fields={[
          { id: 'network', label: 'Its name', initial: wanted ?? 'physnet1' },
          { id: 'bridge', label: 'By the bridge', initial: `br-${(wanted ?? 'physnet1').slice(0, 12)}` },
        ]}
        edit={(get) => ({
          kind: 'mapNetwork',
          machine: machine.name,
          network: get('network'),
          bridge: get('bridge'),
        })}
      />
    </Card>
  );
}
