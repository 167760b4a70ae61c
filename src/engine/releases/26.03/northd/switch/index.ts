/** The stages of logical switches: one file a stage or family of stages, each listed here. */
import type { StageRules } from '../rules';
import { mirror } from './mirror';

export const SWITCH_RULES: readonly StageRules[] = [mirror];
