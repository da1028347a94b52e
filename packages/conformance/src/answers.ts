import type { AnswerPart, Scene } from './stage.ts';

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

export const texts: readonly AnswerPart[] = say(...pieces);

export const finish: AnswerPart = { type: 'finish', reason: 'stop' };

export const answered: Scene = { type: 'answer', parts: [...texts, finish] };

/** All words, and then silence on an open connection. */
export const stalled: Scene = { type: 'answer', parts: texts, ending: 'hold' };

export function say(...words: readonly string[]): readonly AnswerPart[] {
  return words.map((text) => ({ type: 'text', text }));
}
