import { describe, expect, it } from 'vitest';
import { runCommand } from '../../engine/commands';
import { Deployment, release26_03 } from '../../engine/releases';
import { logicalPath } from './logical-path';
import { topologyView } from './topology-view';

const LINES = [
  'ovn-nbctl ls-add sw0 -- ls-add sw1 -- ls-add sw2 -- lr-add lr0',
  "ovn-nbctl lsp-add sw0 a -- lsp-set-addresses a '00:00:00:00:00:01 10.0.0.11'",
  "ovn-nbctl lsp-add sw1 b -- lsp-set-addresses b '00:00:00:00:00:02 10.0.1.11'",
  "ovn-nbctl lsp-add sw1 far -- lsp-set-addresses far '00:00:00:00:00:03 10.9.0.11'",
  "ovn-nbctl lsp-add sw2 alone -- lsp-set-addresses alone '00:00:00:00:00:04 10.0.2.11'",
  'ovn-nbctl lrp-add lr0 lr0-sw0 00:00:00:00:ff:01 10.0.0.1/24 -- lsp-add-router-port sw0 sw0-lr0 lr0-sw0',
  'ovn-nbctl lrp-add lr0 lr0-sw1 00:00:00:00:ff:02 10.0.1.1/24 -- lsp-add-router-port sw1 sw1-lr0 lr0-sw1',
  'ovn-nbctl acl-add sw1 to-lport 1 ip4 drop',
];

function lab(...more: readonly string[]) {
  const deployment = new Deployment({ release: release26_03, seed: 1 });
  for (const line of [...LINES, ...more]) {
    const { status, stderr } = runCommand(deployment, 'hv1', line);
    expect([line, stderr, status]).toEqual([line, '', 0]);
  }
  const uuid = (name: string) => deployment.nb.find('Logical_Switch_Port', 'name', name)!._uuid;
  const way = (from: string, to: string) => logicalPath(deployment, uuid(from), uuid(to));
  return { deployment, way };
}

describe('the way between two ports', () => {
  it('goes from switch to router to switch, with what each does', () => {
    const way = lab().way('a', 'b');
    expect(way?.legs.map(({ name, text, problem }) => [name, text, problem])).toEqual([
      ['sw0', 'from a to sw0-lr0', null],
      ['lr0', 'from lr0-sw0 (10.0.0.1/24) to lr0-sw1 (10.0.1.1/24), for its own network 10.0.1.1/24', null],
      ['sw1', 'from sw1-lr0 to b; 1 ACL looks at it', null],
    ]);
    expect(way?.wires).toHaveLength(2);
  });

  it('says what keeps a packet from going on', () => {
    const problems = (...lines: readonly string[]) =>
      lab(...lines)
        .way('a', 'far')
        ?.legs.flatMap(({ problem }) => problem ?? []);
    expect(problems()).toEqual(['lr0 has no route to 10.9.0.11']);
    expect(problems('ovn-nbctl lr-route-add lr0 10.9.0.0/16 10.0.1.11')).toEqual([]);
    expect(problems('ovn-nbctl lr-route-add lr0 10.9.0.0/16 10.0.0.254')).toEqual([
      'its route 10.9.0.0/16 via 10.0.0.254 leads to lr0-sw0 instead',
    ]);
    expect(problems('ovn-nbctl lr-route-add lr0 0.0.0.0/0 discard')).toEqual([
      'its route 0.0.0.0/0 via discard discards the packet',
    ]);
  });

  it('is none where nothing leads there', () => {
    expect(lab().way('a', 'alone')).toBeNull();
  });
});

it('the page is told of routers, and of nothing where a release has none', () => {
  const { deployment } = lab();
  expect(topologyView(deployment)?.routers.map(({ name, ports }) => [name, ports.length])).toEqual([['lr0', 2]]);
});
