/** A network of today for tests: two switches and a router between them, on two hypervisors. */
import { deploymentHost, runOnHost } from '../../commands';
import { parseFlowKey } from '../../openflow';
import { Deployment, release26_03 } from '../../releases';
import { composePacket } from '../../vswitch';
import { trace } from '../trace';
import type { Trace } from '../types';

export const NETWORK = `
ovn-nbctl ls-add sw0 -- lsp-add sw0 p1 -- lsp-set-addresses p1 "50:54:00:00:00:01 10.0.0.11"
ovn-nbctl lsp-add sw0 p3 -- lsp-set-addresses p3 "50:54:00:00:00:03 10.0.0.13"
ovn-nbctl ls-add sw1 -- lsp-add sw1 p2 -- lsp-set-addresses p2 "50:54:00:00:00:02 20.0.0.11"
ovn-nbctl lr-add lr0 -- lrp-add lr0 lr0-sw0 00:00:00:00:ff:01 10.0.0.1/24 -- lrp-add lr0 lr0-sw1 00:00:00:00:ff:02 20.0.0.1/24
ovn-nbctl lsp-add-router-port sw0 sw0-lr0 lr0-sw0 -- lsp-add-router-port sw1 sw1-lr0 lr0-sw1
ovs-vsctl add-port br-int vif1 -- set interface vif1 external-ids:iface-id=p1
ovs-vsctl add-port br-int vif3 -- set interface vif3 external-ids:iface-id=p3
as hv2 ovs-vsctl add-port br-int vif2 -- set interface vif2 external-ids:iface-id=p2
`;

export interface Lab {
  readonly deployment: Deployment;
  /** What the commands print. */
  readonly run: (text: string) => string;
  /** A packet as ofproto/trace writes it, put in at an interface; nothing is counted. */
  readonly send: (machine: string, iface: string, packet: string) => Trace;
}

export function lab(network: string = NETWORK): Lab {
  const deployment = new Deployment({ release: release26_03, seed: 7 });
  const run = (text: string): string =>
    text
      .trim()
      .split('\n')
      .map((line) => {
        const { stdout, stderr, status } = deployment.action(() => runOnHost(deploymentHost(deployment), 'hv1', line));
        return `${stdout}${stderr}${status === 0 ? '' : `=> ${status}\n`}`;
      })
      .join('');
  for (const n of [1, 2]) {
    deployment.addMachine(`hv${n}`);
    run(
      `as hv${n} ovs-vsctl set open . external-ids:system-id=hv${n} external-ids:ovn-remote=unix:db.sock external-ids:ovn-encap-type=geneve external-ids:ovn-encap-ip=192.168.0.${n}`,
    );
  }
  run(network);
  return {
    deployment,
    run,
    send(machine, iface, packet) {
      const flow = parseFlowKey(packet);
      if (!flow.ok) throw new Error(flow.error.message);
      const traced = trace(deployment, { machine, iface, bytes: composePacket(flow.value) }, { live: false });
      if (!traced.ok) throw new Error(traced.error.message);
      return traced.value;
    },
  };
}

/** Each logical step that says something, as a line. */
export function told({ logical }: Trace): string {
  return logical
    .filter(({ passesOn }) => passesOn !== true)
    .map(({ datapathName, stage, match, changes = [], found = [] }) =>
      [
        `${datapathName} ${stage}: ${match ?? 'no row'}`,
        ...changes.map(({ field, before, after }) => `    ${field}: ${before} -> ${after}`),
        ...found.map((text) => `    ${text}`),
      ].join('\n'),
    )
    .join('\n');
}
