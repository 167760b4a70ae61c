/** What people know by its name of 2015, and what it is called today. */
import { expect, test } from 'vitest';
import { completionsOnHost, runOnHost } from '../../commands';
import { toolHost } from '.';

test.each([
  ['ovn-nbctl lswitch-add sw0', 'In 26.03 it was called ls-add: ovn-nbctl ls-add sw0'],
  ['ovn-nbctl lport-set-macs p a', 'In 26.03 it was called lsp-set-addresses: ovn-nbctl lsp-set-addresses p a'],
  ['ovn-sbctl lport-bind p hv1', 'In 26.03 it was called lsp-bind: ovn-sbctl lsp-bind p hv1'],
  ['ovn-nbctl ls-ad sw0', 'Did you mean ls-add?'],
  ['ovn-nbctl --may-exits ls-add sw0', 'Did you mean --may-exist?'],
])('%s', (line, hint) => {
  expect(runOnHost(toolHost(), undefined, line).notes).toContain(hint);
});

test('completion knows the commands and their options', () => {
  const offered = (line: string) =>
    completionsOnHost(toolHost(), undefined, line, line.length).candidates.map(({ text }) => text);
  expect(offered('ovn-nbctl lr-nat-')).toEqual(
    expect.arrayContaining(['lr-nat-add', 'lr-nat-del', 'lr-nat-list', 'lr-nat-update-ext-ip']),
  );
  expect(offered('ovn-sbctl count')).toEqual(['count-flows']);
});
