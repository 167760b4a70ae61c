/** The menu of the first button: another scenario, a new one, a file, the list. */
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { chooseFile, goToPlace, openDialog, openKept, saveScenario } from '../../actions';
import { opened } from './opened';
import { titleOf, when } from './scenario-words';
import css from './scenarios.module.css';
import { useKept } from './use-kept';

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
}

const RECENT = 5;

export function ScenarioMenu({ open, onOpenChange, children }: Props) {
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={css.menu} align="start" sideOffset={4} aria-label="Scenarios">
          <Item onSelect={() => openDialog('new-scenario')}>New…</Item>
          <Item onSelect={() => goToPlace('gallery')}>Gallery…</Item>
          <Item onSelect={chooseFile}>Open a file…</Item>
          <Item onSelect={() => openDialog('kept')}>My scenarios…</Item>
          <Item onSelect={() => void saveScenario()}>Save as a file</Item>
          <Recent />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Recent() {
  const { entries, now } = useKept();
  const recent =
    entries?.filter((entry) => entry.open === null && entry.states[0]?.problem === null).slice(0, RECENT) ?? [];
  if (recent.length === 0) return null;
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Separator className={css.separator} />
      <DropdownMenu.Label className={css.menuTitle}>Recent</DropdownMenu.Label>
      {recent.map((entry) => (
        <Item key={entry.id} onSelect={() => void opened(openKept(entry.id), titleOf(entry))}>
          <span className={css.menuName}>{titleOf(entry)}</span>
          <span className={css.quiet}>{when(entry.changed, now)}</span>
        </Item>
      ))}
    </DropdownMenu.Group>
  );
}

function Item({ onSelect, children }: { readonly onSelect: () => void; readonly children: ReactNode }) {
  return (
    <DropdownMenu.Item className={css.menuItem} onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  );
}
