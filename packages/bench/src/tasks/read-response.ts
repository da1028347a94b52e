import type { ChatClient } from './chat-client.ts';

/** Sends the prompt once and returns the complete text. */
export async function readResponse(client: ChatClient): Promise<string> {
  let text = '';
  await client.chat((chunk) => {
    text += chunk;
  });
  return text;
}
