import type { PartText } from '../part';
import { Vocabulary } from '../vocabulary';

export const text: PartText = {
  title: 'Pipeline',
  what: (
    <>
      <p>
        The logical flows: ovn-northd writes them from switches, ports and ACLs, without knowing which hypervisor has
        which port. Each logical switch has four tables: source checks, destination lookup, ACLs, and output with port
        security. Within a table, the matching row with the highest priority wins.
      </p>
      <p>A selected row lights up what it was made from and the flows that it became.</p>
      <Vocabulary />
    </>
  ),
  where: (
    <p>
      The table Pipeline of the database OVN_Southbound. It was called so until August 2015; later releases call it
      Logical_Flow and have many more tables. Every ovn-controller reads all of it.
    </p>
  ),
  prints: [
    {
      line: 'ovsdb-client dump OVN_Southbound Pipeline table_id priority match actions',
      says: 'all rows; today it is ovn-sbctl lflow-list',
    },
  ],
  simplified: (
    <p>
      The rows are what the real daemons of that day write, compared with recordings. Two bugs of August 2015 with ACLs
      are not copied. Routers are in the schema, but neither release compiles them.
    </p>
  ),
};
