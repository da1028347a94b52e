import type {
  AssistantPart,
  ChatRequest,
  Message,
  ToolMessage,
  ToolResultPart,
} from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { encodeMessagesRequest } from '../src/index.ts';
import { blockDelta, blockStart, blockStop, createStream, decodeAll } from './fixture.ts';

const question: Message = { role: 'user', content: 'Paint a wall.' };
const thinking: AssistantPart = { type: 'reasoning', text: 'A wall.', signature: 'sig' };
const file = { type: 'file', data: { type: 'base64', base64: 'AAAA' } } as const;
const thinkingBlock = { type: 'thinking', thinking: 'A wall.', signature: 'sig' };

function encode(messages: readonly Message[], request: Partial<ChatRequest> = {}): unknown {
  return encodeMessagesRequest(
    { model: 'claude-sonnet-4-5', messages, ...request },
    { provider: 'anthropic', stream: true },
  ).body.messages;
}

describe('thinking at the end of the conversation', () => {
  it('is omitted, because the API rejects it as the last block', () => {
    const text: AssistantPart = { type: 'text', text: 'I paint.' };
    const asked = { role: 'user', content: 'Paint a wall.' };
    expect(encode([question, { role: 'assistant', content: [text, thinking] }])).toEqual([
      asked,
      { role: 'assistant', content: [{ type: 'text', text: 'I paint.' }] },
    ]);
    expect(encode([question, { role: 'assistant', content: [thinking] }])).toEqual([asked]);
  });

  it('is kept before a message of the user, and before other content', () => {
    const text: AssistantPart = { type: 'text', text: 'I paint.' };
    const message: Message = { role: 'assistant', content: [thinking] };
    expect(encode([question, message, { role: 'user', content: 'Go on.' }])).toMatchObject([
      {},
      { content: [thinkingBlock] },
      {},
    ]);
    expect(encode([question, { role: 'assistant', content: [thinking, text] }])).toMatchObject([
      {},
      { content: [thinkingBlock, { type: 'text' }] },
    ]);
  });
});

describe('thinking without a signature', () => {
  const results: ToolMessage = {
    role: 'tool',
    content: [{ type: 'tool-result', toolCallId: 'a', name: 'paint', output: 'done' }],
  };
  const call: AssistantPart = { type: 'tool-call', id: 'a', name: 'paint', argumentsText: '{}' };

  /** Returns the reasoning of a response, and sends it back to a model. */
  function replay(model: string, ...events: readonly object[]): unknown {
    const decoded = decodeAll(createStream(events, 'max_tokens')).events;
    const end = decoded.find(({ type }) => type === 'reasoning-end');
    const metadata = end && 'providerMetadata' in end ? end.providerMetadata : undefined;
    const reasoning: AssistantPart = {
      type: 'reasoning',
      text: 'A wall.',
      ...(metadata && { providerMetadata: metadata }),
    };
    const messages: readonly Message[] = [
      question,
      { role: 'assistant', content: [reasoning, call] },
      results,
    ];
    return encode(messages, { model });
  }

  const start = blockStart(0, { type: 'thinking', thinking: '', signature: '' });
  const delta = blockDelta(0, { type: 'thinking_delta', thinking: 'A wall.' });
  const sent = [{ type: 'thinking', thinking: 'A wall.', signature: '' }, { type: 'tool_use' }];

  it('is sent back to a server whose blocks have none, because it requires it', () => {
    expect(replay('deepseek-v4-pro', start, delta, blockStop(0))).toMatchObject([
      {},
      { content: sent },
      {},
    ]);
  });

  it('is added to the calls of another vendor for models that require it', () => {
    const messages = [question, { role: 'assistant', content: [call] } as const, results];
    for (const model of ['deepseek-v4-pro', 'kimi-k2.5', 'xiaomi/mimo-v2']) {
      expect(encode(messages, { model })).toMatchObject([
        {},
        { content: [{ type: 'thinking', thinking: '', signature: '' }, { type: 'tool_use' }] },
        {},
      ]);
    }
    for (const model of ['claude-sonnet-4-5', 'glm-5']) {
      expect(encode(messages, { model })).toMatchObject([
        {},
        { content: [{ type: 'tool_use' }] },
        {},
      ]);
    }
  });

  it('is not sent to Claude, which requires a signature', () => {
    expect(replay('claude-sonnet-4-5', start, delta, blockStop(0))).toMatchObject([
      {},
      { content: [{ type: 'tool_use' }] },
      {},
    ]);
  });

  it('is not sent back if the block was cut off', () => {
    expect(replay('glm-5', start, delta)).toMatchObject([
      {},
      { content: [{ type: 'tool_use' }] },
      {},
    ]);
  });
});

it('a message of the user of which nothing remains is rejected before it is sent', () => {
  const content = [{ ...file, mediaType: 'application/msword' }];
  expect(() => encode([{ role: 'user', content }])).toThrow('supports no part of a message');
  const text = { type: 'text', text: 'Read it.' } as const;
  expect(encode([{ role: 'user', content: [text, ...content] }])).toEqual([
    { role: 'user', content: [text] },
  ]);
});

describe('the result of a failed tool', () => {
  function encodeResult(
    output: string,
    isError: boolean,
    parts: ToolResultPart['parts'] = [],
  ): unknown {
    const call: AssistantPart = { type: 'tool-call', id: 'a', name: 'paint', argumentsText: '{}' };
    const result = { type: 'tool-result', toolCallId: 'a', name: 'paint', output } as const;
    const part = { ...result, isError, parts };
    return encode([
      question,
      { role: 'assistant', content: [call] },
      { role: 'tool', content: [part] },
    ]);
  }

  it('has a text, because the API rejects an empty one', () => {
    for (const output of ['', ' \n']) {
      expect(encodeResult(output, true)).toMatchObject([
        {},
        {},
        { content: [{ is_error: true, content: '(no output)' }] },
      ]);
    }
  });

  it('has no mark if it contains an image, because the API accepts only text in a failure', () => {
    const image = { type: 'image', data: { type: 'base64', base64: 'iVBORw0KGgo=' } } as const;
    expect(encodeResult('', true, [image])).toMatchObject([
      {},
      {},
      { content: [{ content: [{ type: 'text', text: 'The tool failed.' }, { type: 'image' }] }] },
    ]);
    expect(JSON.stringify(encodeResult('', true, [image]))).not.toContain('is_error');
  });

  it('is the output if the API supports none of its parts', () => {
    const sound = { ...file, mediaType: 'audio/flac' } as const;
    expect(encodeResult('a tune', false, [sound])).toMatchObject([
      {},
      {},
      { content: [{ content: 'a tune' }] },
    ]);
  });

  it('is not changed if it has one, and the result of another tool may be empty', () => {
    expect(encodeResult('no brush', true)).toMatchObject([
      {},
      {},
      { content: [{ is_error: true, content: 'no brush' }] },
    ]);
    expect(encodeResult('', false)).toEqual([
      { role: 'user', content: 'Paint a wall.' },
      expect.anything(),
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a' }] },
    ]);
  });
});
