import type { CreateChatClient } from '../../tasks/chat-client.ts';

/** The contestants by name. Each is imported only in its own process. */
export function ollamaClients(prompt: string): Readonly<Record<string, CreateChatClient>> {
  return {
    'hand-written': async (url) =>
      (await import('./hand-written-client.ts')).createHandWrittenClient(url, prompt),
    understudy: async (url) =>
      (await import('./understudy-client.ts')).createUnderstudyClient(url, prompt),
    ollama: async (url) => (await import('./ollama-client.ts')).createOllamaClient(url, prompt),
  };
}
