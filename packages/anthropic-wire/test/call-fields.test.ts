import type { AssistantPart, ChatEvent, JsonObject, Message } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import {
  decodeMessage,
  encodeMessage,
  encodeMessagesRequest,
  MessageStreamEncoder,
} from '../src/index.ts';
import { blockStart, blockStop, createStream, decodeAll, settings } from './fixture.ts';

const inCode: JsonObject = { type: 'code_execution_20260120', tool_id: 'srvtoolu_1' };
const click: JsonObject = {
  type: 'tool_use',
  id: 'toolu_1',
  name: 'left_click',
  input: { coordinate: [1, 2] },
  toolset_name: 'computer',
  caller: { type: 'direct' },
};
const query: JsonObject = {
  type: 'tool_use',
  id: 'toolu_2',
  name: 'query',
  input: { sql: 'x' },
  caller: inCode,
};

const clickCall: AssistantPart = {
  type: 'tool-call',
  id: 'toolu_1',
  name: 'left_click',
  argumentsText: '{"coordinate":[1,2]}',
  providerMetadata: { toolset_name: 'computer' },
};
const queryCall: AssistantPart = {
  type: 'tool-call',
  id: 'toolu_2',
  name: 'query',
  argumentsText: '{"sql":"x"}',
  providerMetadata: { caller: inCode },
};

function encode(...messages: readonly Message[]): unknown {
  const request = { model: 'claude-sonnet-5', messages };
  return encodeMessagesRequest(request, { provider: 'anthropic', stream: true }).body.messages;
}

function decode(...blocks: readonly JsonObject[]): readonly ChatEvent[] {
  const stream = createStream(
    blocks.flatMap((block, index) => [blockStart(index, block), blockStop(index)]),
    'tool_use',
  );
  const { events } = decodeAll(stream);
  return events.filter(({ type }) => type === 'tool-call-start' || type === 'tool-call-end');
}

describe('a call of a toolset, and a call by code', () => {
  it('keep the toolset and the code', () => {
    expect(decode(click, query)).toMatchObject([
      { type: 'tool-call-start', providerMetadata: { toolset_name: 'computer' } },
      { type: 'tool-call-end', providerMetadata: { toolset_name: 'computer' } },
      { type: 'tool-call-start', providerMetadata: { caller: inCode } },
      { type: 'tool-call-end', providerMetadata: { caller: inCode } },
    ]);
  });

  it('have the same fields in a complete message', () => {
    const message = { id: 'm', content: [click, query], stop_reason: 'tool_use' };
    const ends = decodeMessage(message, settings).filter(({ type }) => type === 'tool-call-end');
    expect(ends).toMatchObject([
      { providerMetadata: { toolset_name: 'computer' } },
      { providerMetadata: { caller: inCode } },
    ]);
  });

  it('have no metadata if the model called the tool itself', () => {
    for (const caller of [{ type: 'direct' }, null, 'x', {}]) {
      const block = { ...click, toolset_name: null, caller };
      for (const event of decode(block)) expect(event).not.toHaveProperty('providerMetadata');
    }
  });

  it('are sent back with these fields, and the result with the toolset', () => {
    const results = [
      { type: 'tool-result', toolCallId: 'toolu_1', name: 'left_click', output: 'done' },
      { type: 'tool-result', toolCallId: 'toolu_2', name: 'query', output: '[]' },
    ] as const;
    expect(
      encode(
        { role: 'user', content: 'Click.' },
        { role: 'assistant', content: [clickCall, queryCall] },
        { role: 'tool', content: results },
      ),
    ).toMatchObject([
      {},
      {
        content: [
          { type: 'tool_use', name: 'left_click', toolset_name: 'computer' },
          { type: 'tool_use', name: 'query', caller: inCode },
        ],
      },
      {
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_1', toolset_name: 'computer' },
          { type: 'tool_result', tool_use_id: 'toolu_2' },
        ],
      },
    ]);
  });

  it('do not have the fields of another API', () => {
    const caller = { type: 'program', caller_id: 'call_1' };
    const messages = encode(
      { role: 'user', content: 'Click.' },
      { role: 'assistant', content: [{ ...queryCall, providerMetadata: { caller } }] },
    );
    expect(JSON.stringify(messages)).not.toContain('caller');
  });

  it('are encoded for a client, in events and complete', () => {
    const { caller: _caller, ...sent } = click;
    const encoder = new MessageStreamEncoder({ id: 'm', model: 'x' });
    const starts = encoder
      .encode(decode(click, query))
      .filter(({ type }) => type === 'content_block_start');
    expect(starts).toMatchObject([
      { content_block: { ...sent, input: {} } },
      { content_block: { ...query, input: {} } },
    ]);
    const message = encodeMessage(
      {
        message: { role: 'assistant', content: [clickCall, queryCall] },
        sources: [],
        usage: undefined,
        finishReason: 'tool-calls',
        finishMessage: undefined,
        model: 'x',
      },
      { id: 'm' },
    );
    expect(message).toMatchObject({ content: [sent, query] });
  });
});
