/** The lines between hypervisors: one for the two tunnel ports that make one tunnel; pure. */
import { machineKey } from '../../state';
import { tunnelCurve } from './curves';
import type { Curve } from './curves';
import { centre } from './geometry';
import type { Box } from './geometry';
import type { MachineNode } from './graph';
import { tunnelId } from './lines';
import type { TunnelLine } from './lines';

export function tunnelsOf(nodes: readonly MachineNode[]): ReadonlyMap<string, TunnelLine> {
  const byName = new Map(nodes.map((node) => [node.data.machine.name, node]));
  const lines = new Map<string, TunnelLine>();
  for (const { data } of nodes) {
    const from = data.machine;
    for (const { peer, type } of from.tunnels) {
      if (peer === null || peer === from.name) continue;
      const [a, b] = from.name < peer ? [from.name, peer] : [peer, from.name];
      const [one, other] = [byName.get(a), byName.get(b)];
      if (!one || !other) continue;
      const id = tunnelId(a, b);
      const before = lines.get(id)?.type;
      lines.set(id, {
        kind: 'tunnel',
        id,
        a,
        b,
        type: before === undefined || before === type ? type : `${before} / ${type}`,
        cut: one.data.machine.cutOff.underlay || other.data.machine.cutOff.underlay,
        curve: lines.get(id)?.curve ?? between(one, other, nodes),
        color: '--openflow',
        about: [machineKey(a), machineKey(b)],
      });
    }
  }
  return lines;
}

function between(one: MachineNode, other: MachineNode, nodes: readonly MachineNode[]): Curve {
  const [a, b] = [boxOf(one), boxOf(other)];
  const [p, q] = [centre(a), centre(b)];
  const [left, right] = p.x < q.x ? [p.x, q.x] : [q.x, p.x];
  const level = Math.abs(p.y - q.y) < (a.height + b.height) / 4;
  const inTheWay =
    level &&
    nodes.some((node) => {
      if (node === one || node === other) return false;
      const middle = node.position.x + node.data.layout.width / 2;
      return (
        middle > left && middle < right && node.position.y < p.y && node.position.y + node.data.layout.height > p.y
      );
    });
  return tunnelCurve(a, b, inTheWay);
}

function boxOf({ position, data: { layout } }: MachineNode): Box {
  return { ...position, width: layout.width, height: layout.height };
}
