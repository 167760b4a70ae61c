/** The scenarios that this browser keeps, as things: their list and the menu of the first button. */
export { ScenarioMenu } from './scenario-menu';
export { ScenariosDialog } from './scenarios-dialog';
