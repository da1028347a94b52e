import { effect, signal } from '@preact/signals';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'understudy-theme';

export const theme = signal<Theme>(
  themes.find((each) => each === localStorage.getItem(storageKey)) ?? 'auto',
);

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
  localStorage.setItem(storageKey, theme.value);
});
