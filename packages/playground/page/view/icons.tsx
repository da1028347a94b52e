import type { JSX } from 'preact';

const paths = {
  send: 'M2.5 8h10M8.5 3.5 13 8l-4.5 4.5',
  stop: 'M4 4h8v8H4z',
  add: 'M8 3v10M3 8h10',
  remove: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 5v3.2l2 1.3',
  skip: 'M3 8h10',
  next: 'M5.5 3.5 10 8l-4.5 4.5',
  copy: 'M5.5 5.5h7v7h-7zM3.5 10.5v-7h7',
  reload: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v2.6h-2.6',
  dots: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
} as const;

export type IconName = keyof typeof paths;

/** An icon beside a text that says the same. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
