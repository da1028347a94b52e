import type { Chatter } from './chatter.ts';

/** Asks once and puts the answer together. */
export async function readAnswer(chatter: Chatter): Promise<string> {
  let text = '';
  await chatter.ask((piece) => {
    text += piece;
  });
  return text;
}
