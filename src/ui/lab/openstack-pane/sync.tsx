/** What the comparison of Neutron with OVN finds, as a table. */
import { useState } from 'react';
import type { OpenStackView } from '../../bridge';
import { Button } from '../../kit';
import { findingsOf } from './findings';
import css from './openstack-pane.module.css';
import { Table } from './tables';
import { type } from './type';

export function Sync({ view }: { view: OpenStackView }) {
  const [printed, setPrinted] = useState<string | null>(null);
  const compare = async (mode: 'log' | 'repair') => {
    const answer = await type(`neutron-sync ${mode}`);
    setPrinted(answer?.status === 0 ? answer.stdout : null);
  };
  const findings = printed === null ? undefined : findingsOf(printed);
  return (
    <>
      <div className={css.form}>
        <Button onClick={() => void compare('log')}>Compare with OVN</Button>
        <Button onClick={() => void compare('repair')}>Repair</Button>
        <Button look="quiet" onClick={() => void type(`${view.connected ? 'sim_cut' : 'sim_join'} neutron-server`)}>
          {view.connected ? 'Cut neutron-server off from OVN' : 'Connect neutron-server again'}
        </Button>
      </div>
      <div role="status">
        {printed !== null && !findings ? <p className={css.note}>{printed.trim()}</p> : null}
        {findings ? (
          <Table label="Findings" head={findings.head}>
            {findings.rows.map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </Table>
        ) : null}
      </div>
    </>
  );
}
