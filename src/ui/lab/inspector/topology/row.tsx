/** One row of a list, with what takes it away. */
import type { ReactNode } from 'react';
import { perform } from '../../../actions';
import type { Edit } from '../../../bridge';
import { Button } from '../../../kit';
import css from '../inspector.module.css';

interface Props {
  readonly children: ReactNode;
  /** Said after `Delete`, for who does not see the row. */
  readonly name: string;
  readonly remove: Edit;
  readonly verb?: string;
}

export function Row({ children, name, remove, verb = 'Delete' }: Props) {
  return (
    <li className={css.acl}>
      {children}
      <span className={css.rowActions}>
        <Button look="quiet" aria-label={`${verb} ${name}`} onClick={() => void perform(remove)}>
          {verb}
        </Button>
      </span>
    </li>
  );
}
