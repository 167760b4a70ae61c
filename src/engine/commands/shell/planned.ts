/** How many programs commands will run, each loop counted as one round: what progress is measured by. */
import type { AndOr, Command, Script } from './syntax';

export function plannedIn(script: Script): number {
  return script.reduce((sum, { list }) => sum + planned(list), 0);
}

export function planned(list: readonly AndOr[]): number {
  return list
    .flatMap(({ first, rest }) => [first, ...rest.map(({ pipeline }) => pipeline)])
    .flatMap(({ commands }) => commands)
    .reduce((sum, command) => sum + programsOf(command), 0);
}

function programsOf({ body }: Command): number {
  switch (body.kind) {
    case 'simple':
      return 1;
    case 'if':
      return body.branches.reduce(
        (sum, { condition }) => sum + planned(condition),
        planned(body.branches[0]?.body ?? []),
      );
    case 'while':
      return planned(body.condition) + planned(body.body);
    case 'for':
    case 'count':
    case 'group':
      return planned(body.body);
    case 'arithmetic':
    case 'function':
      return 0;
  }
}
