/** A suite to begin with, about what is there: the first two ports of each logical switch. Pure. */
import type { ReachabilityPort } from '../../bridge';

const MOST_SWITCHES = 4;

/** Names by what people call a port: a server or a port of Neutron, where that is its name there. */
export function suggestedSuite(ports: readonly ReachabilityPort[]): string {
  const pairs = [...new Set(ports.map((port) => port.switch))].slice(0, MOST_SWITCHES).flatMap((sw) => {
    const [a, b] = ports.filter((port) => port.switch === sw);
    return a && b ? [`${quoted(a.name)} reaches ${quoted(b.name)} by ping`] : [];
  });
  const lines = pairs.length > 0 ? pairs : ['# vm1 reaches vm2 by ping'];
  return `${lines.join('\n')}\n`;
}

function quoted(name: string): string {
  return /^[\w.:-]+$/.test(name) && !['not', 'is', 'by', 'after', 'eventually'].includes(name)
    ? name
    : `"${name.replaceAll(/["\\]/g, '\\$&')}"`;
}
