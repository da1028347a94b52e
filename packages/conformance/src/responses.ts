import type { ResponsePart, ScriptedResponse } from './wire-format.ts';

/** Pieces of a text in which cut bytes, escapes and letters beyond ASCII show. */
export const pieces: readonly string[] = [
  'Teal, ',
  'of course: "the colour".\n',
  'Привет, ',
  '\u{1f600}\u{1f468}\u200d\u{1f469} ',
  '\\n is no line break, nor is \u2028; ',
  'the end.',
];

export const wholeText: string = pieces.join('');

export const texts: readonly ResponsePart[] = say(...pieces);

export const finish: ResponsePart = { type: 'finish', reason: 'stop' };

export const answered: ScriptedResponse = { type: 'response', parts: [...texts, finish] };

/** All words, and then silence on an open connection. */
export const stalled: ScriptedResponse = { type: 'response', parts: texts, ending: 'stall' };

export function say(...words: readonly string[]): readonly ResponsePart[] {
  return words.map((text) => ({ type: 'text', text }));
}
