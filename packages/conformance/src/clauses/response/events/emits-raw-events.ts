import type { ChatEvent, JsonValue } from '@understudy/core';
import { parseJson } from '@understudy/provider-utils';

import { expectEqual, expectTrue } from '../../../assertions.ts';
import type { Clause } from '../../../clause.ts';
import { collectResponse } from '../../../harness/collect-chat.ts';
import { joinBody } from '../../../harness/exchange.ts';
import { findReply } from '../../../harness/find-reply.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { completeResponse, textChunks } from '../../../responses.ts';
import type { MockReply } from '../../../wire-format.ts';

const lastText = textChunks.at(-1) ?? '';

export const emitsRawEvents: Clause = {
  id: 'emits-raw-events',
  rule: 'With `includeRaw`, each JSON event of the vendor is emitted as a `raw` event, in order and before the events decoded from it. A response in one JSON document is emitted as one `raw` event. For data that is not JSON, such as `[DONE]`, no `raw` event is emitted. Without `includeRaw`, there are no `raw` events.',
  requires: 'wire',
  async check(context) {
    const expected = readVendorEvents(findReply(context.wireFormat, completeResponse));
    await using harness = await TestHarness.open(context, completeResponse);
    const { events } = await collectResponse(harness.chat({}, { includeRaw: true }));
    expectEqual('the raw events', events.flatMap(readRaw), expected);
    const source = events.findIndex((event) => JSON.stringify(readRaw(event)).includes(lastText));
    const decoded = events.findLastIndex(({ type }) => type === 'text-delta');
    expectTrue(source < decoded, 'expected the raw event before the text decoded from it');
    const withoutRaw = await collectResponse(harness.chat());
    expectEqual('the raw events without includeRaw', withoutRaw.events.flatMap(readRaw), []);
  },
};

function readRaw(event: ChatEvent): readonly JsonValue[] {
  return event.type === 'raw' ? [event.value] : [];
}

/** Returns the events of an event stream or of JSON lines, or one JSON document. Leaves out data that is not JSON. */
function readVendorEvents(reply: MockReply): readonly JsonValue[] {
  const text = new TextDecoder().decode(joinBody(reply));
  const document = parseJson(text);
  if (document !== undefined) return [document];
  const isEventStream = /^(?:data|event|id|retry)?:/m.test(text);
  const events = isEventStream ? text.split(/\r?\n\r?\n/).map(readData) : text.split('\n');
  return events.map((event) => parseJson(event)).filter((value) => value !== undefined);
}

/** Returns the data of one event of an event stream. */
function readData(event: string): string {
  const lines = event.split(/\r?\n/).filter((line) => line.startsWith('data:'));
  return lines.map((line) => line.slice('data:'.length).replace(/^ /, '')).join('\n');
}
