import { describe, expect, test } from 'vitest';
import { monitorText, runCommand } from './index';
import { terminal } from './testing';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

describe('ovn-nbctl', () => {
  test('its commands are those of its release', () => {
    expect(terminal('2015-04').run('ovn-nbctl show')).toMatch(
      /^ovn-nbctl: unknown command 'show'; use --help for help\n\(.*\)\n=> 1\n$/,
    );
    expect(terminal('2015-04').run('ovn-nbctl lport-set-enabled p enabled')).toContain('unknown command');
    expect(terminal('2015-08').run('ovn-nbctl show')).toBe('');
  });

  test('a refused commit is kept quiet about, but not by us', () => {
    const { run, deployment } = terminal('2015-04');
    run('ovn-nbctl lswitch-add sw', 'ovn-nbctl lport-add sw p');
    const position = deployment.position;
    expect(run('ovn-nbctl lswitch-del sw')).toMatch(
      /^\(The database refused this \(referential integrity violation: .*\)\n$/,
    );
    expect(run('ovn-nbctl lport-add sw p')).toMatch(/^\(The database refused this \(constraint violation: .*\)\n$/);
    expect(deployment.position).toBe(position);
  });

  test('a later release deletes a switch with its ports', () => {
    const { run } = terminal('2015-08');
    run('ovn-nbctl lswitch-add sw', 'ovn-nbctl lport-add sw p', 'ovn-nbctl lswitch-del sw');
    expect(run('ovsdb-client -f csv --no-headings dump OVN_Northbound Logical_Port name')).toBe('Logical_Port table\n');
  });

  test('a port that two switches list is taken from one of them, and stays on the other', () => {
    const { run } = terminal('2015-08');
    run('ovn-nbctl lswitch-add sw', 'ovn-nbctl lswitch-add other', 'ovn-nbctl lport-add sw p');
    const [port] = run('ovn-nbctl lport-list sw').match(UUID) ?? [];
    run(
      `ovsdb-client transact '["OVN_Northbound",{"op":"mutate","table":"Logical_Switch","where":[["name","==","other"]],"mutations":[["ports","insert",["uuid","${port}"]]]}]'`,
    );
    const listed = () => run('ovn-nbctl lport-list sw', 'ovn-nbctl lport-list other').replace(UUID, '<uuid>');
    expect(listed()).toBe('<uuid> (p)\n<uuid> (p)\n');
    run('ovn-nbctl lport-del p');
    expect(listed()).toBe('<uuid> (p)\n');
    run('ovn-nbctl lport-del p');
    expect(listed()).toBe('');
  });

  test('options may stand anywhere; unknown ones are complained about and passed over', () => {
    const { run } = terminal('2015-08');
    expect(
      run('ovn-nbctl lswitch-add -- -x', 'ovn-nbctl lswitch-list --db=unix:/db.sock').replace(UUID, '<uuid>'),
    ).toBe('<uuid> (-x)\n');
    expect(run('ovn-nbctl --nosuch lswitch-list').replace(UUID, '<uuid>')).toBe(
      "<uuid> (-x)\novn-nbctl: unrecognized option '--nosuch'\n",
    );
    expect(run('ovn-nbctl --db=nowhere lswitch-list')).toMatch(
      /^2015-08-03T00:00:\d\dZ\|00001\|ovn_nbctl\|ERR\|nowhere: database connection failed \(Address family not supported by protocol\)\n=> 1\n$/,
    );
    expect(run('ovn-nbctl --version')).toBe('ovn-nbctl (Open vSwitch) 2.4.90\n');
  });
});

describe('ovn-sbctl', () => {
  test('it was not there yet in April', () => {
    expect(terminal('2015-04').run('ovn-sbctl show')).toMatch(
      /^sh: ovn-sbctl: command not found\n\(.*summer of 2015.*\)\n=> 127\n$/,
    );
  });

  test('chassis and bindings by hand', () => {
    const { run } = terminal('2015-08');
    run('ovn-nbctl lswitch-add sw', 'ovn-nbctl lport-add sw p');
    expect(
      run('ovn-sbctl chassis-add ch geneve 10.0.0.9', 'ovn-sbctl lport-bind p ch', 'ovn-nbctl lport-get-up p'),
    ).toBe('up\n');
    expect(run('ovn-sbctl show')).toBe(
      'Chassis ch\n    Encap geneve\n        ip: "10.0.0.9"\nChassis "hv1"\n    Encap geneve\n        ip: "10.0.0.1"\n'
        .split(/(?=Chassis)/)
        .reverse()
        .join(''),
    );
    expect(run('ovn-sbctl lport-bind p hv1')).toBe(
      'ovn-sbctl: lport (p) has already been binded to chassis (ch)\n=> 1\n',
    );
    expect(run('ovn-sbctl lport-unbind p', 'ovn-sbctl chassis-del ch', 'ovn-nbctl lport-get-up p')).toBe('down\n');
    expect(run('ovn-sbctl chassis-del ch')).toBe('ovn-sbctl: no chassis named ch\n=> 1\n');
    expect(run('ovn-sbctl --columns=logical_port,tunnel_key list port p')).toBe(
      'logical_port        : p\ntunnel_key          : 1\n',
    );
  });
});

describe('ovsdb-client', () => {
  test.each([
    ['ovsdb-client', 'ovsdb-client: missing command name; use --help for help\n=> 1\n'],
    ['ovsdb-client foo', "ovsdb-client: unknown command 'foo'; use --help for help\n=> 1\n"],
    ['ovsdb-client --x', "ovsdb-client: unrecognized option '--x'\n=> 1\n"],
    [
      'ovsdb-client dump',
      "ovsdb-client: no default database for `dump' command, please specify a database name\n=> 1\n",
    ],
    ['ovsdb-client dump OVN_Northbound Nosuch', 'ovsdb-client: No table "Nosuch" found.\n=> 1\n'],
    ['ovsdb-client dump OVN_Northbound ACL nosuch', 'ovsdb-client: Table "ACL" has no column nosuch.\n=> 1\n'],
    ['ovsdb-client dump OVN_Northbound ACL match action', 'ACL table\naction match\n------ -----\n'],
    ['ovsdb-client dump unix:"$sandbox"/db.sock OVN_Northbound ACL match', 'ACL table\nmatch\n-----\n'],
    ['ovsdb-client dump Open_vSwitch Bridge name', 'Bridge table\nname  \n------\nbr-int\n'],
    [
      'ovsdb-client dump foo:x OVN_Northbound',
      'ovsdb-client: failed to connect to "foo:x" (Address family not supported by protocol)\n=> 1\n',
    ],
    ['ovsdb-client get-schema-version OVN_Northbound', '1.0.0\n'],
    [
      'ovsdb-client get-schema-version OVN_Northbound x',
      "ovsdb-client: invalid syntax for 'get-schema-version' (use --help for help)\n=> 1\n",
    ],
    ['ovsdb-client list-columns OVN_Northbound Nosuch', 'Column Type\n------ ----\n'],
    [`ovsdb-client transact '["OVN_Northbound",{"op":"comment","comment":"x"}]'`, '[{}]\n'],
    [
      `ovsdb-client transact '["Foo",{"op":"x"}]'`,
      String.raw`ovsdb-client: transaction returned error: {"details":"transact request specifies unknown database Foo","error":"unknown database","syntax":"[\"Foo\",{\"op\":\"x\"}]"}` +
        '\n=> 1\n',
    ],
    [
      'ovsdb-client monitor OVN_Northbound Nosuch',
      'ovsdb-client: unix:/var/run/openvswitch/db.sock: OVN_Northbound does not have a table named "Nosuch"\n=> 1\n',
    ],
    [
      'ovsdb-client monitor OVN_Northbound ACL nosuch',
      'ovsdb-client: unix:/var/run/openvswitch/db.sock: table "ACL" in OVN_Northbound does not have a column named "nosuch"\n=> 1\n',
    ],
  ])('%s', (line, expected) => expect(terminal('2015-08').run(line)).toBe(expected));

  test('transact changes the database, or says why not and changes nothing', () => {
    const { run } = terminal('2015-08');
    expect(
      run(
        `ovsdb-client transact '["OVN_Northbound",{"op":"insert","table":"Logical_Switch","row":{"name":"a"}}]'`,
      ).replace(UUID, '<uuid>'),
    ).toBe('[{"uuid":["uuid","<uuid>"]}]\n');
    const failing = `ovsdb-client transact '["OVN_Northbound",{"op":"insert","table":"Logical_Switch","row":{"name":"b"}},{"op":"abort"}]'`;
    expect(run(failing)).toContain('"error":"aborted"');
    expect(run('ovn-nbctl lswitch-list').replace(UUID, '<uuid>')).toBe('<uuid> (a)\n');
  });

  test('monitor prints what is there and then each change', () => {
    const { run, deployment } = terminal('2015-08');
    run('ovn-nbctl lswitch-add a');
    const { follow, stdout } = runCommand(
      deployment,
      'hv1',
      'ovsdb-client monitor OVN_Northbound Logical_Switch name,external_ids',
    );
    const mask = (text: string) => text.replace(UUID, '<uuid>').replaceAll(/-{36}/g, '-').replaceAll(/ +/g, ' ');
    expect(mask(stdout)).toBe('row action name external_ids\n- ------- ---- ------------\n<uuid> initial a {} \n');
    let printed = '';
    deployment.nb.onCommit((changes) => (printed += monitorText(deployment.nb, follow!, changes)));
    run('ovn-nbctl lswitch-set-external-id a k v', 'ovn-nbctl lswitch-del a');
    expect(mask(printed)).toBe(
      '\nrow action name external_ids\n- ------ ---- ------------\n<uuid> old {} \n new a {k=v} \n\nrow action name external_ids\n- ------ ---- ------------\n<uuid> delete a {k=v} \n',
    );
  });
});

describe('ovs-ofctl', () => {
  test('what a match loses for want of prerequisites is logged', () => {
    const { run } = terminal('2015-08');
    const log = (line: string) => run(line).replaceAll(/^.*?Z\|/gm, '');
    expect(log('ovs-ofctl add-flow br-int nw_dst=10.0.0.0/8,tp_src=5,actions=drop')).toBe(
      '00001|ofp_util|INFO|normalization changed ofp_match, details:\n00002|ofp_util|INFO| pre: nw_dst=10.0.0.0/8,tp_src=5\n00003|ofp_util|INFO|post: \n',
    );
    expect(log('ovs-ofctl add-flow br-int icmp,tp_src=300,actions=drop')).toBe('');
    expect(log('ovs-ofctl del-flows br-int ip,tp_src=5')).toContain('post: ip\n');
  });

  test('flows come and go', () => {
    const { run } = terminal('2015-08');
    run('ovs-vsctl add-port br-int vif1');
    expect(
      run(
        'ovs-ofctl add-flow br-int table=5,priority=7,in_port=vif1,actions=drop',
        'ovs-ofctl add-flow br-int table=5,ip,actions=output:1',
      ),
    ).toBe('');
    expect(run('ovs-ofctl dump-flows br-int table=5').replaceAll(/duration=[\d.]+s/g, 'duration=0s')).toBe(
      'NXST_FLOW reply (xid=0x4):\n cookie=0x0, duration=0s, table=5, n_packets=0, n_bytes=0, idle_age=0, ip actions=output:1\n cookie=0x0, duration=0s, table=5, n_packets=0, n_bytes=0, idle_age=0, priority=7,in_port=1 actions=drop\n',
    );
    expect(run('ovs-ofctl dump-flows br-int table=5,out_port=1 | tail -n +2 | wc -l')).toBe('1\n');
    expect(
      run(
        'ovs-ofctl mod-flows br-int table=5,in_port=1,actions=LOCAL',
        'ovs-ofctl dump-flows br-int in_port=1 | grep -c LOCAL',
      ),
    ).toBe('1\n');
    expect(
      run(
        'ovs-ofctl --strict del-flows br-int table=5,priority=8,in_port=1',
        'ovs-ofctl dump-aggregate br-int table=5',
      ),
    ).toBe('NXST_AGGREGATE reply (xid=0x4): packet_count=0 byte_count=0 flow_count=2\n');
    expect(
      run(
        'ovs-ofctl --strict del-flows br-int table=5,priority=7,in_port=1',
        'ovs-ofctl del-flows br-int table=5,ip',
        'ovs-ofctl dump-aggregate br-int table=5',
      ),
    ).toBe('NXST_AGGREGATE reply (xid=0x4): packet_count=0 byte_count=0 flow_count=0\n');
  });

  test.each([
    ['ovs-ofctl', 'ovs-ofctl: missing command name; use --help for help\n=> 1\n'],
    ['ovs-ofctl dump-flows', "ovs-ofctl: 'dump-flows' command requires at least 1 arguments\n=> 1\n"],
    ['ovs-ofctl dump-flows nobr', 'ovs-ofctl: nobr is not a bridge or a socket\n=> 1\n'],
    ['ovs-ofctl add-flow br-int ip', 'ovs-ofctl: must specify an action\n=> 1\n'],
    ['ovs-ofctl add-flow br-int foo=1,actions=drop', 'ovs-ofctl: unknown keyword foo\n=> 1\n'],
    ['ovs-ofctl add-flow br-int actions=foo', 'ovs-ofctl: unknown action foo\n=> 1\n'],
    ['ovs-ofctl dump-ports br-int vif9', "ovs-ofctl: br-int: unknown port `vif9'\n=> 1\n"],
    ['ovs-ofctl -O OpenFlow99 show br-int', 'ovs-ofctl: OpenFlow99: unknown OpenFlow version\n=> 1\n'],
  ])('%s', (line, expected) => expect(terminal('2015-08').run(line)).toBe(expected));
});

describe('ovs-appctl', () => {
  test.each([
    ['ovs-appctl', 'ovs-appctl: at least one non-option argument is required (use --help for help)\n=> 1\n'],
    ['ovs-appctl foo', '"foo" is not a valid command\novs-appctl: ovs-vswitchd: server returned an error\n=> 2\n'],
    [
      'ovs-appctl ofproto/trace nobr in_port=1',
      'Unknown bridge name\novs-appctl: ovs-vswitchd: server returned an error\n=> 2\n',
    ],
    [
      'ovs-appctl -t nosuch version',
      'ovs-appctl: cannot read pidfile "/var/run/openvswitch/nosuch.pid" (No such file or directory)\n=> 1\n',
    ],
    ['ovs-appctl -t ovn-northd version', 'ovn-northd (Open vSwitch) 2.4.90\n'],
    ['ovs-appctl fdb/show br-int', ' port  VLAN  MAC                Age\n'],
  ])('%s', (line, expected) => expect(terminal('2015-08').run(line)).toBe(expected));

  test('a daemon that was ended is started by its name', () => {
    const { run } = terminal('2015-08');
    expect(run('ovs-appctl -t ovn-northd exit', 'ovn-nbctl lswitch-add a', 'ovn-nbctl lport-add a p')).toBe('');
    expect(run('ovn-sbctl --bare --columns=logical_port list port')).toBe('');
    expect(run('ovs-appctl -t ovn-northd version')).toContain('cannot read pidfile');
    expect(run('ovn-northd', 'ovn-sbctl --bare --columns=logical_port list port')).toBe('p\n');
    expect(run('ovn-northd')).toContain('already running, aborting');
  });
});

describe('the lab', () => {
  test('machines come and go, and commands run on one of them', () => {
    const { run } = terminal('2015-08');
    expect(run('sim_add hv2', 'as hv2 ovs-vsctl add-br br-x', 'ovs-vsctl list-br', 'as hv2', 'ovs-vsctl list-br')).toBe(
      'br-int\nbr-x\n',
    );
    expect(run('as hv3 ovs-vsctl list-br')).toBe('as: there is no machine hv3\n(Machines: hv1, hv2.)\n=> 1\n');
    expect(run('sim_add hv2')).toBe('sim_add: machine hv2 already exists\n=> 1\n');
    expect(run('sim_del hv2', 'as hv1', 'sim_del hv2')).toContain('hv2');
  });

  test('without a machine local programs say what is missing', () => {
    const { run } = terminal('2015-08', []);
    expect(run('ovs-vsctl show')).toBe('ovs-vsctl: there is no machine to run on\n(Add one with: sim_add hv1)\n=> 1\n');
    expect(run('ovn-nbctl lswitch-list')).toBe('');
  });

  test('names that are markup stay text', () => {
    const { run } = terminal('2015-08');
    run('ovn-nbctl lswitch-add sw', "ovn-nbctl lport-add sw '<img src=x onerror=alert(1)>'");
    expect(run('ovn-nbctl lport-list sw').replace(UUID, '<uuid>')).toBe('<uuid> (<img src=x onerror=alert(1)>)\n');
  });

  test('a line that the shell refuses points at the place', () => {
    expect(terminal('2015-08').run('ovn-nbctl show > x')).toBe(
      'sh: output cannot be redirected: there are no files here\novn-nbctl show > x\n               ^^^\n(/dev/null is there. Quote the > if it belongs to an argument.)\n=> 2\n',
    );
  });

  test('every program and command has help', () => {
    const { run } = terminal('2015-08');
    expect(run('help')).toContain('ovn-sbctl');
    expect(run('help ovs-vsctl add-port')).toBe(
      'ovs-vsctl add-port BRIDGE PORT [COLUMN[:KEY]=VALUE]...\nadd a network device to a bridge\nOptions, in front of the command: --may-exist\n',
    );
    expect(run('help nosuch')).toBe("help: nothing is known of 'nosuch'\n=> 1\n");
    for (const program of ['ovn-nbctl', 'ovn-sbctl', 'ovs-vsctl', 'ovsdb-client', 'ovs-ofctl', 'ovs-appctl']) {
      expect(run(`${program} --help`)).toContain(`usage: ${program}`);
    }
  });
});
