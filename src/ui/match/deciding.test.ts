import { describe, expect, it } from 'vitest';
import { createDesk } from '../bridge/match-desk';
import { EMPTY_CONTEXT } from '../bridge/match-session';
import { decisionsOf } from './deciding';
import { orderOf } from './project-order';

const LIST = `
ovn-nbctl acl-add sw0 to-lport 1002 'tcp.dst == {22, 23} && ip4.src == $net' drop
ovn-nbctl acl-add sw0 to-lport 1001 'ip4 && tcp' allow
ovn-nbctl acl-add sw0 to-lport 1001 'tcp.dst == 80' drop
ovn-nbctl acl-add sw0 to-lport 1000 'ip4' drop
ovn-nbctl acl-add sw1 to-lport 1000 'nonsense ==' drop
ovn-nbctl acl-add sw1 to-lport 900 'udp' drop`;

function decide(text: string) {
  const desk = createDesk();
  const { rules } = desk.read(LIST);
  desk.setRules(rules, { ...EMPTY_CONTEXT, addressSets: { net: ['10.0.0.0/8'] } });
  const order = orderOf(rules);
  const packet = { id: 'p', name: '', kind: 'microflow' as const, text, inport: '', outport: '' };
  const { said } = desk.answers(packet, order);
  return said.kind === 'problem' ? said.message : decisionsOf(rules, order, said.answers);
}

describe('which rule decides a packet', () => {
  it('is the first that matches, with the parts at which those before it fail', () => {
    expect(decide('ip4.src == 10.0.0.1 && tcp.dst == 80')).toEqual([
      {
        place: 'sw0 · to-lport',
        winner: 1,
        rivals: [2],
        earlier: [{ index: 0, at: 'tcp.dst == {22, 23}' }],
      },
      {
        place: 'sw1 · to-lport',
        winner: null,
        rivals: [],
        earlier: [
          { index: 4, at: 'it does not compile' },
          { index: 5, at: 'udp' },
        ],
      },
    ]);
  });

  it('is nobody where the packet is none', () => {
    expect(decide('tcp.dst ==')).toContain('Syntax error');
  });
});
