/** Servers, networks, ports, security groups and the comparison with OVN, one of them at a time. */
import { useState } from 'react';
import type { OpenStackView } from '../../bridge';
import { Button, EmptyState } from '../../kit';
import { setPreference, useMirror, usePreferences } from '../../state';
import panes from '../panes.module.css';
import { GroupForm, NetworkForm, RuleForm, ServerForm } from './forms';
import css from './openstack-pane.module.css';
import { Sync } from './sync';
import { Networks, Ports, Rules, Servers } from './tables';
import { type } from './type';

const PARTS = ['Servers', 'Networks', 'Ports', 'Security groups', 'Sync'] as const;
type PartName = (typeof PARTS)[number];

/** Outlives the pane, which is not there while another one is open. */
let last: PartName = 'Servers';

function remember(part: PartName): void {
  last = part;
}

export function OpenStackPane() {
  const view = useMirror((mirror) => mirror.openstack);
  const layer = usePreferences((preferences) => preferences.neutronLayer);
  const [part, setPart] = useState(last);
  if (view === null) return <Nothing />;
  const choose = (next: PartName) => {
    remember(next);
    setPart(next);
  };
  return (
    <div className={panes.pane}>
      <div className={panes.tools}>
        <div className={css.parts} role="group" aria-label="What to see of OpenStack">
          {PARTS.map((name) => (
            <button key={name} type="button" aria-pressed={part === name} onClick={() => choose(name)}>
              {name}
            </button>
          ))}
        </div>
        <label className={css.layer}>
          <input
            type="checkbox"
            checked={layer}
            onChange={(event) => setPreference({ neutronLayer: event.target.checked })}
          />
          Neutron’s names on the graph
        </label>
        <span className={panes.grow} />
        <span className={panes.note}>{settings(view)}</span>
      </div>
      <div className={css.part}>
        <Part view={view} part={part} />
      </div>
    </div>
  );
}

function Part({ view, part }: { view: OpenStackView; part: PartName }) {
  switch (part) {
    case 'Servers':
      return (
        <>
          <ServerForm view={view} />
          <Servers view={view} />
        </>
      );
    case 'Networks':
      return (
        <>
          <NetworkForm view={view} />
          <Networks view={view} />
        </>
      );
    case 'Ports':
      return <Ports view={view} />;
    case 'Security groups':
      return <Groups view={view} />;
    case 'Sync':
      return <Sync view={view} />;
  }
}

function Groups({ view }: { view: OpenStackView }) {
  return (
    <>
      {view.securityGroups === '' ? (
        <p className={css.note}>
          The driver of that day wrote no ACL: rules change nothing in OVN. Start it with a mapping, such as{' '}
          <code>neutron-server --security-groups october-2015</code>.
        </p>
      ) : null}
      <GroupForm />
      {view.groups.map((group) => (
        <section key={group.id} className={css.group} aria-label={`Group ${group.name}`}>
          <h3>{group.name || group.id}</h3>
          <Rules group={group} />
          <RuleForm group={group} />
        </section>
      ))}
    </>
  );
}

function settings({ driver, securityGroups, portStatus, connected }: OpenStackView): string {
  const parts = [driver, securityGroups === '' ? 'no ACLs' : securityGroups];
  if (portStatus === 'up') parts.push('ACTIVE when OVN says up');
  if (!connected) parts.push('cut off from OVN');
  return parts.join(' · ');
}

function Nothing() {
  return (
    <EmptyState title="No OpenStack here yet">
      <p>
        <code>./stack.sh</code> starts neutron-server and Nova and makes the networks that devstack made in 2015. What
        is made here becomes OVN’s rows through networking-ovn.
      </p>
      <Button look="primary" onClick={() => void type('./stack.sh --port-status up')}>
        Run stack.sh
      </Button>
    </EmptyState>
  );
}
