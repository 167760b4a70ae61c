/**
 * The columns that OVN and Open vSwitch have had since OVN 20.06, for forms that bring no
 * schema: which table a row without a caption is of, and whether a column whose
 * values were all printed alone holds one value, at most one (`?`), a set (`*`) or a map (`{}`).
 * What is not listed here is read all the same, by its values.
 */
export type Shape = 'scalar' | 'optional' | 'set' | 'map';

export interface KnownTable {
  readonly database: string;
  readonly table: string;
  readonly columns: ReadonlyMap<string, Shape>;
}

/** The table of a caption; undefined for one that is not known. */
export function knownTable(table: string, database?: string): KnownTable | undefined {
  return all().find((known) => known.table === table && (database === undefined || known.database === database));
}

/** The table that has all these columns, and the fewest others; undefined when none has. */
export function tableWith(columns: readonly string[], database?: string): KnownTable | undefined {
  const own = columns.filter((column) => !column.startsWith('_'));
  if (own.length === 0) return undefined;
  return all()
    .filter((known) => database === undefined || known.database === database)
    .filter((known) => own.every((column) => known.columns.has(column)))
    .sort((a, b) => a.columns.size - b.columns.size)[0];
}

/** The database in which most of these tables are; undefined when none is known. */
export function databaseWith(tables: readonly string[]): string | undefined {
  const counts = Object.keys(COLUMNS).map((database) => ({
    database,
    count: tables.filter((table) => knownTable(table, database) !== undefined).length,
  }));
  const best = counts.sort((a, b) => b.count - a.count)[0];
  return best === undefined || best.count === 0 ? undefined : best.database;
}

const COLUMNS = {
  OVN_Northbound: `
    ACL: action direction external_ids{} label log match meter? name? network_function_group? options{} priority sample_est? sample_new? severity? tier
    Address_Set: addresses* external_ids{} name
    BFD: detect_mult? dst_ip external_ids{} logical_port min_rx? min_tx? options{} status?
    Chassis_Template_Var: chassis external_ids{} variables{}
    Connection: external_ids{} inactivity_probe? is_connected max_backoff? other_config{} status{} target
    Copp: external_ids{} meters{} name
    DHCP_Options: cidr external_ids{} options{}
    DHCP_Relay: external_ids{} name options{} servers?
    DNS: external_ids{} options{} records{}
    Forwarding_Group: child_port* external_ids{} liveness name vip vmac
    Gateway_Chassis: chassis_name external_ids{} name options{} priority
    HA_Chassis: chassis_name external_ids{} priority
    HA_Chassis_Group: external_ids{} ha_chassis* name
    Load_Balancer: external_ids{} health_check* ip_port_mappings{} name options{} protocol? selection_fields* vips{}
    Load_Balancer_Group: load_balancer* name
    Load_Balancer_Health_Check: external_ids{} options{} vip
    Logical_Router: copp? enabled? external_ids{} load_balancer* load_balancer_group* name nat* options{} policies* ports* static_routes*
    Logical_Router_Policy: action bfd_sessions* chain? external_ids{} jump_chain? match nexthop? nexthops* options{} output_port? priority
    Logical_Router_Port: dhcp_relay? enabled? external_ids{} gateway_chassis* ha_chassis_group? ipv6_prefix* ipv6_ra_configs{} mac name networks* options{} peer? status{}
    Logical_Router_Static_Route: bfd? external_ids{} ip_prefix nexthop options{} output_port? policy? route_table selection_fields*
    Logical_Switch: acls* copp? dns_records* external_ids{} forwarding_groups* load_balancer* load_balancer_group* name other_config{} ports* qos_rules*
    Logical_Switch_Port: addresses* dhcpv4_options? dhcpv6_options? dynamic_addresses? enabled? external_ids{} ha_chassis_group? health_checks* mirror_rules* name options{} parent_name? peer? port_security* tag? tag_request? type up?
    Logical_Switch_Port_Health_Check: address options{} port protocol src_ip status?
    Meter: bands* external_ids{} fair? name unit
    Meter_Band: action burst_size external_ids{} rate
    Mirror: external_ids{} filter index mirror_rules* name sink type
    Mirror_Rule: action match priority
    NAT: allowed_ext_ips? exempted_ext_ips? external_ids{} external_ip external_mac? external_port_range gateway_port? logical_ip logical_port? match options{} priority type
    NB_Global: connections* external_ids{} hv_cfg hv_cfg_timestamp ipsec name nb_cfg nb_cfg_timestamp options{} sb_cfg sb_cfg_timestamp ssl?
    Network_Function: external_ids{} health_check? id inport name outport
    Network_Function_Group: external_ids{} fallback? id mode name network_function* network_function_active?
    Network_Function_Health_Check: external_ids{} name options{}
    Port_Group: acls* external_ids{} name ports*
    QoS: action{} bandwidth{} direction external_ids{} match priority
    SSL: bootstrap_ca_cert ca_cert certificate external_ids{} private_key ssl_ciphers ssl_ciphersuites ssl_protocols
    Sample: collectors* metadata
    Sample_Collector: external_ids{} id name probability set_id
    Sampling_App: external_ids{} id type
    Static_MAC_Binding: ip logical_port mac override_dynamic_mac
  `,
  OVN_Southbound: `
    ACL_ID: id
    Address_Set: addresses* name
    Advertised_MAC_Binding: datapath external_ids{} ip logical_port mac
    Advertised_Route: datapath external_ids{} ip_prefix logical_port tracked_port?
    BFD: chassis_name detect_mult disc dst_ip external_ids{} logical_port min_rx min_tx options{} src_port status
    Chassis: encaps* external_ids{} hostname name nb_cfg other_config{} transport_zones* vtep_logical_switches*
    Chassis_Private: chassis? external_ids{} name nb_cfg nb_cfg_timestamp
    Chassis_Template_Var: chassis variables{}
    Connection: external_ids{} inactivity_probe? is_connected max_backoff? other_config{} read_only role status{} target
    Controller_Event: chassis? event_info{} event_type seq_num
    DHCP_Options: code name type
    DHCPv6_Options: code name type
    DNS: datapaths* external_ids{} options{} records{}
    Datapath_Binding: external_ids{} load_balancers* nb_uuid? tunnel_key type?
    ECMP_Nexthop: datapath external_ids{} mac nexthop port
    Encap: chassis_name ip options{} type
    FDB: dp_key mac port_key timestamp
    Gateway_Chassis: chassis? external_ids{} name options{} priority
    HA_Chassis: chassis? external_ids{} priority
    HA_Chassis_Group: external_ids{} ha_chassis* name ref_chassis*
    IGMP_Group: address chassis? chassis_name datapath? ports* protocol
    IP_Multicast: datapath enabled? eth_src idle_timeout? ip4_src ip6_src querier? query_interval? query_max_resp? seq_no table_size?
    Learned_Route: datapath external_ids{} ip_prefix logical_port nexthop
    Load_Balancer: datapath_group? datapaths* external_ids{} lr_datapath_group? ls_datapath_group? name options{} protocol? vips{}
    Logical_DP_Group: datapaths*
    Logical_Flow: actions controller_meter? external_ids{} flow_desc? logical_datapath? logical_dp_group? match pipeline priority table_id tags{}
    MAC_Binding: datapath ip logical_port mac timestamp
    Meter: bands* name unit
    Meter_Band: action burst_size rate
    Mirror: external_ids{} filter index name sink type
    Multicast_Group: datapath name ports* tunnel_key
    Port_Binding: additional_chassis* additional_encap* chassis? datapath encap? external_ids{} gateway_chassis* ha_chassis_group? logical_port mac* mirror_port? mirror_rules* nat_addresses* options{} parent_port? port_security* requested_additional_chassis* requested_chassis? tag? tunnel_key type up? virtual_parent?
    Port_Group: name ports*
    RBAC_Permission: authorization* insert_delete table update*
    RBAC_Role: name permissions{}
    SB_Global: connections* external_ids{} ipsec nb_cfg options{} ssl?
    SSL: bootstrap_ca_cert ca_cert certificate external_ids{} private_key ssl_ciphers ssl_ciphersuites ssl_protocols
    Service_Monitor: chassis_name external_ids{} ic_learned ip logical_input_port logical_port mac options{} port protocol? remote src_ip src_mac status? type?
    Static_MAC_Binding: datapath ip logical_port mac override_dynamic_mac
  `,
  Open_vSwitch: `
    AutoAttach: mappings{} system_description system_name
    Bridge: auto_attach? controller* datapath_id? datapath_type datapath_version external_ids{} fail_mode? flood_vlans* flow_tables{} ipfix? mcast_snooping_enable mirrors* name netflow? other_config{} ports* protocols* rstp_enable rstp_status{} sflow? status{} stp_enable
    CT_Timeout_Policy: external_ids{} timeouts{}
    CT_Zone: external_ids{} limit? timeout_policy?
    Controller: connection_mode? controller_burst_limit? controller_queue_size? controller_rate_limit? enable_async_messages? external_ids{} inactivity_probe? is_connected local_gateway? local_ip? local_netmask? max_backoff? other_config{} role? status{} target type?
    Datapath: capabilities{} ct_zone_default_limit? ct_zones{} datapath_version external_ids{}
    Flow_Sample_Collector_Set: bridge external_ids{} id ipfix? local_group_id?
    Flow_Table: external_ids{} flow_limit? groups* name? overflow_policy? prefixes*
    IPFIX: cache_active_timeout? cache_max_flows? external_ids{} obs_domain_id? obs_point_id? other_config{} sampling? stats_interval? targets* template_interval?
    Interface: admin_state? bfd{} bfd_status{} cfm_fault? cfm_fault_status* cfm_flap_count? cfm_health? cfm_mpid? cfm_remote_mpids* cfm_remote_opstate? duplex? error? external_ids{} ifindex? ingress_policing_burst ingress_policing_kpkts_burst ingress_policing_kpkts_rate ingress_policing_rate lacp_current? link_resets? link_speed? link_state? lldp{} mac? mac_in_use? mtu? mtu_request? name ofport? ofport_request? options{} other_config{} statistics{} status{} type
    Manager: connection_mode? external_ids{} inactivity_probe? is_connected max_backoff? other_config{} status{} target
    Mirror: external_ids{} filter? name output_port? output_vlan? select_all select_dst_port* select_src_port* select_vlan* snaplen? statistics{}
    NetFlow: active_timeout add_id_to_interface engine_id? engine_type? external_ids{} targets*
    Open_vSwitch: bridges* cur_cfg datapath_types* datapaths{} db_version? dpdk_initialized dpdk_version? external_ids{} iface_types* manager_options* next_cfg other_config{} ovs_version? ssl? statistics{} system_type? system_version?
    Port: bond_active_slave? bond_downdelay bond_fake_iface bond_mode? bond_updelay cvlans* external_ids{} fake_bridge interfaces* lacp? mac? name other_config{} protected qos? rstp_statistics{} rstp_status{} statistics{} status{} tag? trunks* vlan_mode?
    QoS: external_ids{} other_config{} queues{} type
    Queue: dscp? external_ids{} other_config{}
    SSL: bootstrap_ca_cert ca_cert certificate external_ids{} private_key
    sFlow: agent? external_ids{} header? polling? sampling? targets*
  `,
} as const satisfies Readonly<Record<string, string>>;

const SHAPES: readonly (readonly [mark: string, shape: Shape])[] = [
  ['?', 'optional'],
  ['*', 'set'],
  ['{}', 'map'],
];

let tables: readonly KnownTable[] | undefined;

/** Read when it is first asked for. */
function all(): readonly KnownTable[] {
  tables ??= Object.entries(COLUMNS).flatMap(([database, text]) =>
    text
      .trim()
      .split('\n')
      .map((line): KnownTable => {
        const [table = '', columns = ''] = line.trim().split(': ');
        return { database, table, columns: new Map(columns.split(' ').map(shapeOf)) };
      }),
  );
  return tables;
}

function shapeOf(word: string): readonly [string, Shape] {
  const [mark, shape] = SHAPES.find(([mark]) => word.endsWith(mark)) ?? ['', 'scalar' as const];
  return [word.slice(0, word.length - mark.length), shape];
}
