/** What a hypervisor of OVN 26.03 is made of: its controller, and the schemas of the databases that it sees. */
import { ownSchema } from '../schemas';
import { announcements, Controller, LogicalCompiler, newPinctrlState, runPinctrl } from './controller';
import ovs from './open-vswitch.schema.json';
import { SCHEMAS } from './schemas';

export const hypervisor26_03 = {
  schemas: { sb: SCHEMAS.sb, ovs: ownSchema(ovs) },
  Controller,
  LogicalCompiler,
  newPinctrlState,
  runPinctrl,
  announcements,
} as const;
