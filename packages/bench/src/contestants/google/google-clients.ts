import type { CreateChatClient } from '../../tasks/chat-client.ts';

/** The contestants by name. Each is imported only in its own process. */
export function googleClients(prompt: string): Readonly<Record<string, CreateChatClient>> {
  return {
    'hand-written': async (url) =>
      (await import('./hand-written-client.ts')).createHandWrittenClient(url, prompt),
    understudy: async (url) =>
      (await import('./understudy-client.ts')).createUnderstudyClient(url, prompt),
    '@google/genai': async (url) => (await import('./sdk-client.ts')).createSdkClient(url, prompt),
  };
}

export const apiKey = 'bench';
export const model = 'gemini-3.8-flash';
