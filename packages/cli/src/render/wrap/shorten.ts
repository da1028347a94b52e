import { textWidth } from './text-width.ts';

/** Shortens a text to a width and marks the cut with `…`, which is kept even at width 0. */
export function shorten(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let kept = '';
  let remaining = width - 1;
  for (const { segment } of characters.segment(text)) {
    remaining -= textWidth(segment);
    if (remaining < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}
