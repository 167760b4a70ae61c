/** The pane of Neutron and Nova: networks, servers, ports, groups; what is done here is typed as the real commands. */
export { OpenStackPane } from './openstack-pane';
