/** log: what an ACL did to a packet, into the log of ovn-controller (OVN's acl-log.c). */
import { formatFlowKey } from '../../../../openflow';
import { language26_03 } from '../../language';
import type { Handler } from './handler';

const VERDICTS: readonly string[] = ['allow', 'drop', 'reject', 'pass'];
/** As syslog numbers them. */
const SEVERITIES: Readonly<Record<number, string>> = { 1: 'alert', 4: 'warning', 5: 'notice', 6: 'info', 7: 'debug' };
const UNKNOWN = '<unknown>';

export const log: Handler<'log'> = (run, { headers, request }, { verdict, severity, name }) => {
  const direction = request.table < language26_03.tables.egress ? 'from-lport' : 'to-lport';
  const words = [
    `name=${JSON.stringify(name === '' ? '<unnamed>' : name)}`,
    `verdict=${VERDICTS[verdict] ?? UNKNOWN}`,
    `severity=${SEVERITIES[severity] ?? UNKNOWN}`,
    `direction=${direction}`,
  ];
  run.info(`${words.join(', ')}: ${formatFlowKey(headers)}`, 'acl_log');
};
