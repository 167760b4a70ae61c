/** Theme, type size and motion as this person likes them, told to the style sheets. */
import { useEffect } from 'react';
import { measureLayout, usePreferences, useRoom } from '../state';

/** What an audience can read, in per cent. */
const LARGE = 150;

export function useLook(): void {
  const theme = usePreferences((p) => p.theme);
  const typeSize = usePreferences((p) => p.typeSize);
  const motion = usePreferences((p) => p.motion);
  const presenting = useRoom((room) => room.presenting);
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme;
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [theme]);
  useEffect(() => {
    const root = document.documentElement;
    const size = presenting && root.dataset.layout !== 'phone' ? Math.max(LARGE, typeSize) : typeSize;
    root.style.fontSize = size === 100 ? '' : `${size}%`;
    root.dataset.motion = motion;
    measureLayout();
  }, [typeSize, motion, presenting]);
}
