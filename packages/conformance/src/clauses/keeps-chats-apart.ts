import { finish, say, texts } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { canPause } from '../rehearsal/can-say.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { tell, watch, watchAnswer } from '../rehearsal/watch.ts';
import { expectEqual } from '../sentences.ts';
import type { Scene } from '../stage.ts';
import type { Subject } from '../subject.ts';

const names = Array.from({ length: 6 }, (_, index) => `chat${index}x`);
const cutOff = 'chat-cut-off';
/** Half a line of one chat comes between two halves of another. */
const oddWrites = { bytesPerWrite: 17 };

export const keepsChatsApart: Clause = {
  id: 'keeps-chats-apart',
  rule: 'Chats share nothing, neither at the same time nor one after the other: each gets its own answer, also where another is left or fails.',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, sceneOf, oddWrites);
    const leaving = ask(rehearsal, 'nobody');
    const asked = names.map((name) => watch(ask(rehearsal, name)));
    for await (const event of leaving) if (event.type === 'text-delta') break;
    const seen = await Promise.all(asked);
    for (const [index, { text, error }] of seen.entries()) {
      const name = names[index] ?? '';
      expectEqual(`what the chat ${name} failed with`, error, undefined);
      expectEqual(`the text of the chat ${name}`, text, wordsOf(name).join(''));
    }
    await expectAsAlone(subject, rehearsal);
  },
};

/** What other chats have come to must not count for one that is cut off. */
async function expectAsAlone(subject: Subject, rehearsal: Rehearsal): Promise<void> {
  if (!canPause(subject)) return;
  await using alone = await Rehearsal.open(subject, sceneOf);
  const expected = await watch(ask(alone, cutOff));
  const seen = await watch(ask(rehearsal, cutOff));
  const what = 'the end of a chat that is cut off after others';
  expectEqual(what, tell(seen.error), tell(expected.error));
  const { text } = await watchAnswer(ask(rehearsal, names[0] ?? ''));
  expectEqual('the text after a chat that failed', text, wordsOf(names[0] ?? '').join(''));
}

function sceneOf(heard: string): Scene {
  if (heard.includes(cutOff)) return { type: 'answer', parts: texts };
  const name = names.find((known) => heard.includes(known)) ?? 'nobody';
  return { type: 'answer', parts: [...say(...wordsOf(name)), finish] };
}

function ask(rehearsal: Rehearsal, name: string): ReturnType<Rehearsal['ask']> {
  return rehearsal.ask({ messages: [{ role: 'user', content: `I am ${name}` }] });
}

function wordsOf(name: string): readonly string[] {
  return Array.from({ length: 20 }, (_, index) => `${name} ${index}, `);
}
