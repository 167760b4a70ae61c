/** How this person likes the page, in one place. It is kept in this browser and in no link. */
import { useStore } from 'zustand';
import { dialogStore, openDialog } from '../actions';
import { Dialog } from '../kit';
import { setPreference, SPEEDS, TYPE_SIZES, usePreferences } from '../state';
import type { MotionChoice, Theme } from '../state';
import css from './settings.module.css';

const themes: readonly (readonly [value: Theme, label: string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

const motions: readonly (readonly [value: MotionChoice, label: string])[] = [
  ['system', 'As the system asks'],
  ['less', 'Less: nothing moves by itself'],
];

export function SettingsDialog() {
  const open = useStore(dialogStore, (s) => s.open === 'settings');
  const { theme, typeSize, motion, speed, characterKeys } = usePreferences((preferences) => preferences);
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => openDialog(stays ? 'settings' : null)}
      title="Settings"
      description="Kept in this browser, for all scenarios. They take effect at once."
      closeButton
    >
      <div className={css.form}>
        <Choices
          legend="Theme"
          name="theme"
          value={theme}
          options={themes}
          onChange={(value) => setPreference({ theme: value })}
        />
        <Choices
          legend="Type size"
          name="type-size"
          value={typeSize}
          options={TYPE_SIZES.map((size) => [size, `${size} %`] as const)}
          onChange={(value) => setPreference({ typeSize: value })}
        />
        <Choices
          legend="Motion"
          name="motion"
          value={motion}
          options={motions}
          onChange={(value) => setPreference({ motion: value })}
        />
        <Choices
          legend="Speed of the player"
          name="speed"
          value={speed}
          options={SPEEDS.map((value) => [value, `${value}×`] as const)}
          onChange={(value) => setPreference({ speed: value })}
        />
        <fieldset className={css.choices}>
          <legend>Keys</legend>
          <label>
            <input
              type="checkbox"
              checked={characterKeys}
              onChange={(event) => setPreference({ characterKeys: event.target.checked })}
            />
            <span>
              <kbd>?</kbd> lists all keys, wherever the focus is
            </span>
          </label>
        </fieldset>
      </div>
    </Dialog>
  );
}

interface ChoicesProps<T extends string | number> {
  readonly legend: string;
  readonly name: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, label: string])[];
  readonly onChange: (value: T) => void;
}

function Choices<T extends string | number>({ legend, name, value, options, onChange }: ChoicesProps<T>) {
  return (
    <fieldset className={css.choices}>
      <legend>{legend}</legend>
      {options.map(([option, label]) => (
        <label key={option}>
          <input type="radio" name={name} checked={value === option} onChange={() => onChange(option)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
