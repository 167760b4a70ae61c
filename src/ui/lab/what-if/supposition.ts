/** What a person supposes: edits and another packet, in words, each kind of change at most once for a thing. Pure. */
import type { Edit, NetworkModel, TraceRequest } from '../../bridge';

export interface Supposed {
  readonly edits: readonly Edit[];
  readonly request: TraceRequest | null;
  /** The changed fields of the packet, in words. */
  readonly packetWords: readonly string[];
}

export const NOTHING: Supposed = { edits: [], request: null, packetWords: [] };

/** With one more edit, which takes the place of one that says something else of the same thing. */
export function supposing(supposed: Supposed, edit: Edit): Supposed {
  const about = subjectOf(edit);
  return { ...supposed, edits: [...supposed.edits.filter((other) => subjectOf(other) !== about), edit] };
}

export function without(supposed: Supposed, index: number): Supposed {
  return { ...supposed, edits: supposed.edits.toSpliced(index, 1) };
}

function subjectOf(edit: Edit): string {
  switch (edit.kind) {
    case 'setAcl':
    case 'deleteAcl':
      return `acl ${edit.acl}`;
    case 'addAcl':
      return `new acl ${edit.switch} ${edit.priority} ${edit.match}`;
    case 'plug':
    case 'unplug':
    case 'migrate':
      return `place ${edit.port}`;
    case 'setMacs':
    case 'setPortSecurity':
    case 'setEnabled':
      return `${edit.kind} ${edit.port}`;
    default:
      return JSON.stringify(edit);
  }
}

export function editWords(edit: Edit, model: NetworkModel): string {
  switch (edit.kind) {
    case 'addAcl': {
      const name = model.switches.find(({ uuid }) => uuid === edit.switch)?.name ?? '';
      return `New ACL of ${name}: priority ${edit.priority}, ${edit.match || 'any packet'}, ${edit.action}`;
    }
    case 'setAcl':
      return `ACL changed: priority ${edit.priority ?? ''}, ${edit.match ?? ''}, ${edit.action ?? ''}`;
    case 'deleteAcl': {
      const acl = model.switches.flatMap(({ acls }) => acls).find(({ uuid }) => uuid === edit.acl);
      return `ACL deleted: priority ${acl?.priority ?? ''}, ${acl?.match ?? ''}`;
    }
    case 'setMacs':
      return `Addresses of ${edit.port}: ${edit.macs.join(' ') || 'none'}`;
    case 'setPortSecurity':
      return `Port security of ${edit.port}: ${edit.portSecurity.join(' ') || 'none'}`;
    case 'setEnabled':
      return `${edit.port} ${edit.enabled ? 'enabled' : 'disabled'}`;
    case 'plug':
      return `${edit.port} plugged into ${edit.machine}`;
    case 'unplug':
      return `${edit.port} unplugged from ${edit.machine}`;
    case 'migrate':
      return `${edit.port} moved from ${edit.from} to ${edit.to}`;
    default:
      return edit.kind;
  }
}

/** The edit that puts a port where it is wanted; null when it is there. */
export function placeEdit(port: string, from: string | null, to: string | null): Edit | null {
  if (from === to) return null;
  if (to === null) return { kind: 'unplug', port, machine: from ?? '' };
  return from === null ? { kind: 'plug', port, machine: to } : { kind: 'migrate', port, from, to };
}
