/** What a person draws and how they go through time; switches and ACLs are named by their number in the database. */
import type { Edit } from '../../src/engine/network';
import { performEdit, performEdits } from '../../src/engine/commands';
import type { Deployment } from '../../src/engine/releases';
import type { Chance } from '../chance';
import type { Door } from '../door';
import { matchExpression } from '../grammars/match';
import { NASTY } from '../nasty';
import { openedArticle, opensAsTheSame, RELEASES } from './deployments';

/** An act as text: `{"do": "edit", "edit": {…}}`; `switch` and `acl` of the edit are numbers. */
interface Act {
  readonly do: string;
  readonly edit?: Readonly<Record<string, unknown>>;
  readonly name?: string;
  readonly number?: number;
  readonly on?: boolean;
}

export const edits: Door = {
  id: 'edits',
  title: 'drawn edits, undo, goTo, branches',
  form: 'json',
  span: 60,
  cost: 40,
  setups: RELEASES,
  draw: (chance) => JSON.stringify(act(chance)),
  open(setup) {
    const deployment = openedArticle(setup);
    return {
      feed(text) {
        const json: unknown = JSON.parse(text);
        return isAct(json) ? perform(deployment, json) : 'nothing';
      },
      end() {
        deployment.automatic = true;
        deployment.settle();
        opensAsTheSame(deployment);
      },
    };
  },
};

function perform(deployment: Deployment, { do: what, edit = {}, name = '', number = 0, on = true }: Act): string {
  switch (what) {
    case 'edit': {
      const resolved = resolve(deployment, edit);
      const { ok, message } =
        number === 2 ? performEdits(deployment, [resolved, resolved]) : performEdit(deployment, resolved);
      return `${String(edit.kind)} ${ok} ${(message ?? '').replace(/["'“].*?["'”]/g, '_').slice(0, 30)}`;
    }
    case 'undo':
      return `undo ${deployment.undo()}`;
    case 'redo':
      return `redo ${deployment.redo()}`;
    case 'goTo':
      return `goTo ${deployment.goTo(number).ok}`;
    case 'branch': {
      const branch = deployment.branches[number % Math.max(1, deployment.branches.length)];
      deployment.compareBranches(branch?.id ?? name, deployment.branch);
      return `branch ${deployment.switchBranch(branch?.id ?? name).ok}`;
    }
    case 'step':
      return `step ${deployment.step() !== undefined}`;
    case 'settle':
      return `settle ${deployment.settle().settled}`;
    case 'stepping':
      deployment.automatic = !on;
      if (!on) deployment.settle();
      return 'stepping';
    case 'daemon': {
      const status = STATUSES[number % STATUSES.length] ?? 'running';
      const done = deployment.setDaemon(name, { status, ...(number % 3 === 0 ? { delay: number } : {}) });
      if (deployment.automatic) deployment.settle();
      return `daemon ${done.ok} ${status}`;
    }
    case 'cut': {
      const done = deployment.setCutOff(name, number % 2 === 0 ? 'southbound' : 'underlay', on);
      if (deployment.automatic) deployment.settle();
      return `cut ${done.ok} ${on}`;
    }
    default:
      return 'nothing';
  }
}

const STATUSES = ['running', 'paused', 'killed', 'stopped'] as const;

/** An edit may be of any shape here: the page's worker takes whatever a message holds. */
function resolve(deployment: Deployment, edit: Readonly<Record<string, unknown>>): Edit {
  const { northbound } = deployment.release;
  const switches = northbound.switches(deployment.nb);
  const acls = Array.from(deployment.nb.rows('ACL').keys());
  const named: Record<string, unknown> = { ...edit };
  if (typeof edit.switch === 'number')
    named.switch = switches[edit.switch % Math.max(1, switches.length)]?.uuid ?? NOBODY;
  if (typeof edit.acl === 'number') named.acl = acls[edit.acl % Math.max(1, acls.length)] ?? NOBODY;
  if (isEdit(named)) return named;
  throw new Error('No edit.');
}

const NOBODY = '00000000-0000-4000-8000-000000000000';

function isEdit(value: object): value is Edit {
  return 'kind' in value;
}

function isAct(value: unknown): value is Act {
  return typeof value === 'object' && value !== null && 'do' in value;
}

function act(chance: Chance): Act {
  const number = chance.below(chance.oneIn(4) ? 60 : 4);
  switch (chance.below(20)) {
    case 0:
    case 1:
      return { do: chance.pick(['undo', 'undo', 'redo']) };
    case 2:
      return { do: 'goTo', number: chance.pick([0, -1, 1, 5, number, 0.5, 1e9]) };
    case 3:
      return { do: 'branch', number, name: 'b' };
    case 4:
      return { do: chance.pick(['step', 'settle']) };
    case 5:
      return { do: 'stepping', on: chance.oneIn(3) };
    case 6:
      return {
        do: 'daemon',
        number,
        name: chance.pick(['ovn-northd', 'ovn-controller@hv1', 'ovs-vswitchd@hv1', 'ovn-controller@hv3', 'x']),
      };
    case 7:
      return { do: 'cut', number, name: name(chance, ['hv1', 'hv2', 'hv3']), on: chance.oneIn(2) };
    default:
      return { do: 'edit', edit: edit(chance), ...(chance.oneIn(30) ? { number: 2 } : {}) };
  }
}

function name(chance: Chance, list: readonly string[]): string {
  return chance.oneIn(15) ? chance.pick(NASTY).slice(0, 300) : chance.pick(list);
}

function edit(chance: Chance): Readonly<Record<string, unknown>> {
  const port = () => name(chance, ['sw0-port1', 'sw0-port2', 'p1', 'p2', 'c1']);
  const machine = () => name(chance, ['hv1', 'hv2', 'hv3', 'hv4']);
  const macs = () => chance.some(() => name(chance, ['00:00:00:00:00:01', '00:00:00:00:00:02', 'unknown']), 2);
  const sw = chance.below(3);
  const acl = {
    priority: chance.pick([1, 1000, 65535, 0, 65536, -1, 0.5]),
    match: chance.oneIn(2) ? 'ip4' : matchExpression(chance),
    action: chance.pick(['allow', 'drop', 'reject', 'allow-related', 'x']),
    log: chance.oneIn(2),
  };
  const kinds: readonly (() => Readonly<Record<string, unknown>>)[] = [
    () => ({ kind: 'createSwitch', name: name(chance, ['sw0', 'sw1', 'sw2']) }),
    () => ({ kind: 'renameSwitch', switch: sw, name: name(chance, ['sw0', 'sw1', 'sw9']) }),
    () => ({ kind: 'deleteSwitch', switch: sw }),
    () => ({
      kind: 'createPort',
      switch: sw,
      name: port(),
      ...(chance.oneIn(2) ? { macs: macs() } : {}),
      ...(chance.oneIn(5) ? { parent: port(), tag: chance.pick([0, 42, 4095, 4096, -1]) } : {}),
    }),
    () => ({ kind: 'renamePort', port: port(), name: port() }),
    () => ({ kind: 'deletePort', port: port() }),
    () => ({ kind: 'setMacs', port: port(), macs: macs() }),
    () => ({ kind: 'setPortSecurity', port: port(), portSecurity: macs() }),
    () => ({ kind: 'setEnabled', port: port(), enabled: chance.oneIn(2) }),
    () => ({ kind: 'addAcl', switch: sw, ...acl }),
    () => ({ kind: 'setAcl', acl: sw, ...acl }),
    () => ({ kind: 'deleteAcl', acl: sw }),
    () => ({
      kind: 'createMachine',
      name: machine(),
      systemId: machine(),
      encap: name(chance, ['geneve', 'stt', 'vxlan']),
      ip: name(chance, ['192.168.0.3', '192.168.0.4', '::1']),
    }),
    () => ({ kind: 'renameMachine', machine: machine(), name: machine() }),
    () => ({ kind: 'deleteMachine', machine: machine() }),
    () => ({ kind: 'setMachineConfig', machine: machine(), systemId: machine(), encap: 'geneve', ip: '192.168.0.7' }),
    () => ({ kind: 'addIntegrationBridge', machine: machine() }),
    () => ({
      kind: 'plug',
      port: port(),
      machine: machine(),
      ...(chance.oneIn(3) ? { iface: name(chance, ['vif1', 'vif9']) } : {}),
    }),
    () => ({ kind: 'unplug', port: port(), machine: machine() }),
    () => ({ kind: 'migrate', port: port(), from: machine(), to: machine() }),
  ];
  return chance.pick(kinds)();
}
