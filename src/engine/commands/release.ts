/** What programs and drawn edits ask of a release, beyond what the layers below ask. */
import type { Deployment as AnyDeployment } from '../sim';
import type { TraceRelease } from '../trace';
import type { ToolRelease } from './host';

export type CommandRelease = TraceRelease & ToolRelease;

export type Deployment = AnyDeployment<CommandRelease>;
