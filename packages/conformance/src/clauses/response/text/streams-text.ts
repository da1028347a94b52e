import type { ChatEvent } from '@understudy/core';

import { expectEqual, expectTrue, fail } from '../../../assertions.ts';
import type { Clause } from '../../../clause.ts';
import { collectChat, collectResponse } from '../../../harness/collect-chat.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { waitUntil } from '../../../harness/wait-until.ts';
import { completeResponse, completeText, stalledResponse, textChunks } from '../../../responses.ts';

export const streamsText: Clause = {
  id: 'streams-text',
  rule: 'Text is emitted unchanged and as soon as it arrives. The first event is `response-start`, the last is `finish`.',
  async check(context) {
    await using harness = await TestHarness.open(context, completeResponse);
    const { events, text } = await collectResponse(harness.chat());
    expectEqual('the text', text, completeText);
    expectOrder(events, harness.provider.definition.id);
    await using stalled = await TestHarness.open(context, stalledResponse);
    await expectImmediateText(stalled);
  },
};

function expectOrder(events: readonly ChatEvent[], provider: string): void {
  const [start] = events;
  if (start?.type !== 'response-start') {
    return fail(`expected response-start as the first event, received ${start?.type}`);
  }
  expectEqual('the provider of response-start', start.provider, provider);
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  expectEqual('the number of response-start events', count('response-start'), 1);
  expectEqual('the last event', events.at(-1)?.type, 'finish');
  const empty = events.filter((event) => event.type === 'text-delta' && event.text === '').length;
  expectEqual('the number of empty text-delta events', empty, 0);
}

/** The vendor stalls after the text. All but the last chunk must be emitted without further data. */
async function expectImmediateText(harness: TestHarness): Promise<void> {
  const { length } = textChunks.slice(0, -1).join('');
  const chat = harness.chat();
  let text = '';
  const collected = collectChat(chat, (chunk) => (text += chunk));
  await waitUntil(
    () => text.length >= length,
    harness.limits.stepMs,
    'expected each text chunk to be emitted when it arrives, and not with a later chunk,',
  );
  expectTrue(completeText.startsWith(text), 'expected the text without changes');
  await chat.cancel();
  await collected;
}
