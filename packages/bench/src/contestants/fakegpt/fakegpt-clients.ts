import type { CreateChatter } from '../../tasks/chat-client.ts';

/** Who speaks FakeGpt, the hand first; each is imported by its own process only. */
export function fakegptChatters(question: string): Readonly<Record<string, CreateChatter>> {
  return {
    hand: async (url) =>
      (await import('./hand-written-client.ts')).createHandChatter(url, question),
    understudy: async (url) =>
      (await import('./understudy-client.ts')).createUnderstudyChatter(url, question),
  };
}
