/** Whether a pane was opened since the panes are there: what stands there from the start takes no focus. */
import { createContext } from 'react';

export const PaneOpened = createContext(false);
