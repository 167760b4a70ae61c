/** A packet as the tables look it up. */
import { cloneFlow, getNumber, setNumber, WORD, type Flow } from '../openflow';
import { FRAG_ANY } from './extract';

/** What the tables see: `in_port` of the resubmit, and no ports in a fragment (fragment mode "normal"). */
export function lookupFlow(flow: Flow, inPort: number): Flow {
  const fragment = (getNumber(flow, 'ip_frag') & FRAG_ANY) !== 0;
  if (getNumber(flow, 'in_port') === inPort && !fragment) return flow;
  const copy = cloneFlow(flow);
  setNumber(copy, 'in_port', inPort);
  if (fragment) copy[WORD.ports] = 0;
  return copy;
}

export function sameHeaders(a: Flow, b: Flow): boolean {
  if (a === b) return true;
  for (let word: number = WORD.ethTypeDst; word < a.length; word++) if (a[word] !== b[word]) return false;
  return true;
}

/** The packet with the addresses that its connection began with, which stand in for its own. */
export function exchanged(flow: Flow): Flow {
  const copy = cloneFlow(flow);
  const swap = (a: number, b: number, words = 1) => {
    for (let i = 0; i < words; i++) {
      copy[a + i] = flow[b + i] ?? 0;
      copy[b + i] = flow[a + i] ?? 0;
    }
  };
  if (getNumber(flow, 'eth_type') === 0x0800) swap(WORD.nwSrc, WORD.ctNwSrc, 2);
  else swap(WORD.ipv6Src, WORD.ctIpv6Src, 8);
  swap(WORD.ports, WORD.ctPorts);
  setNumber(copy, 'nw_proto', getNumber(flow, 'ct_nw_proto'));
  setNumber(copy, 'ct_nw_proto', getNumber(flow, 'nw_proto'));
  return copy;
}
