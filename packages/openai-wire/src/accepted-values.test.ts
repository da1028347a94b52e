import { describe, expect, it } from 'vitest';

import { decodeChatRequest } from './decode-chat-request.ts';
import type { DecodedRequest } from './decode-chat-request.ts';
import { decodeResponsesRequest } from './responses/index.ts';

function decode(fields: object): DecodedRequest {
  return decodeChatRequest({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...fields });
}

describe('a setting without a limit', () => {
  it.each([
    ['max_tokens', -1],
    ['max_completion_tokens', -1],
    ['top_p', -1],
    ['top_k', -1],
    ['top_k', 0],
  ])('is not sent: %s %d', (name, value) => {
    const { request, warnings } = decode({ [name]: value });
    expect(request).toEqual(decode({}).request);
    expect(warnings).toEqual([]);
  });

  it('leaves values of other numbers to the check of the request', () => {
    expect(decode({ top_p: 0, seed: -1 }).request).toMatchObject({ topP: 0, seed: -1 });
    expect(decode({ max_completion_tokens: -1, max_tokens: 7 }).request.maxOutputTokens).toBe(7);
  });

  it.each([
    ['max_tokens', 0],
    ['max_completion_tokens', 0.5],
    ['top_k', -2],
  ])('rejects %s if it is %d', (name, value) => {
    expect(() => decode({ [name]: value })).toThrow(`${name}: expected a whole number of at least`);
  });
});

describe('metadata', () => {
  const metadata = { tags: ['a'], trace: { id: 1 }, retries: 2, user: 'u', none: null };
  const expected = {
    request: { metadata: { user: 'u' } },
    warnings: ['tags', 'trace', 'retries'].map(
      (name) => `metadata ignored: metadata.${name} is not a text`,
    ),
  };

  it('can have values that are not texts, which are ignored with a warning', () => {
    expect(decode({ metadata })).toMatchObject(expected);
    expect(decodeResponsesRequest({ model: 'm', input: 'Hi', metadata })).toMatchObject(expected);
  });

  it('cannot change the prototype', () => {
    const hostile: unknown = JSON.parse('{ "__proto__": "a", "constructor": "b" }');
    const { metadata: decoded } = decode({ metadata: hostile }).request;
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
    expect(Object.keys(decoded ?? {})).toEqual(['__proto__', 'constructor']);
  });
});

describe('the output of a tool', () => {
  it.each([
    [{ answer: 42 }, '{"answer":42}'],
    [[1, 2], '[1,2]'],
    [[{ answer: 42 }], '[{"answer":42}]'],
    [42, '42'],
    [false, 'false'],
    [{ type: 'text', text: 'forty-two' }, 'forty-two'],
    [{ type: 'user', id: 1 }, '{"type":"user","id":1}'],
    [[{ type: 'text', text: 'forty-two' }], 'forty-two'],
    [[], ''],
    [null, ''],
  ])('can be a JSON value: %j', (output, text) => {
    const result = { type: 'tool-result', toolCallId: 'c', name: 'f', output: text };
    const call = { name: 'f', arguments: '{}' };
    const chat = decode({
      messages: [
        { role: 'user', content: 'Hi' },
        {
          role: 'assistant',
          tool_calls: [{ id: 'c', type: 'function', function: call }],
        },
        { role: 'tool', tool_call_id: 'c', content: output },
      ],
    });
    const responses = decodeResponsesRequest({
      model: 'm',
      input: [
        { role: 'user', content: 'Hi' },
        { type: 'function_call', call_id: 'c', ...call },
        { type: 'function_call_output', call_id: 'c', output },
      ],
    });
    for (const { request } of [chat, responses]) {
      expect(request.messages.at(-1)).toMatchObject({ role: 'tool', content: [result] });
    }
  });
});

it('accepts arguments of earlier calls that are an object', () => {
  const call = { type: 'function_call', call_id: 'c', name: 'f', arguments: { a: 1 } };
  const { request } = decodeResponsesRequest({ model: 'm', input: [call] });
  expect(request.messages).toEqual([
    {
      role: 'assistant',
      content: [{ type: 'tool-call', id: 'c', name: 'f', argumentsText: '{"a":1}' }],
    },
  ]);
});
