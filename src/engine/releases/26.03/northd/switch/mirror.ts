/** Mirrors to a port of the same deployment: copies of what a port sends, receives, or both. */
import { mirrorPortName, type PortMirror } from '../facts/mirrors';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { STAGES } from '../stages';
import { actions, match } from '../texts';
import { flowsOn, goesOn } from './rows';

/** A mirror's flow without rules; the rules are above it. */
const OFFSET = 100;

export const mirror: StageRules = {
  name: 'mirror',
  ofSwitch: ({ uuid }) => (['ls_in_mirror', 'ls_out_mirror'] as const).map((stage) => goesOn(flowsOn(uuid), stage)),
  ofSwitchPort: (port, net) => port.mirrorRules.flatMap((uuid) => copies(port, net.mirrors.get(uuid), net)),
};

function copies(port: SwitchPortFacts, mirror: PortMirror | undefined, net: Network): readonly WantedFlow[] {
  // Without its sink a mirror has nowhere to copy to.
  if (!mirror || net.switchPorts.byName.first(mirror.sink) === undefined) return [];
  const target = JSON.stringify(mirrorPortName(net.switches.get(port.sw)?.name ?? '', mirror.sink));
  return [
    ...(mirror.filter === 'to-lport' ? [] : copiesOf(port, mirror, target, 'ls_in_mirror', 'inport')),
    ...(mirror.filter === 'from-lport' ? [] : copiesOf(port, mirror, target, 'ls_out_mirror', 'outport')),
    flowsOn(port.sw)(
      'ls_out_pre_acl',
      65535,
      `outport == ${target}`,
      actions(`next(pipeline=egress, table=${STAGES.ls_out_apply_port_sec.number})`),
      'mirrored',
      'Copies for a mirror are neither tracked nor filtered.',
    ),
  ];
}

function copiesOf(
  port: SwitchPortFacts,
  { rules }: PortMirror,
  target: string,
  stage: 'ls_in_mirror' | 'ls_out_mirror',
  side: 'inport' | 'outport',
): readonly WantedFlow[] {
  const flow = flowsOn(port.sw);
  const here = `${side} == ${port.quoted}`;
  const copy = `mirror(${target})`;
  return [
    flow(
      stage,
      OFFSET,
      here,
      actions(copy, 'next'),
      'mirror',
      `A mirror gets a copy of every packet of ${port.quoted}.`,
    ),
    ...rules.map((rule) =>
      flow(
        stage,
        OFFSET + rule.priority,
        match(here, `(${rule.match})`),
        actions(rule.action === 'mirror' && copy, 'next'),
        rule.action === 'mirror' ? 'mirror-rule' : 'skip-rule',
        `A rule of a mirror ${rule.action === 'mirror' ? 'copies' : 'leaves out'} what it matches.`,
      ),
    ),
  ];
}
