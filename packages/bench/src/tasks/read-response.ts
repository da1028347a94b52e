import type { ChatClient } from './chat-client.ts';

/** Asks once and puts the answer together. */
export async function readAnswer(chatter: ChatClient): Promise<string> {
  let text = '';
  await chatter.ask((piece) => {
    text += piece;
  });
  return text;
}
