import type { PartText } from '../part';

export const text: PartText = {
  title: 'Checks',
  what: (
    <>
      <p>
        A suite of lines that say what is to hold, such as <code>vm1 reaches vm2 by ping</code> or{' '}
        <code>vm1 not reaches vm2 by tcp/22</code>; <code>after nova live-migration vm2 hv2</code> types a command in
        between, and <code>eventually</code> gives a check its time. A check may have a name and marks:{' '}
        <code>as &quot;The web answers&quot; for 2 marks</code>.
      </p>
      <p>
        It runs in a copy, so the lab stays as it is; the text is kept and shared with the scenario. The same file runs
        without a browser: <code>npm run -s ovn -- ci FILE</code>.
      </p>
    </>
  ),
  where: (
    <p>
      In OpenStack, Tempest boots virtual machines in a devstack and pings between them on every change. OVN’s own tests
      inject packets and compare what arrives.
    </p>
  ),
  prints: [],
  simplified: (
    <p>
      Each way is one exchange of packets: a ping is an ARP request, its reply, an echo request and its reply. Commands
      are those of the terminal, and what the suite begins with (<code>scenario</code>, <code>run</code>) is passed over
      here.
    </p>
  ),
};
