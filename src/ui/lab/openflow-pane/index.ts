/** The OpenFlow of one hypervisor's br-int, by table. */
export { OpenFlowPane } from './openflow-pane';
