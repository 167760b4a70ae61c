/** The southbound database in terms that no release changes. */
import type { Uuid } from '../base';
import type { DatabaseView } from '../ovsdb';

export interface SbBinding {
  readonly uuid: Uuid;
  readonly logicalPort: string;
  /** The name of the chassis that has claimed it. */
  readonly chassisName: string | undefined;
  /** 16 bits, positive. */
  readonly tunnelKey: number;
  readonly mac: readonly string[];
  readonly parent: string | undefined;
  readonly tag: number | undefined;
  /** The logical switch's own UUID. */
  readonly datapath: Uuid;
}

export interface SbEncap {
  readonly uuid: Uuid;
  readonly type: string;
  readonly ip: string;
  readonly options: Readonly<Record<string, string>>;
}

export interface SbChassis {
  readonly uuid: Uuid;
  readonly name: string;
  readonly encaps: readonly SbEncap[];
}

export interface SouthboundModel {
  bindings(sb: DatabaseView): readonly SbBinding[];
  binding(sb: DatabaseView, logicalPort: string): SbBinding | undefined;
  /** In a datapath; where that is not known, in any. */
  bindingOfKey(sb: DatabaseView, datapath: Uuid | undefined, tunnelKey: number): SbBinding | undefined;
  chassis(sb: DatabaseView): readonly SbChassis[];
}
