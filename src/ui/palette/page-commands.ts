/** Commands of the whole page that only the palette has, or a dialog: places, what is kept, settings. */
import { goToPlace, openDialog } from '../actions';
import type { Command } from '../commands';
import { setPreference, SPEEDS, TYPE_SIZES } from '../state';

export const morePageCommands: readonly Command[] = [
  {
    id: 'scenario.kept',
    name: 'What was open before',
    group: 'Scenario',
    words: 'recent kept history my scenarios versions',
    buttons: ['Scenarios'],
    run: () => openDialog('kept'),
  },
  {
    id: 'scenario.keeping',
    name: 'How work is kept',
    group: 'Scenario',
    words: 'storage saved browser',
    run: () => openDialog('keeping'),
  },
  {
    id: 'scenario.releases',
    name: 'What differs between the releases',
    group: 'Scenario',
    words: 'release version 2015 april august',
    run: () => openDialog('releases'),
  },
  { id: 'go.lab', name: 'Lab', group: 'Page', words: 'go to place', run: () => goToPlace('lab') },
  {
    id: 'go.match',
    name: 'Match lab',
    group: 'Page',
    words: 'go to place expression acl',
    run: () => goToPlace('match'),
  },
  {
    id: 'go.learn',
    name: 'Lessons',
    group: 'Page',
    words: 'go to place learn tutorial course',
    buttons: ['All lessons'],
    run: () => goToPlace('learn'),
  },
  {
    id: 'go.right',
    name: 'How right is it?',
    group: 'Page',
    words: 'go to correctness tests evidence conformance',
    run: () => goToPlace('right'),
  },
  {
    id: 'settings.light',
    name: 'Light theme',
    group: 'Settings',
    words: 'appearance bright',
    buttons: ['Use the light theme'],
    run: () => setPreference({ theme: 'light' }),
  },
  {
    id: 'settings.dark',
    name: 'Dark theme',
    group: 'Settings',
    words: 'appearance night',
    buttons: ['Use the dark theme'],
    run: () => setPreference({ theme: 'dark' }),
  },
  {
    id: 'settings.system',
    name: 'Theme of the system',
    group: 'Settings',
    words: 'appearance automatic',
    run: () => setPreference({ theme: 'system' }),
  },
  ...TYPE_SIZES.map((typeSize) => ({
    id: `settings.type-${typeSize}`,
    name: `Type size ${typeSize} %`,
    group: 'Settings' as const,
    words: 'font text larger smaller zoom',
    run: () => setPreference({ typeSize }),
  })),
  {
    id: 'settings.still',
    name: 'Less motion',
    group: 'Settings',
    words: 'animation reduced still',
    run: () => setPreference({ motion: 'less' }),
  },
  {
    id: 'settings.moving',
    name: 'Motion as the system asks',
    group: 'Settings',
    words: 'animation',
    run: () => setPreference({ motion: 'system' }),
  },
  ...SPEEDS.map((speed) => ({
    id: `settings.speed-${speed}`,
    name: `Speed ${speed}×`,
    group: 'Settings' as const,
    words: 'play slow fast player',
    run: () => setPreference({ speed }),
  })),
];
