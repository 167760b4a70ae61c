/**
 * Links as the program of today makes them, one JSON object a line, for a corpus that
 * must open for ever: `node scripts/run-ts.mjs src/cli/make-corpus.ts >
 * recordings/links/vN.jsonl`. It is run once for each version of the
 * document and each form of a link, before the next one comes; a corpus is never made again.
 */
import { runCommand } from '../engine/commands';
import { RELEASES, type Deployment } from '../engine/releases';
import { decodeLink, encodeLink, exportScenario, GALLERY, galleryScenario, openScenario } from '../engine/scenario';
import { corpusEntry } from './corpus-entry';
import { nodeCompression as compression } from './read-scenario';
import type { ScenarioDocument } from '../engine/scenario';

type Step = string | ((deployment: Deployment) => unknown);

/** What was done to the article's network before the link was made. */
const EDITED: Readonly<Record<string, readonly Step[]>> = {
  'a switch remade': [
    'ovn-nbctl lswitch-add late',
    'ovn-nbctl lport-add late late-port1',
    'ovn-nbctl lswitch-del sw0',
    'ovn-nbctl lswitch-add sw0',
    'ovn-nbctl lport-add sw0 sw0-port1',
    'ovn-nbctl lport-set-macs sw0-port1 00:00:00:00:00:01',
  ],
  'keys out of order': [
    'ovn-nbctl lport-del sw0-port1',
    'ovn-nbctl lport-add sw0 sw0-port3',
    'ovn-nbctl lport-add sw0 sw0-port1',
  ],
  'port security and a port disabled': [
    'ovn-nbctl lport-set-port-security sw0-port1 00:00:00:00:00:01',
    'ovn-nbctl lport-set-enabled sw0-port2 disabled',
  ],
  'a container': ['ovn-nbctl lport-add sw0 inner sw0-port1 42', 'ovn-nbctl lport-set-macs inner 00:00:00:00:00:99'],
  'an interface unplugged': ['ovs-vsctl del-port br-int vif1'],
  'a bridge of its own': ['ovs-vsctl add-br br0', 'ovs-vsctl add-port br0 eth0'],
  'flows by hand': [
    'ovs-ofctl add-flow br-int table=0,priority=1234,tcp,tp_dst=22,actions=drop',
    'ovs-ofctl del-flows br-int table=64',
  ],
  'a controller killed, then a port more': [
    (deployment) => deployment.setDaemon('ovn-controller@hv1', { status: 'killed' }),
    'ovn-nbctl lport-add sw0 sw0-port9',
  ],
  'northd paused and delayed': [
    (deployment) => deployment.setDaemon('ovn-northd', { status: 'paused', delay: 70 }),
    'ovn-nbctl lport-add sw0 sw0-port9',
  ],
  'a switch that does not run': [(deployment) => deployment.setDaemon('ovs-vswitchd@hv2', { status: 'stopped' })],
  'cut off from the southbound database': [
    (deployment) => deployment.setCutOff('hv2', 'southbound', true),
    'ovn-nbctl lport-add sw0 sw0-port9',
  ],
  'cut off from the underlay': [(deployment) => deployment.setCutOff('hv1', 'underlay', true)],
  'a machine renamed and one more': [
    (deployment) => deployment.renameMachine('hv1', 'rack-7'),
    (deployment) =>
      deployment.addMachine('hv3', { systemId: 'hv3', encapType: 'vxlan', encapIp: '127.0.0.3', bridge: true }),
  ],
  'a machine removed': [(deployment) => deployment.removeMachine('hv2')],
};

async function print(name: string, scenario: ScenarioDocument): Promise<void> {
  const link = await encodeLink({ scenario, extras: { pane: 'flows' } }, compression);
  if (!link.ok) throw new Error(`${name}: ${link.error.message}`);
  const read = await decodeLink(link.value, compression);
  const opened = read.ok ? openScenario(read.value.scenario) : read;
  if (!opened.ok) throw new Error(`${name}: ${opened.error.message}`);
  console.log(JSON.stringify(corpusEntry(name, link.value, opened.value)));
}

for (const { id } of GALLERY) {
  for (const release of RELEASES) {
    const document = galleryScenario(id, release.id);
    if (document !== undefined) await print(`${id}, ${release.id}`, document);
  }
}
for (const [name, steps] of Object.entries(EDITED)) {
  for (const release of RELEASES) {
    const document = galleryScenario('article', release.id);
    const opened = document && openScenario(document);
    if (opened?.ok !== true) throw new Error('The article does not open.');
    const { deployment, ...extras } = opened.value;
    for (const step of steps) {
      if (typeof step === 'string') {
        const { status, stderr } = runCommand(deployment, 'hv1', step);
        // The releases call one and the same thing by different names.
        if (status !== 0 && !stderr.includes('unknown command')) throw new Error(`${name}: ${step}: ${stderr}`);
      } else step(deployment);
      deployment.settle();
    }
    await print(
      `${name}, ${release.id}`,
      exportScenario(
        deployment,
        { ...extras, name, positions: { 'machine:hv1': { x: 10, y: 20.5 } } },
        { shortest: true },
      ),
    );
  }
}
