/** For tests: a deployment with neutron-server and Nova, and short words for calls of the API. */
import { Deployment, releaseById, type ReleaseId } from '../releases';
import { bootServer, serversOf, type BootRequest } from '../nova';
import type { ApiReply } from './request';
import type { NeutronSettings } from './settings';

export interface Cloud {
  readonly deployment: Deployment;
  /** Calls the API, lets everything settle, and gives the reply. */
  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): ApiReply;
  /** The same for an object that is made: its attributes. */
  make(collection: string, resource: string, attributes: Readonly<Record<string, unknown>>): Record<string, string>;
  boot(name: string, nics: BootRequest['nics'], zone?: string): void;
  /** Status, task and hypervisor of each server. */
  servers(): readonly string[];
}

/** Two hypervisors with br-int, and the release's own driver unless `settings` says otherwise. */
export function cloud(release: ReleaseId, settings: Partial<NeutronSettings> = {}, seed = 7): Cloud {
  const found = releaseById(release);
  if (found?.neutron === undefined) throw new Error(`${release} has no Neutron.`);
  const deployment = new Deployment({ release: found, seed });
  for (const n of [1, 2]) {
    deployment.addMachine(`hv${n}`, { systemId: `hv${n}`, encapType: 'geneve', encapIp: `10.0.0.${n}`, bridge: true });
  }
  deployment.openstack.start({
    driver: found.neutron.defaultDriver,
    securityGroups: '',
    portStatus: 'at-once',
    syncMode: undefined,
    ...settings,
  });
  deployment.settle();
  deployment.beginHere();
  const call: Cloud['call'] = (method, path, body) => {
    const reply = deployment.action(() => deployment.openstack.neutron({ method, path: `/v2.0/${path}`, body }));
    deployment.settle();
    if (reply === undefined) throw new Error('neutron-server does not answer.');
    return reply;
  };
  return {
    deployment,
    call,
    make(collection, resource, attributes) {
      const { status, body } = call('POST', collection, { [resource]: attributes });
      if (status !== 201) throw new Error(JSON.stringify(body));
      return (body as Record<string, Record<string, string>>)[resource] ?? {};
    },
    boot(name, nics, availabilityZone = 'nova') {
      const request = { name, nics, image: 'cirros', flavor: 'm1.nano', availabilityZone };
      const booted = deployment.action(() => deployment.openstack.withNova((host) => bootServer(host, request)));
      if (booted?.ok !== true) throw new Error(JSON.stringify(booted));
      deployment.settle();
    },
    servers() {
      const nova = deployment.database('Nova');
      return (nova === undefined ? [] : serversOf(nova)).map(({ name, vm_state, task_state, host, fault }) =>
        [name, vm_state, task_state ?? '-', host, ...(fault === null ? [] : [fault])].join(' '),
      );
    },
  };
}

/** Rows of a northbound table, their UUIDs and empty columns left out. */
export function northbound(deployment: Deployment, table: string): readonly Record<string, unknown>[] {
  return [...deployment.nb.rows(table).values()].map((row) =>
    Object.fromEntries(
      Object.entries(row).filter(
        ([column, value]) => column !== '_uuid' && !(Array.isArray(value) && value.length === 0) && value !== '',
      ),
    ),
  );
}
