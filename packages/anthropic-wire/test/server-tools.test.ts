import type { AssistantPart, ChatEvent, JsonObject } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import {
  decodeMessage,
  encodeMessage,
  encodeMessagesRequest,
  MessageStreamEncoder,
} from '../src/index.ts';
import {
  blockDelta,
  blockStart,
  blockStop,
  createStream,
  decodeAll,
  settings,
  toMessages,
} from './fixture.ts';

const call: JsonObject = {
  type: 'server_tool_use',
  id: 'srvtoolu_1',
  name: 'web_search',
  input: { query: 'colors' },
};
const result: JsonObject = {
  type: 'web_search_tool_result',
  tool_use_id: 'srvtoolu_1',
  content: [{ type: 'web_search_result', url: 'https://example.com', encrypted_content: 'ENC' }],
};
const asEvent = (block: JsonObject): ChatEvent => ({
  type: 'text-end',
  providerMetadata: { block },
});
const asPart = (block: JsonObject): AssistantPart => ({
  type: 'text',
  text: '',
  providerMetadata: { block },
});

function encode(...content: readonly AssistantPart[]): unknown {
  const question = { role: 'user', content: 'Which colors?' } as const;
  const { body } = encodeMessagesRequest(
    { model: 'claude-sonnet-5', messages: [question, { role: 'assistant', content }] },
    { provider: 'anthropic', stream: true },
  );
  return Array.isArray(body.messages) ? body.messages[1] : undefined;
}

describe('the blocks of a server tool', () => {
  it('are kept in the place where they were received', () => {
    const stream = createStream(
      [
        blockStart(0, { ...call, input: {} }),
        ...['{"query":', '"colors"}'].map((piece) =>
          blockDelta(0, { type: 'input_json_delta', partial_json: piece }),
        ),
        blockStop(0),
        blockStart(1, result),
        blockStop(1),
        blockStart(2, { type: 'text', text: 'Teal.' }),
        blockStop(2),
      ],
      'pause_turn',
    );
    const { events } = decodeAll(stream);
    expect(events.slice(1, -1)).toEqual([
      { type: 'progress', activity: 'searching' },
      asEvent(call),
      asEvent(result),
      { type: 'text-delta', text: 'Teal.' },
      { type: 'text-end' },
    ]);
    expect(events.at(-1)).toMatchObject({ reason: 'other', rawReason: 'pause_turn' });
  });

  it.each<[JsonObject]>([
    [{ type: 'container_upload', file_id: 'file_1' }],
    [{ type: 'mcp_tool_listing', mcp_server_name: 'docs', tools: [] }],
    [{ type: 'fallback', from: { model: 'claude-a' }, to: { model: 'claude-b' } }],
  ])('include %j', (block) => {
    const { events } = decodeAll(createStream([blockStart(0, block), blockStop(0)], 'pause_turn'));
    expect(events).toContainEqual(asEvent(block));
    expect(encode(asPart(block))).toEqual({ role: 'assistant', content: [block] });
  });

  it('include a compaction, whose content is a delta', () => {
    const block = { type: 'compaction', content: 'So far …', encrypted_content: 'ENC' };
    const stream = createStream(
      [
        blockStart(0, { type: 'compaction', content: null, encrypted_content: null }),
        blockDelta(0, { ...block, type: 'compaction_delta' }),
        blockStop(0),
      ],
      'compaction',
    );
    expect(decodeAll(stream).events).toContainEqual(asEvent(block));
    expect(encode(asPart(block))).toEqual({ role: 'assistant', content: [block] });
  });

  it('are decoded in a complete message', () => {
    const message = {
      id: 'msg_1',
      type: 'message',
      content: [call, result],
      stop_reason: 'end_turn',
    };
    expect(decodeMessage(message, settings)).toEqual(
      expect.arrayContaining([asEvent(call), asEvent(result)]),
    );
  });

  it('are omitted if their input was cut off or is not an object', () => {
    for (const piece of ['{"query":', '[]', 'null']) {
      const delta = blockDelta(0, { type: 'input_json_delta', partial_json: piece });
      const { events } = decodeAll(createStream([blockStart(0, call), delta], 'max_tokens'));
      expect(events.filter(({ type }) => type === 'text-end')).toEqual([]);
    }
  });

  it('count towards the maximum size of a response', () => {
    const large = { ...result, content: 'a'.repeat(1000) };
    const { end } = decodeAll(createStream([blockStart(0, large)]), { maxResponseBytes: 500 });
    expect(end).toMatchObject({ error: { code: 'response-too-large' } });
  });

  it('are sent back in their place', () => {
    const text = { type: 'text', text: 'Teal.' } as const;
    expect(encode(asPart(call), asPart(result), text)).toEqual({
      role: 'assistant',
      content: [call, result, text],
    });
  });

  it('are no way to send another block', () => {
    expect(encode(asPart({ type: 'tool_use', id: 'a', name: 'paint' }))).toBeUndefined();
  });

  it('are passed on to the client of a server', () => {
    const encoder = new MessageStreamEncoder({ id: 'msg_1', model: 'claude-sonnet-5' });
    const events: readonly ChatEvent[] = [
      { type: 'text-delta', text: 'I search.' },
      { type: 'text-end' },
      asEvent(call),
      asEvent(result),
      { type: 'finish', reason: 'stop' },
    ];
    const encoded = [...encoder.encode(events), ...encoder.end()];
    const decoded = decodeAll(toMessages(...encoded)).events;
    expect(decoded.filter(({ type }) => type === 'text-end')).toEqual(events.slice(1, 4));

    const message = encodeMessage(
      {
        model: 'claude-sonnet-5',
        message: { role: 'assistant', content: [asPart(call), asPart(result)] },
        sources: [],
        usage: undefined,
        finishReason: 'stop',
        finishMessage: undefined,
      },
      { id: 'msg_1' },
    );
    expect(message.content).toEqual([call, result]);
  });
});
