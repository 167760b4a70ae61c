/** The stages of logical routers: one file a stage or family of stages, each listed here. */
import type { StageRules } from '../rules';
import { delivery } from './delivery';

export const ROUTER_RULES: readonly StageRules[] = [delivery];
