import { expectEqual } from '../../assertions.ts';
import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { collectChat, collectResponse, formatError } from '../../harness/collect-chat.ts';
import { canStall } from '../../harness/find-reply.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { createTextParts, finish, textParts } from '../../responses.ts';
import type { ScriptedResponse } from '../../wire-format.ts';

const names = Array.from({ length: 6 }, (_, index) => `chat${index}x`);
const truncated = 'chat-truncated';
/** Splits lines, so that parts of lines of several chats alternate. */
const settings = { bytesPerWrite: 17 };

export const isolatesConcurrentChats: Clause = {
  id: 'isolates-concurrent-chats',
  rule: 'Chats share no state, neither concurrent nor consecutive ones. Each receives its own response, also if another chat is canceled or fails.',
  async check(context) {
    await using harness = await TestHarness.open(context, respondTo, settings);
    const canceled = startChat(harness, 'canceled');
    const collected = names.map((name) => collectChat(startChat(harness, name)));
    for await (const event of canceled) if (event.type === 'text-delta') break;
    const results = await Promise.all(collected);
    for (const [index, { text, error }] of results.entries()) {
      const name = names[index] ?? '';
      expectEqual(`the error of ${name}`, error, undefined);
      expectEqual(`the text of ${name}`, text, chunksOf(name).join(''));
    }
    await expectSameFailure(context, harness);
  },
};

/** A truncated chat must fail after other chats as it does in a new runtime. */
async function expectSameFailure(context: ClauseContext, harness: TestHarness): Promise<void> {
  if (!canStall(context)) return;
  await using separate = await TestHarness.open(context, respondTo);
  const expected = await collectChat(startChat(separate, truncated));
  const received = await collectChat(startChat(harness, truncated));
  expectEqual(
    'the error of a truncated chat after other chats',
    formatError(received.error),
    formatError(expected.error),
  );
  const [name = ''] = names;
  const { text } = await collectResponse(startChat(harness, name));
  expectEqual('the text after a failed chat', text, chunksOf(name).join(''));
}

function respondTo(requestText: string): ScriptedResponse {
  if (requestText.includes(truncated)) return { type: 'response', parts: textParts };
  const name = names.find((known) => requestText.includes(known)) ?? 'canceled';
  return { type: 'response', parts: [...createTextParts(...chunksOf(name)), finish] };
}

function startChat(harness: TestHarness, name: string): ReturnType<TestHarness['chat']> {
  return harness.chat({ messages: [{ role: 'user', content: `I am ${name}` }] });
}

function chunksOf(name: string): readonly string[] {
  return Array.from({ length: 20 }, (_, index) => `${name} ${index}, `);
}
