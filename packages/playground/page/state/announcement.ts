import { signal } from '@preact/signals';

/** The last change of a state, for screen readers. */
export const announcement = signal('');

export function announce(text: string): void {
  announcement.value = text;
}
