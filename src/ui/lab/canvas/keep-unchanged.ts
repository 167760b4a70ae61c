/** Keeps the objects of nodes that look as before, so that only what changed is drawn again; pure. */
import type { GraphNode, MachineNode, SwitchNode } from './graph';

/** `after` with what is alike in `before`; `before` itself when all of it is. */
export function keepUnchanged(before: readonly GraphNode[], after: readonly GraphNode[]): readonly GraphNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const kept = after.map((node) => {
    const old = known.get(node.id);
    if (!old || alike(old, node)) return old ?? node;
    if (node.type === 'router') return node;
    if (node.type === 'switch') return old.type === 'switch' ? switchAfter(old, node) : node;
    return old.type === 'machine' ? machineAfter(old, node) : node;
  });
  return kept.length === before.length && kept.every((node, index) => node === before[index]) ? before : kept;
}

function switchAfter({ data: old }: SwitchNode, node: SwitchNode): SwitchNode {
  const { data } = node;
  const layout = kept(old.layout, data.layout);
  return { ...node, data: alike(old, data) ? old : { ...data, layout, fold: kept(old.fold, data.fold) } };
}

function machineAfter({ data: old }: MachineNode, node: MachineNode): MachineNode {
  const { data } = node;
  const vifs = data.vifs.map((vif, index) => kept(old.vifs[index], vif));
  const layout = kept(old.layout, data.layout);
  return { ...node, data: alike(old, data) ? old : { ...data, vifs, layout, fold: kept(old.fold, data.fold) } };
}

function kept<T>(old: T | undefined, now: T): T {
  return old !== undefined && alike(old, now) ? old : now;
}

/** Both hold the same plain data. */
function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => alike(item, b[index]));
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && alike(Reflect.get(a, key), Reflect.get(b, key)))
  );
}
