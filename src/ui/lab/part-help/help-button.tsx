/** Opens what is written about a part of the lab. */
import { CircleHelp } from 'lucide-react';
import { openHelp } from '../../commands';
import type { HelpedPart } from '../../commands';
import { Button } from '../../kit';
import { PANES } from '../../state';

export function HelpButton({ part }: { readonly part: HelpedPart }) {
  const pane = PANES.find(({ id }) => id === part);
  const name = pane ? 'Help on this pane' : `Help on the ${part}`;
  return (
    <Button
      icon
      look="quiet"
      aria-label={name}
      title={pane ? `${name}: ${pane.label}` : name}
      data-command={pane ? 'pane.help' : `help.${part}`}
      onClick={() => openHelp(part)}
    >
      <CircleHelp size={14} aria-hidden />
    </Button>
  );
}
