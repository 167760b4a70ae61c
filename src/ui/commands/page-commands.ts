/** Commands of the whole page that have a key, or a button that is always there. */
import {
  chooseFile,
  deedBack,
  deedForward,
  deedStore,
  doorBack,
  doorForward,
  doorStore,
  openDialog,
  openPalette,
  present,
  redo,
  saveScenario,
  skipToMain,
  undo,
} from '../actions';
import { mirrorStore } from '../state';
import type { Command } from './command';

export const pageCommands: readonly Command[] = [
  {
    id: 'page.undo',
    name: 'Undo',
    group: 'Scenario',
    keys: ['Ctrl+Z'],
    unless: () => {
      const mirror = mirrorStore.getState();
      const back = deedBack(deedStore.getState(), mirror) ?? doorBack(doorStore.getState(), mirror);
      return (back ?? mirror.undo) ? null : 'nothing to undo';
    },
    run: undo,
  },
  {
    id: 'page.redo',
    name: 'Redo',
    group: 'Scenario',
    words: 'do again',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    unless: () => {
      const mirror = mirrorStore.getState();
      const forward = deedForward(deedStore.getState(), mirror) ?? doorForward(doorStore.getState(), mirror);
      return (forward ?? mirror.redo) ? null : 'nothing was undone';
    },
    run: redo,
  },
  {
    id: 'scenario.share',
    name: 'Share a link',
    group: 'Scenario',
    words: 'share send copy address url',
    buttons: ['Share'],
    run: () => openDialog('share'),
  },
  {
    id: 'scenario.save',
    name: 'Save as a file',
    group: 'Scenario',
    words: 'save download export scenario json',
    keys: ['Ctrl+S'],
    inFields: true,
    run: saveScenario,
  },
  {
    id: 'scenario.open',
    name: 'Open a file…',
    group: 'Scenario',
    words: 'open load import upload scenario json',
    keys: ['Ctrl+O'],
    inFields: true,
    run: chooseFile,
  },
  {
    id: 'scenario.new',
    name: 'New scenario…',
    group: 'Scenario',
    words: 'new empty gallery start afresh create',
    run: () => openDialog('new-scenario'),
  },
  {
    id: 'page.commands',
    name: 'Commands',
    group: 'Page',
    words: 'palette find search',
    buttons: ['Commands (Ctrl+K)'],
    keys: ['Ctrl+K'],
    inFields: true,
    run: openPalette,
  },
  {
    id: 'page.help',
    name: 'Help',
    group: 'Page',
    words: 'what is this documentation manual first steps about',
    keys: ['F1'],
    inFields: true,
    run: () => openDialog('help'),
  },
  {
    id: 'page.keys',
    name: 'All keys',
    group: 'Page',
    words: 'shortcuts keyboard hotkeys bindings list',
    buttons: ['Keys'],
    keys: ['?'],
    run: () => openDialog('keys'),
  },
  {
    id: 'page.present',
    name: 'Present',
    group: 'Page',
    words: 'presentation mode projector beamer full screen slides speaker teach',
    keys: ['F8'],
    inFields: true,
    run: present,
  },
  {
    id: 'page.skip',
    name: 'Skip to the main part',
    group: 'Page',
    words: 'focus',
    run: skipToMain,
  },
  {
    id: 'page.settings',
    name: 'Settings',
    group: 'Settings',
    words: 'preferences options configure',
    keys: ['Ctrl+,'],
    inFields: true,
    run: () => openDialog('settings'),
  },
];
