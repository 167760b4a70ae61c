/**
 * Why rows are there. A daemon in memory knows; where time travel has dropped it,
 * one of our own looks at the same databases, and nobody carries out what it says.
 */
import { originOf, sameOrigin } from '../controller';
import { Northd } from '../northd';
import type { Uuid } from '../base';
import type { RowProblem } from '../controller';
import type { FlowEntry } from '../openflow';
import type { Provenance } from '../northd';
import { daemonName, INTEGRATION_BRIDGE } from './names';
import type { Programs } from './programs';
import type { World } from './world';

export class Explainer {
  readonly #world: World;
  readonly #programs: Programs;
  #own: { readonly at: string; readonly northd: Northd } | undefined;

  constructor(world: World, programs: Programs) {
    this.#world = world;
    this.#programs = programs;
  }

  provenance(row: Uuid): Provenance | undefined {
    const program = this.#programs.find('ovn-northd');
    if (program?.northd !== undefined && !program.looksAtAll) return program.northd.provenance(row);
    return this.#ownNorthd().provenance(row);
  }

  problem(row: Uuid): RowProblem | undefined {
    for (const machine of this.#world.machines.keys()) {
      const found = this.#programs.find(daemonName('ovn-controller', machine))?.controller?.problem(row);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The flows in a machine's br-int that were made from a southbound row; undefined when its controller is not in memory. */
  flowsOf(machine: string, row: Uuid): readonly FlowEntry[] | undefined {
    const program = this.#programs.find(daemonName('ovn-controller', machine));
    if (program?.controller === undefined || program.looksAtAll) return undefined;
    const bridge = this.#world.machines.get(machine)?.bridges.get(INTEGRATION_BRIDGE);
    return program.controller.flowsOf(row).flatMap((flow) => {
      // Another row may have got the place, or the switch may not have heard of it yet.
      const given = bridge?.given(flow);
      return given !== undefined && sameOrigin(originOf(given), flow.origin) ? [given] : [];
    });
  }

  #ownNorthd(): Northd {
    const { timeline, nb, sb, release } = this.#world;
    const at = `${timeline.branch} ${timeline.position}`;
    if (this.#own?.at !== at) {
      const northd = new Northd(release.northd);
      northd.run({ nb, sb }, 'all');
      this.#own = { at, northd };
    }
    return this.#own.northd;
  }
}
