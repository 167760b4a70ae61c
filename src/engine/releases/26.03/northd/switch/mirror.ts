/** Mirrors to a port of the same deployment: copies of what a port sends, receives, or both. */
import type { SwitchFacts } from '../facts/switches';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { WantedFlow } from '../flow';
import { STAGES } from '../stages';
import { actions, match } from '../texts';
import { flowsOn, goesOn, type MakeFlow } from './rows';

/** A mirror of type `lport` whose sink is there. */
export interface PortMirror {
  /** The port that stands for the sink on this switch, quoted. */
  readonly target: string;
  readonly filter: string;
  readonly rules: readonly MirrorRule[];
}

export interface MirrorRule {
  readonly priority: number;
  readonly match: string;
  /** `mirror`, or `skip` for what is not to be copied. */
  readonly action: string;
}

/** A mirror's flow without rules; the rules are above it. */
const OFFSET = 100;

export function mirrorDefaults(sw: SwitchFacts): readonly WantedFlow[] {
  const flow = flowsOn(sw);
  return [goesOn(flow, 'ls_in_mirror'), goesOn(flow, 'ls_out_mirror')];
}

export function mirrors(sw: SwitchFacts, port: SwitchPortFacts, attached: readonly PortMirror[]): readonly WantedFlow[] {
  const flow = flowsOn(sw);
  return attached.flatMap((mirror) => [
    ...(mirror.filter === 'to-lport' ? [] : copies(flow, port, mirror, 'ls_in_mirror', 'inport')),
    ...(mirror.filter === 'from-lport' ? [] : copies(flow, port, mirror, 'ls_out_mirror', 'outport')),
    flow(
      'ls_out_pre_acl',
      65535,
      `outport == ${mirror.target}`,
      actions(`next(pipeline=egress, table=${STAGES.ls_out_apply_port_sec.number})`),
      'mirrored',
      'Copies for a mirror are neither tracked nor filtered.',
    ),
  ]);
}

function copies(
  flow: MakeFlow,
  port: SwitchPortFacts,
  { target, rules }: PortMirror,
  stage: 'ls_in_mirror' | 'ls_out_mirror',
  side: 'inport' | 'outport',
): readonly WantedFlow[] {
  const here = `${side} == ${port.quoted}`;
  const copy = `mirror(${target})`;
  return [
    flow(stage, OFFSET, here, actions(copy, 'next'), 'mirror', `A copy of every packet of ${port.quoted} goes to a mirror.`),
    ...rules.map((rule) =>
      flow(
        stage,
        OFFSET + rule.priority,
        match(here, `(${rule.match})`),
        actions(rule.action === 'mirror' && copy, 'next'),
        'mirror-rule',
        rule.action === 'mirror' ? 'A rule of a mirror copies what it matches.' : 'A rule of a mirror leaves out what it matches.',
      ),
    ),
  ];
}
