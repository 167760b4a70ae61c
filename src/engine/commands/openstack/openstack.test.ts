import { describe, expect, it } from 'vitest';
import { terminal, type Terminal } from '../testing';

/** What devstack builds, on two hypervisors, and nothing of it printed. */
function stacked(release: '2015-04' | '2015-08', options = ''): Terminal {
  const each = terminal(release, ['hv1', 'hv2']);
  const printed = each.run(`./stack.sh ${options}`);
  if (!printed.includes('stack.sh completed.')) throw new Error(printed);
  return each;
}

/** Ids stand out of the way. */
const plain = (text: string) => text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');

const boot = (name: string, zone = 'nova') =>
  `nova boot --flavor m1.nano --image cirros --availability-zone ${zone} --nic port-id=$(neutron port-show -f value -F id ${name}) ${name} | grep status`;

describe('neutron', () => {
  it('builds the networks of devstack, which are switches in OVN', () => {
    const { run } = stacked('2015-04');
    const names = run('neutron net-list -f value -c name').split('\n').filter(Boolean);
    expect(names).toEqual(['private', 'public']);
    expect(run('ovn-nbctl lswitch-get-external-id neutron-$(neutron net-show -f value -F id private)')).toBe(
      'neutron:network_name=private\n',
    );
    expect(run('neutron port-list -f value -c fixed_ips | wc -l')).toBe('2\n');
  });

  it('says what a real one says of what cannot be', () => {
    const { run } = stacked('2015-04');
    expect(run('neutron net-show nope')).toBe("Unable to find network with name 'nope'\n=> 1\n");
    expect(run('neutron net-create')).toBe('neutron net-create: error: too few arguments\n=> 2\n');
    expect(run('neutron frob')).toBe("Unknown command ['frob']\n=> 1\n");
    expect(plain(run('neutron net-delete private'))).toBe(
      'Unable to complete operation on network ID. There are one or more ports still in use on the network.\n=> 1\n',
    );
    expect(run('neutron subnet-create private 10.0.0.0/24')).toContain('overlaps with another subnet');
    run('neutron net-create private');
    expect(run('neutron net-show private')).toBe(
      "Multiple network matches found for name 'private', use an ID to be more specific.\n=> 1\n",
    );
    expect(run('neutron port-create --mac-address nonsense public')).toContain(
      "Invalid input for mac_address. Reason: 'nonsense' is not a valid MAC address.",
    );
    run('neutron net-create wide');
    expect(run('neutron net-update wide --name narrow', 'neutron net-delete narrow')).toBe(
      'Updated network: wide\nDeleted network: narrow\n',
    );
  });

  it('does not answer before it is started, nor when it is killed', () => {
    const each = terminal('2015-04');
    const refused = 'Connection to neutron failed: Maximum attempts reached\n=> 1\n';
    expect(each.run('neutron net-list')).toBe(refused);
    each.run('neutron-server');
    expect(each.run('neutron net-list')).toBe('\n');
    each.deployment.setDaemon('neutron-server', { status: 'killed' });
    expect(each.run('neutron net-list')).toBe(refused);
  });

  it('takes what it does not know as it is given', () => {
    const { run } = stacked('2015-04', '--mechanism-driver ovn-2015-05-14');
    run('neutron port-create --name p1 private');
    run(
      'neutron port-update p1 --allowed-address-pairs type=dict list=true mac_address=0a:00:00:00:00:01,ip_address=10.0.0.9',
    );
    expect(run('neutron port-show -f value -F allowed_address_pairs p1')).toBe(
      '{"mac_address": "0a:00:00:00:00:01", "ip_address": "10.0.0.9"}\n',
    );
    expect(run('neutron port-create --binding:profile type=dict parent_name=x,tag=42 private')).toContain(
      'Invalid binding:profile. tag "42" must be an int',
    );
    expect(run('neutron port-create --fixed-ip subnet_id=private-subnet,ip_address=10.0.0.77 private')).toContain(
      '10.0.0.77',
    );
  });
});

describe('nova', () => {
  it.each(['2015-04', '2015-08'] as const)('boots two servers that reach each other in %s', (release) => {
    const { run, deployment } = stacked(release, '--port-status up');
    run('neutron port-create --name vm1 private', 'neutron port-create --name vm2 private');
    expect(run(boot('vm1'), boot('vm2'))).toContain('BUILD');
    expect(
      plain(run('nova list'))
        .match(/vm\d .*/g)
        ?.map((line) => line.replaceAll(/\s+/g, ' ')),
    ).toEqual(['vm1 | ACTIVE | - | Running | private=10.0.0.2 |', 'vm2 | ACTIVE | - | Running | private=10.0.0.3 |']);
    const id = (name: string) => run(`neutron port-show -f value -F id ${name}`).trim();
    const ping = `send ${id('vm1')} to=${id('vm2')}`;
    expect(run(ping)).toContain('on hv2');
    expect(run('nova live-migration vm2 hv1')).toBe('');
    expect(run(ping)).toContain('on hv1');
    expect(run('nova live-migration vm2 hv9')).toContain(
      'ERROR (BadRequest): Compute host hv9 could not be found. (HTTP 400)',
    );
    expect(run('nova delete vm2')).toBe('Request to delete server vm2 has been accepted.\n');
    expect(run('nova show vm2')).toBe("ERROR (CommandError): No server with a name or ID of 'vm2' exists.\n=> 1\n");
    expect(
      [...deployment.machines.values()]
        .flatMap(({ ovs }) => [...ovs.rows('Interface').values()].map(({ name }) => name))
        .filter((name) => String(name).startsWith('tap')),
    ).toHaveLength(1);
  });

  it('a server that waits is in error after five minutes, which sleep lets pass', () => {
    const { run, deployment } = stacked('2015-04', '--port-status up');
    run('neutron port-create --name vm1 private');
    deployment.setDaemon('ovn-northd', { status: 'paused' });
    run(boot('vm1'));
    expect(run('nova list')).toContain('| BUILD  | spawning');
    run('sleep 5m');
    expect(run('nova list')).toContain('| ERROR  |');
    expect(run('nova show vm1')).toContain('Virtual Interface creation failed');
  });

  it('without a hypervisor there is no valid host', () => {
    const { run } = terminal('2015-04', []);
    run('./stack.sh');
    run('neutron port-create --name vm1 private', boot('vm1'));
    expect(run('nova show vm1')).toContain('No valid host was found.');
  });
});

describe('out of step', () => {
  it('what was refused while ovsdb-server was out of reach is found and mended', () => {
    const { run } = stacked('2015-04', '--mechanism-driver ovn-2015-05-14');
    run('sim_cut neutron-server');
    expect(run('neutron net-create lost')).toContain('Created a new network');
    expect(run('log neutron-server')).toContain('exceeded timeout 10 seconds');
    run('sim_join neutron-server', 'ovn-nbctl lswitch-add strange');
    run('ovn-nbctl lswitch-set-external-id strange neutron:network_name nobody');
    const told = run('neutron-sync log');
    expect(told).toContain('Network found in Neutron but not in OVNDB, network_id=');
    expect(told).toContain('Network found in OVN but not in Neutron, network_name=nobody');
    expect(run('neutron-sync repair')).toMatch(/\| created \|[^]*\| deleted \|/);
    expect(run('neutron-sync log')).toBe('Neutron and OVN agree.\n');
  });

  it('in August the call fails, and Neutron has the network all the same', () => {
    const { run } = stacked('2015-08');
    run('sim_cut neutron-server');
    expect(run('neutron net-create lost')).toBe(
      'Request Failed: internal server error while processing your request.\n=> 1\n',
    );
    expect(run('neutron net-list -f value -c name')).toContain('lost');
  });
});
