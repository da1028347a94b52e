import type { CreateChatter } from '../../tasks/chatter.ts';

/** Who speaks FakeGpt, the hand first; each is imported by its own process only. */
export function fakegptChatters(question: string): Readonly<Record<string, CreateChatter>> {
  return {
    hand: async (url) => (await import('./hand-chatter.ts')).createHandChatter(url, question),
    understudy: async (url) =>
      (await import('./understudy-chatter.ts')).createUnderstudyChatter(url, question),
  };
}
