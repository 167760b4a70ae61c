/** What would let a copy through, from what it means to commands that do it. */
import { formatCommand } from '../base';
import type { Remedy } from '../northd';
import { allowAbove, allowAddress, deleteAcl, enable, giveAddress, liftPortSecurity } from './fixes';
import type { Drop } from './types';
import type { VerdictContext } from './verdict-context';

/** Undefined where nothing of the kind can be done. `exactly`: a match that the copy meets and few others do. */
export function fixOf(
  context: VerdictContext,
  remedy: Remedy,
  exactly: () => string,
): Drop['fixes'][number] | undefined {
  const { deployment, names } = context;
  const { release, nb } = deployment;
  switch (remedy.kind) {
    case 'allow-address': {
      const port = names.port(remedy.port);
      return port && allowAddress(deployment, port, remedy.address);
    }
    case 'lift-port-security': {
      const port = names.port(remedy.port);
      return port && liftPortSecurity(deployment, port);
    }
    case 'enable-port':
      return enable(deployment, remedy.port);
    case 'give-address':
      return giveAddress(context, remedy.datapath, remedy.address);
    case 'allow-above': {
      const acl = release.northbound.acl(nb, remedy.acl);
      return acl && allowAbove(deployment, acl, exactly());
    }
    case 'delete-acl': {
      const acl = release.northbound.acl(nb, remedy.acl);
      return acl && deleteAcl(deployment, acl);
    }
    case 'commands':
      return { label: remedy.label, commands: remedy.commands.map(formatCommand) };
  }
}
