/** The databases of 26.03 in the terms of `network/`. They read a view and change nothing. */
export { northbound26_03 } from './northbound';
export { southbound26_03 } from './southbound';
export { TOPOLOGY } from './topology';
