/**
 * What if something were different: another packet, ACL, address or place, tried
 * out without touching the deployment, and compared with what is, step by step.
 */
export { WhatIfButtons } from './what-if-buttons';
export { WhatIfDialogs } from './what-if-dialogs';
