import type { PartText } from '../part';

export const text: PartText = {
  title: 'Match',
  what: (
    <p>
      The match of the selected ACL or Pipeline row, taken apart: what it becomes at each stage of the compiler, which
      OpenFlow matches are left, and which of its clauses are true for the packet of the trace. An ACL can be edited
      here and tried before it is applied.
    </p>
  ),
  where: (
    <p>
      The language of the columns <code>match</code> in ACL and Pipeline. ovn-controller compiles it: parse, annotate,
      simplify, normalize, and then one flow for each way in which it can be true. <code>man ovn-sb</code> describes the
      language.
    </p>
  ),
  prints: [
    { line: 'ovsdb-client dump OVN_Northbound ACL priority match action log', says: 'the ACLs' },
    { line: 'ovsdb-client dump OVN_Southbound Pipeline match', says: 'the matches of all logical flows' },
  ],
  simplified: (
    <p>
      Stages show numbers as OVN holds them, so addresses may stand in hexadecimal. Address sets and port groups came in
      later years; the match lab has them, the databases of 2015 do not.
    </p>
  ),
};
