/** What is selected, and the step being watched: verdict first, then the details, then changes. */
export { Inspector, readPanels } from './inspector';
