/** Every name that the page offers leads to a command that works. */
import { expect, it, test } from 'vitest';
import { terminal } from '../testing';
import { namesHere } from './names-here';

it.each(['2015-04', '2015-08'] as const)('%s: what is offered is known', (release) => {
  const { deployment, run } = terminal(release);
  const complaint = /unknown command|is not a valid command|command not found|No table|have a table/;
  for (const { type } of namesHere(deployment.release)) expect(`${type}\n${run(type)}`).not.toMatch(complaint);
});

test('what each is called', () => {
  const called = (release: '2015-04' | '2015-08', name: string) =>
    namesHere(terminal(release, []).deployment.release).find((entry) => entry.name === name)?.here;
  expect(called('2015-04', 'ls-add')).toBe('lswitch-add');
  expect(called('2015-04', 'Port_Binding')).toBe('the table Bindings');
  expect(called('2015-08', 'Port_Binding')).toBeUndefined();
  expect(called('2015-08', 'Bindings')).toBe('the table Port_Binding');
  // What came between the two is not offered where it is there by its own name.
  expect(called('2015-04', 'lsp-set-type')).toBeUndefined();
  expect(called('2015-08', 'lsp-set-type')).toBe('lport-set-type');
  expect(called('2015-08', 'ovn-nbctl show')).toBeUndefined();
});
