import { describe, expect, it } from 'vitest';

import { exchange } from '../../../test/exchange.ts';
import { startOpenAiEmulator } from '../start-openai-emulator.ts';
import { decodeChatRequest } from './decode-chat-request.ts';

const messages = [{ role: 'user', content: 'Hi' }];
const decodedMessages = [{ role: 'user', text: 'Hi' }];
const minimal = { model: 'm', messages };
const tools = [{ type: 'function', function: { name: 'add' } }];
const call = { id: 'c1', type: 'function', function: { name: 'add', arguments: '{}' } };
const withCall = [...messages, { role: 'assistant', content: null, tool_calls: [call] }];

describe('decodeChatRequest', () => {
  it('returns the defaults of missing parameters', () => {
    expect(decodeChatRequest({ ...minimal, stop: null, stream: null })).toEqual({
      model: 'm',
      conversation: {
        messages: decodedMessages,
        lastUserMessage: 'Hi',
        toolResults: [],
        text: 'Hi',
      },
      stream: false,
      includeUsage: false,
      maxTokens: Infinity,
      stop: [],
      format: { kind: 'text' },
      tools: [],
      toolChoice: { kind: 'auto' },
      parallelToolCalls: true,
    });
  });

  it('returns the tool results at the end of the conversation', () => {
    const result = { role: 'tool', tool_call_id: 'c1', content: [{ type: 'text', text: '3' }] };
    const { conversation } = decodeChatRequest({ ...minimal, messages: [...withCall, result] });
    expect(conversation).toEqual({
      messages: [...decodedMessages, { role: 'assistant', text: '' }, { role: 'tool', text: '3' }],
      lastUserMessage: 'Hi',
      toolResults: ['3'],
      text: 'Hi\nadd{}\n3',
    });
    const later = { ...minimal, messages: [...withCall, result, ...messages] };
    expect(decodeChatRequest(later).conversation.toolResults).toEqual([]);
  });

  it('decodes the response format', () => {
    const read = (format: object): unknown =>
      decodeChatRequest({
        ...minimal,
        messages: [{ role: 'user', content: 'As JSON' }],
        response_format: format,
      }).format;
    expect(read({ type: 'text' })).toEqual({ kind: 'text' });
    expect(read({ type: 'json_object' })).toEqual({ kind: 'json', schema: undefined });
    const definition = { name: 'n', schema: { type: 'object' } };
    expect(read({ type: 'json_schema', json_schema: definition })).toEqual({
      kind: 'json',
      schema: { type: 'object' },
    });
  });

  it.each([
    [{ model: undefined }, null, 'you must provide a model parameter'],
    [{ model: '' }, null, 'you must provide a model parameter'],
    [{ model: 5 }, 'model', "Invalid type for 'model': expected a string, but got an integer"],
    [{ messages: undefined }, 'messages', "Missing required parameter: 'messages'."],
    [{ messages: 'Hi' }, 'messages', 'expected an array of objects, but got a string instead.'],
    [{ messages: [] }, 'messages', "Invalid 'messages': empty array."],
    [{ messages: [null] }, 'messages[0]', 'expected an object, but got null instead.'],
    [{ messages: [{ role: 'user' }] }, 'messages[0].content', 'Missing required parameter'],
    [
      { messages: [{ role: 'wizard', content: '' }] },
      'messages[0].role',
      "Invalid value: 'wizard'.",
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'video' }] }] },
      'messages[0].content[0].type',
      "Invalid value: 'video'.",
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: 'x' }] }] },
      'messages[0].content[0].image_url',
      'expected an object, but got a string',
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }] },
      'messages[0].content[0].image_url.url',
      "Missing required parameter: 'messages[0].content[0].image_url.url'.",
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
      'messages[0].content[0].image_url.url',
      'Expected a base64-encoded data URL',
    ],
    [
      { response_format: { type: 'json_object' } },
      'messages',
      "'messages' must contain the word 'json' in some form",
    ],
    [{ stream: 'yes' }, 'stream', 'expected a boolean, but got a string'],
    [{ stream_options: {} }, 'stream_options', "only allowed when 'stream' is enabled"],
    [{ max_tokens: 0 }, 'max_tokens', 'Expected a value >= 1, but got 0 instead.'],
    [{ max_tokens: 1.5 }, 'max_tokens', 'expected an integer, but got a decimal'],
    [{ max_tokens: 1, max_completion_tokens: 1 }, 'max_tokens', 'at the same time'],
    [{ temperature: 3 }, 'temperature', 'Expected a value <= 2, but got 3 instead.'],
    [{ top_p: -1 }, 'top_p', 'Expected a value >= 0, but got -1 instead.'],
    [{ presence_penalty: 'x' }, 'presence_penalty', 'expected a decimal'],
    [{ n: 2 }, 'n', "Unsupported value: 'n' is 2"],
    [{ stop: [1] }, 'stop', 'expected a string or an array of strings'],
    [{ stop: ['a', 'b', 'c', 'd', 'e'] }, 'stop', 'maximum length 4'],
    [{ response_format: { type: 'xml' } }, 'response_format.type', "Invalid value: 'xml'."],
    [
      { response_format: { type: 'json_schema', json_schema: { schema: {} } } },
      'response_format.json_schema.name',
      'Missing required parameter',
    ],
    [{ tools: [{ type: 'magic' }] }, 'tools[0].type', "Invalid value: 'magic'."],
    [
      { tools: [{ type: 'function', function: { name: 'a b' } }] },
      'tools[0].function.name',
      'string does not match pattern',
    ],
    [{ tool_choice: 'auto' }, 'tool_choice', "only allowed when 'tools' are specified"],
    [{ tools, tool_choice: 'all' }, 'tool_choice', "Invalid value: 'all'."],
    [{ tools, tool_choice: 7 }, 'tool_choice', 'expected a string or an object'],
    [
      { tools, tool_choice: { type: 'function', function: { name: 'sub' } } },
      'tool_choice',
      "tool choice 'sub' is not among the 'tools'",
    ],
    [{ messages: withCall }, 'messages', 'did not have response messages: c1'],
    [
      { messages: [...withCall, ...messages] },
      'messages[2].role',
      'did not have response messages',
    ],
    [
      { messages: [...messages, { role: 'tool', tool_call_id: 'c1', content: '3' }] },
      'messages[1].role',
      'must be a response to a preceding message',
    ],
  ])('rejects %j', (change, parameter, message) => {
    expect(() => decodeChatRequest({ ...minimal, ...change })).toThrow(
      expect.objectContaining({ parameter, message: expect.stringContaining(message) }),
    );
  });
});

describe('requests that the server rejects', () => {
  it('rejects a body with another content type', async () => {
    await using emulator = await startOpenAiEmulator();
    const response = await exchange(`${emulator.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: JSON.stringify(minimal),
    });
    expect([response.status, JSON.parse(response.text).error.message]).toEqual([
      400,
      expect.stringContaining('sent with the content type application/json'),
    ]);
  });

  it.each([
    ['POST /v1/chat/completions', '{"model":', 400, 'could not parse the JSON body'],
    ['POST /v1/chat/completions', '[]', 400, 'could not parse the JSON body'],
    ['POST /v1/chat/completions', '{"model":"m"}', 400, `"param":"messages"`],
    ['GET /v1/chat/completions', undefined, 405, '"code":"method_not_supported"'],
    ['POST /v1/models', '{}', 405, 'Not allowed to POST on /v1/models'],
    ['DELETE /v1/models/gpt-5', undefined, 405, '"code":"method_not_supported"'],
    ['GET /v1/models/%E0%A4%A', undefined, 404, '"code":"model_not_found"'],
    ['POST /chat/completions', '{}', 404, 'Invalid URL (POST /chat/completions)'],
    [
      'POST /v1/responses',
      '{}',
      404,
      'Invalid URL (POST /v1/responses). This emulator has the paths /v1/chat/completions, /v1/models. For this path, run \\"understudy emulate responses\\".',
    ],
    ['POST /v1/embeddings', '{}', 404, 'This emulator has the paths /v1/chat/completions'],
  ])('%s %s', async (line, body, status, part) => {
    const [method = '', path = ''] = line.split(' ');
    await using emulator = await startOpenAiEmulator();
    const headers = { 'content-type': 'application/json' };
    const response = await exchange(emulator.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    expect([response.status, response.text]).toEqual([status, expect.stringContaining(part)]);
    expect(JSON.parse(response.text).error.type).toBe('invalid_request_error');
  });
});
