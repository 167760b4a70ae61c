import { expect, it } from 'vitest';
import { isActing, wordsOf } from './call-words';

const call = (name: string, ...args: readonly unknown[]) => wordsOf({ id: '1', name, args });

it('says a call as a person would', () => {
  expect(call('run', ' ovn-nbctl show ', 'hv1')).toBe('ovn-nbctl show');
  expect(call('run', 'x'.repeat(500), 'hv1')).toHaveLength(121);
  expect(call('runScript', ['a', 'b'], 'hv1')).toBe('a script of 2 lines');
  expect(call('perform', { kind: 'createSwitch', name: 'sw1' })).toBe('a drawn change (createSwitch)');
  expect(call('performAll', [{ kind: 'plug' }, { kind: 'unplug' }])).toBe('a drawn change (plug, unplug)');
  expect(call('open', { kind: 'link', payload: 'x' })).toBe('opening a link');
  expect(call('undo')).toBe('Undo');
});

it('does not stumble over what it does not know', () => {
  expect(call('somethingNew', 1)).toBe('somethingNew');
  expect(call('run')).toBe('run');
  expect(call('open', null)).toBe('open');
  expect(call('perform', { kind: 7 })).toBe('a drawn change (?)');
});

it('knows asking from acting', () => {
  expect(isActing('run')).toBe(true);
  expect(isActing('complete')).toBe(false);
});
