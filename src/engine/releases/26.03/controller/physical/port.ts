/**
 * The physical flows of one logical port: how packets come from it and are delivered to it here, or
 * how they reach it elsewhere (controller/physical.c of OVN).
 */
import type { LocalDatapath } from '../local-datapaths';
import { canBind } from '../bindings';
import type { Port } from '../facts/southbound';
import { flag } from '../facts/southbound';
import { flow, inport, resubmit, TABLES, type WantedFlow } from '../flows';
import { gatewayFlows, patchFlows } from './inner-port';
import { localFlows, type Access } from './local-port';
import { localnetFlows } from './localnet-port';
import { networkFunctionFlows } from './network-function';
import { bridgedFlow, haRemoteFlows, movingFlows, remoteFlows, switchedFlow } from './remote-port';
import type { OwnView } from './view';

export function portFlows(view: OwnView, port: Port, datapath: LocalDatapath): readonly WantedFlow[] {
  const flows: WantedFlow[] = port.type === 'vif' ? [zoneFlow(view, port, datapath)] : [];
  flows.push(...accessFlows(view, port, datapath));
  return flows;
}

/** The kernel's own errors come without zones. */
function zoneFlow({ zones }: OwnView, port: Port, { key }: LocalDatapath): WantedFlow {
  const actions = [...zones.load(port), resubmit(TABLES.ingress)];
  return flow(port.uuid, TABLES.zoneLookup, 100, inport(key, port.key), actions);
}

function accessFlows(view: OwnView, port: Port, datapath: LocalDatapath): readonly WantedFlow[] {
  const { world, self } = view;
  if (port.type === 'patch' || (port.type === 'l3gateway' && port.chassis === self.uuid))
    return patchFlows(view, port, datapath);
  const isGateway =
    port.type === 'chassisredirect' && (port.chassis === self.uuid || world.isActive(port.haGroup, self.uuid));
  if (isGateway) return gatewayFlows(view, port, datapath);

  if ((port.parent !== undefined || port.type === 'mirror') && port.tag === undefined && port.type !== 'mirror')
    return [];
  const access = accessOf(view, port);
  const isFunction = flag(port.options, 'is-nf');
  if (access !== undefined) {
    const flows = [...localFlows(view, port, datapath, access)];
    if (port.type === 'localnet') flows.push(...localnetFlows(view, port, datapath, access));
    if (isFunction && datapath.localnet !== undefined) flows.push(...networkFunctionFlows(view, port, datapath));
    return [...flows, ...elsewhere(view, port, datapath, isFunction)];
  }
  // While a port moves, an upstream switch would not flood to both of its chassis: it is tunnelled to.
  if (datapath.localnet !== undefined && port.additionalChassis.length === 0 && !isFunction) {
    if (world.here.patches.first(datapath.localnet.name) === undefined) return [];
    if (!flag(new Map([['always', world.sb.option('always_tunnel') ?? '']]), 'always'))
      return [switchedFlow(port, datapath, datapath.localnet), ...movingFlows(view, port, datapath)];
    return elsewhere(view, port, datapath, isFunction);
  }
  if (port.options.get('redirect-type')?.toLowerCase() !== 'bridged' && world.ranking(port.haGroup).length >= 2)
    return haRemoteFlows(view, port, datapath);
  return elsewhere(view, port, datapath, isFunction);
}

/** Ways to chassis on which the port is besides this one, or instead. */
function elsewhere(view: OwnView, port: Port, datapath: LocalDatapath, mayReturn: boolean): readonly WantedFlow[] {
  if (port.options.get('redirect-type')?.toLowerCase() === 'bridged') return bridgedFlow(view, port, datapath);
  return remoteFlows(view, port, datapath, mayReturn);
}

/** The OpenFlow port through which a logical port is reached on this hypervisor; undefined where it is not here. */
function accessOf(view: OwnView, port: Port): Access | undefined {
  const { world, bindings, self } = view;
  if (port.parent !== undefined || port.type === 'mirror') {
    const parent = world.port(port.type === 'mirror' ? port.mirroredPort : port.parent);
    const vif = bindings.vifOf(parent);
    if (vif === undefined || (parent !== undefined && canBind(self, parent) === undefined)) return undefined;
    return { ofport: vif.ofport, tag: port.type === 'mirror' ? 0 : (port.tag ?? 0), parent };
  }
  if (port.type === 'localnet' || port.type === 'l2gateway') {
    const patch = world.here.patches.first(port.name);
    return patch && { ofport: patch.ofport, tag: port.tag ?? 0, parent: undefined };
  }
  const vif = bindings.vifOf(port);
  if (vif === undefined || canBind(self, port) === undefined) return undefined;
  return { ofport: vif.ofport, tag: 0, parent: undefined };
}
