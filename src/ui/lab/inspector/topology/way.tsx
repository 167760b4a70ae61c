/** The way between two ports that are selected, leg by leg, before any packet is sent; the graph lights it up. */
import { useEffect } from 'react';
import { engine } from '../../../bridge';
import type { PortView } from '../../../bridge';
import { Card } from '../../../kit';
import { northboundKey, useAnswer } from '../../../state';
import { EntityLink } from '../../links';
import { wayStore } from '../../way-store';
import css from '../inspector.module.css';

interface Props {
  readonly from: PortView;
  readonly to: PortView;
}

export function Way({ from, to }: Props) {
  const way = useAnswer(`way ${from.uuid} ${to.uuid}`, () => engine().logicalPath(from.uuid, to.uuid));
  useEffect(() => {
    const ends = (way?.wires ?? []).map((pair) => pair.map(northboundKey));
    wayStore.setState({ ends: new Set(ends.flatMap(([a = '', b = '']) => [`${a} ${b}`, `${b} ${a}`])) });
    return () => wayStore.setState({ ends: new Set() });
  }, [way]);
  if (way === undefined) return null;
  const title = `From ${from.name} to ${to.name}`;
  if (way === null)
    return (
      <Card title={title}>
        <p className={css.note}>Nothing leads from one to the other: connect their switches to a router.</p>
      </Card>
    );
  return (
    <Card title={title}>
      <ol className={css.list} aria-label={title}>
        {way.legs.map(({ uuid, kind, name, text, problem }, index) => (
          <li key={`${index} ${uuid}`} className={css.acl}>
            <span>
              {kind === 'switch' ? 'Switch' : 'Router'} <EntityLink entity={northboundKey(uuid)}>{name}</EntityLink>{' '}
              {text}.
            </span>
            {problem === null ? null : <span className={css.bad}>But {problem}.</span>}
          </li>
        ))}
      </ol>
      <p className={css.note}>As the network is drawn; nothing is sent. Send a packet to see what becomes of it.</p>
    </Card>
  );
}
