import { finish, say } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watch } from '../rehearsal/watch.ts';
import { expectEqual } from '../sentences.ts';
import type { Scene } from '../stage.ts';

const count = 6;
const names = Array.from({ length: count }, (_, index) => `chat${index}x`);

const wordsOf = (name: string): readonly string[] =>
  Array.from({ length: 20 }, (_, index) => `${name} ${index}, `);

function sceneOf(heard: string): Scene {
  const name = names.find((known) => heard.includes(known)) ?? 'nobody';
  return { type: 'answer', parts: [...say(...wordsOf(name)), finish] };
}

export const keepsChatsApart: Clause = {
  id: 'keeps-chats-apart',
  rule: 'Chats at the same time share nothing: each gets its own answer, also while another is aborted.',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, sceneOf);
    const leaving = rehearsal.ask({ messages: [{ role: 'user', content: 'I leave' }] });
    const asked = names.map((name) => {
      const messages = [{ role: 'user', content: `I am ${name}` }] as const;
      return watch(rehearsal.ask({ messages }));
    });
    for await (const event of leaving) if (event.type === 'text-delta') break;
    const seen = await Promise.all(asked);
    for (const [index, { text, error }] of seen.entries()) {
      const name = names[index] ?? '';
      expectEqual(`what ${name} failed with`, error, undefined);
      expectEqual(`the text of ${name}`, text, wordsOf(name).join(''));
    }
  },
};
