import type { ResponsePart, ScriptedResponse } from './wire-format.ts';

/** Parts of a text with escapes, and with characters of two to four bytes in UTF-8. */
export const textChunks: readonly string[] = [
  'Teal, ',
  'of course: "the color".\n',
  'Привет, ',
  '\u{1f600}\u{1f468}\u200d\u{1f469} ',
  '\\n is no line break, nor is \u2028; ',
  'the end.',
];

export const completeText: string = textChunks.join('');

export const textParts: readonly ResponsePart[] = createTextParts(...textChunks);

export const finish: ResponsePart = { type: 'finish', reason: 'stop' };

export const completeResponse: ScriptedResponse = {
  type: 'response',
  parts: [...textParts, finish],
};

/** Sends the text, then keeps the connection open without a finish. */
export const stalledResponse: ScriptedResponse = {
  type: 'response',
  parts: textParts,
  ending: 'stall',
};

export function createTextParts(...chunks: readonly string[]): readonly ResponsePart[] {
  return chunks.map((text) => ({ type: 'text', text }));
}
