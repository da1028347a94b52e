import type { CreateChatClient } from '../../tasks/chat-client.ts';

/** Returns the FakeGpt clients by contestant. Each client is imported only in its own process. */
export function fakegptClients(prompt: string): Readonly<Record<string, CreateChatClient>> {
  return {
    'hand-written': async (url) =>
      (await import('./hand-written-client.ts')).createHandWrittenClient(url, prompt),
    understudy: async (url) =>
      (await import('./understudy-client.ts')).createUnderstudyClient(url, prompt),
  };
}
