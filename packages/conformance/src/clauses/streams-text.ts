import type { ChatEvent } from '@understudy/core';

import type { Clause } from '../clause.ts';
import { collectResponse } from '../harness/collect-chat.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { answered, pieces, stalled, wholeText } from '../responses.ts';
import { expectEqual, expectTrue, fail } from '../sentences.ts';

export const streamsText: Clause = {
  id: 'streams-text',
  rule: 'The text comes exactly as the vendor sent it and as soon as it is there: response-start, then text, then finish as the last event.',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, answered);
    const { events, text } = await collectResponse(rehearsal.ask());
    expectEqual('the text', text, wholeText);
    expectOrder(events, rehearsal.probe.definition.id);
    await using paused = await TestHarness.open(subject, stalled);
    await expectFirstWords(paused);
  },
};

function expectOrder(events: readonly ChatEvent[], provider: string): void {
  const [start] = events;
  if (start?.type !== 'response-start') {
    return fail(`expected response-start as the first event, and it was ${start?.type}`);
  }
  expectEqual('the provider of response-start', start.provider, provider);
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  expectEqual('the number of response-start events', count('response-start'), 1);
  expectEqual('the last event', events.at(-1)?.type, 'finish');
  const empty = events.filter((event) => event.type === 'text-delta' && event.text === '').length;
  expectEqual('the number of empty text-delta events', empty, 0);
}

/** A vendor that has said its text and rests: what it said is there all the same. */
async function expectFirstWords(rehearsal: TestHarness): Promise<void> {
  const enough = pieces.slice(0, -1).join('');
  let text = '';
  const chat = rehearsal.ask({}, { timeouts: { firstContentMs: 1000, idleMs: 1000 } });
  try {
    for await (const event of chat) {
      if (event.type === 'text-delta') text += event.text;
      if (text.length >= enough.length) break;
    }
  } catch {
    // The time limit, where the text was held back.
  }
  const asSoon = text.length >= enough.length && wholeText.startsWith(text);
  expectTrue(
    asSoon,
    'expected text to be given out as it comes, and it was held back until more came',
  );
}
