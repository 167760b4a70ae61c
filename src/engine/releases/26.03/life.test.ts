/** Whatever happens to a deployment of today: it can be undone, copied, saved and opened, and is what fresh daemons would make of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deploymentHost, runOnHost } from '../../commands';
import { exportScenario, openScenario } from '../../scenario';
import { outcome, snapshot } from '../../sim/testing';
import { Deployment, release26_03 } from '..';

const SETUP = [1, 2].map(
  (n) =>
    `as hv${n} ovs-vsctl set open . external-ids:system-id=hv${n} external-ids:ovn-remote=unix:db.sock external-ids:ovn-encap-type=geneve external-ids:ovn-encap-ip=192.168.0.${n}`,
);

/** What is typed: `N` and `M` stand for numbers that are drawn. */
const COMMANDS = [
  'ovn-nbctl --may-exist ls-add sw0 -- --may-exist ls-add sw1',
  'ovn-nbctl --may-exist lsp-add swN pM -- lsp-set-addresses pM "50:54:00:00:00:0M 10.0.0.1M"',
  'ovn-nbctl --if-exists lsp-del pM',
  'ovn-nbctl --may-exist lr-add lr0 -- --may-exist lrp-add lr0 lr0-swN 00:00:00:00:ff:0N 10.N.0.1/24',
  'ovn-nbctl --may-exist lsp-add swN swN-lr0 -- lsp-set-type swN-lr0 router -- lsp-set-options swN-lr0 router-port=lr0-swN -- lsp-set-addresses swN-lr0 router',
  'ovn-nbctl --if-exists lr-del lr0',
  'ovn-nbctl --may-exist acl-add swN to-lport 100M "ip4 && tcp.dst == 8M" allow-related',
  'ovn-nbctl acl-del swN',
  'ovn-nbctl --may-exist lb-add lbN 30.0.0.M:80 10.0.0.11:8080,10.0.0.12:8080 tcp -- --may-exist ls-lb-add swN lbN',
  'ovn-nbctl --if-exists lb-del lbN',
  'ovn-nbctl --may-exist lr-nat-add lr0 snat 172.16.0.M 10.0.0.0/24',
  'ovn-nbctl lrp-set-gateway-chassis lr0-swN hv1 1M',
  'ovn-nbctl --wait=hv sync',
  'as hv1 ovs-vsctl --may-exist add-port br-int vifM -- set interface vifM external-ids:iface-id=pM',
  'as hv2 ovs-vsctl --may-exist add-port br-int vifM -- set interface vifM external-ids:iface-id=pM',
  'as hv1 ovs-vsctl --if-exists del-port vifM',
  'as hv2 ovs-vsctl set open . external-ids:ovn-encap-ip=192.168.1.M',
  'as hv1 ovs-vsctl --may-exist add-br br-phys -- set open . external-ids:ovn-bridge-mappings=physN:br-phys',
  'ovn-nbctl --may-exist lsp-add sw0 ln -- lsp-set-type ln localnet -- lsp-set-addresses ln unknown -- lsp-set-options ln network_name=phys0',
] as const;

type Deed = readonly [what: string, n: number, m: number];

const typed: fc.Arbitrary<Deed> = fc.tuple(fc.constantFrom(...COMMANDS), fc.nat(1), fc.integer({ min: 1, max: 3 }));
const control: fc.Arbitrary<Deed> = fc.tuple(
  fc.constantFrom('step', 'settle', 'kill', 'stop', 'run', 'cut', 'join'),
  fc.nat(1),
  fc.nat(3),
);
const travel: fc.Arbitrary<Deed> = fc.tuple(fc.constantFrom('undo', 'redo', 'goTo'), fc.nat(40), fc.nat(3));

function perform(d: Deployment, [what, n, m]: Deed): void {
  const machine = `hv${n + 1}`;
  switch (what) {
    case 'step':
      for (let i = 0; i <= m; i++) d.step();
      return;
    case 'settle':
      d.settle();
      return;
    case 'kill':
    case 'stop':
    case 'run': {
      const status = ({ kill: 'killed', stop: 'stopped', run: 'running' } as const)[what];
      d.setDaemon(m === 0 ? 'ovn-northd' : `ovn-controller@${machine}`, { status });
      return;
    }
    case 'cut':
    case 'join':
      d.setCutOff(machine, 'southbound', what === 'cut');
      return;
    case 'undo':
      d.undo();
      return;
    case 'redo':
      d.redo();
      return;
    case 'goTo':
      d.goTo(1 + (n % d.history.length));
      return;
    default:
      type(d, what.replaceAll('N', String(n)).replaceAll('M', String(m)));
  }
}

function type(d: Deployment, line: string): void {
  d.action(() => runOnHost(deploymentHost(d), 'hv1', line));
}

function lab(deeds: readonly Deed[] = [], automatic = true): Deployment {
  const d = new Deployment({ release: release26_03, seed: 1 });
  for (const name of ['hv1', 'hv2']) d.addMachine(name);
  for (const line of SETUP) type(d, line);
  d.automatic = automatic;
  for (const deed of deeds) perform(d, deed);
  return d;
}

/** Everybody runs and sees everything again. */
function recover(d: Deployment): void {
  for (const name of d.machines.keys()) d.setCutOff(name, 'southbound', false);
  for (const { name } of d.daemons) d.setDaemon(name, { status: 'running' });
  expect(d.settle(3000).settled).toBe(true);
}

const RUNS = Number(process.env.SIM_RUNS ?? 12);

test('settled is what fresh daemons would make of it', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: typed }, control, travel), { maxLength: 30 }), (deeds) => {
      const d = lab(deeds);
      recover(d);
      const before = outcome(d, false, 'sorted');
      for (const { name, kind } of d.daemons) {
        if (kind === 'ovs-vswitchd') continue;
        d.setDaemon(name, { status: 'killed' });
        d.setDaemon(name, { status: 'running' });
      }
      expect(d.settle(3000).settled).toBe(true);
      expect(outcome(d, false, 'sorted')).toEqual(before);
    }),
    { numRuns: RUNS },
  );
});

test('goes back to exactly what was, and has a copy that goes on as it does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 3, arbitrary: typed }, control), { maxLength: 20 }),
      fc.nat(),
      (deeds, choice) => {
        const d = lab();
        const known = new Map<number, unknown>([[d.position, snapshot(d)]]);
        for (const deed of deeds) {
          perform(d, deed);
          known.set(d.position, snapshot(d));
        }
        const places = Array.from(known.keys());
        for (const at of [places[choice % places.length] ?? 1, places.at(-1) ?? 1]) {
          d.goTo(at);
          expect(snapshot(d)).toEqual(known.get(at));
        }
        const copy = d.copy();
        expect(snapshot(copy)).toEqual(snapshot(d));
        for (const each of [copy, d]) perform(each, [COMMANDS[1], 0, 1]);
        expect(snapshot(copy)).toEqual(snapshot(d));
      },
    ),
    { numRuns: RUNS },
  );
});

test('opens as it was saved, and goes on as it would have', () => {
  const extras = { name: 'today', packets: [], positions: {} };
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 3, arbitrary: typed }, control), { maxLength: 20 }),
      fc.boolean(),
      (deeds, automatic) => {
        const d = lab(deeds, automatic);
        const document = exportScenario(d, extras);
        const opened = openScenario(document);
        if (!opened.ok) throw new Error(opened.error.message);
        const again = opened.value.deployment;
        expect(exportScenario(again, extras)).toEqual(document);
        for (const each of [again, d]) each.settle();
        expect(outcome(again)).toEqual(outcome(d));
      },
    ),
    { numRuns: RUNS },
  );
});
