import type { ClauseContext } from '../clause-context.ts';
import type { Clause } from '../clause.ts';
import { formatError, collectChat, collectResponse } from '../harness/collect-chat.ts';
import { canPause } from '../harness/supports.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { finish, say, texts } from '../responses.ts';
import { expectEqual } from '../sentences.ts';
import type { ScriptedResponse } from '../wire-format.ts';

const names = Array.from({ length: 6 }, (_, index) => `chat${index}x`);
const cutOff = 'chat-cut-off';
/** Half a line of one chat comes between two halves of another. */
const oddWrites = { bytesPerWrite: 17 };

export const keepsChatsApart: Clause = {
  id: 'isolates-concurrent-chats',
  rule: 'Chats share nothing, neither at the same time nor one after the other: each gets its own answer, also where another is left or fails.',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, sceneOf, oddWrites);
    const leaving = ask(rehearsal, 'nobody');
    const asked = names.map((name) => collectChat(ask(rehearsal, name)));
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
async function expectAsAlone(subject: ClauseContext, rehearsal: TestHarness): Promise<void> {
  if (!canPause(subject)) return;
  await using alone = await TestHarness.open(subject, sceneOf);
  const expected = await collectChat(ask(alone, cutOff));
  const seen = await collectChat(ask(rehearsal, cutOff));
  const what = 'the end of a chat that is cut off after others';
  expectEqual(what, formatError(seen.error), formatError(expected.error));
  const { text } = await collectResponse(ask(rehearsal, names[0] ?? ''));
  expectEqual('the text after a chat that failed', text, wordsOf(names[0] ?? '').join(''));
}

function sceneOf(heard: string): ScriptedResponse {
  if (heard.includes(cutOff)) return { type: 'response', parts: texts };
  const name = names.find((known) => heard.includes(known)) ?? 'nobody';
  return { type: 'response', parts: [...say(...wordsOf(name)), finish] };
}

function ask(rehearsal: TestHarness, name: string): ReturnType<TestHarness['ask']> {
  return rehearsal.ask({ messages: [{ role: 'user', content: `I am ${name}` }] });
}

function wordsOf(name: string): readonly string[] {
  return Array.from({ length: 20 }, (_, index) => `${name} ${index}, `);
}
