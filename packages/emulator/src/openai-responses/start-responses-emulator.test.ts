import { describe, expect, it } from 'vitest';

import { type HttpResponse, exchange } from '../../test/exchange.ts';
import { type ResponsesEmulatorOptions, startResponsesEmulator } from '../index.ts';
import { encryptReasoning } from './response/encrypted-content.ts';

const model = 'gpt-6-astra';

async function post(
  fields: object,
  options: ResponsesEmulatorOptions = {},
  path = 'responses',
): Promise<HttpResponse> {
  await using emulator = await startResponsesEmulator(options);
  return await exchange(`${emulator.baseUrl}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer key-1' },
    body: JSON.stringify({ model, input: '2+2*3', ...fields }),
  });
}

interface ErrorFields {
  readonly message: string;
  readonly param: string | null;
  readonly code: string | null;
}

async function rejectionOf(fields: object): Promise<ErrorFields & { readonly status: number }> {
  const { status, text } = await post(fields);
  const { error }: { readonly error: ErrorFields } = JSON.parse(text);
  return { status, ...error };
}

const user = { role: 'user', content: 'Hi' };
const call = { type: 'function_call', call_id: 'call_1', name: 'paint', arguments: '{}' };
const result = { type: 'function_call_output', call_id: 'call_1', output: 'ok' };
const reasoning = {
  type: 'reasoning',
  summary: [],
  encrypted_content: encryptReasoning('Hm.', model),
};
const open = { type: 'object', properties: { wall: {} } };
const closed = { ...open, additionalProperties: false };
const untyped = { ...closed, required: ['wall'] };

it('sends a stream whose events have names and numbers', async () => {
  const { headers, text } = await post({ stream: true }, { seed: 1 });
  expect(headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'x-request-id': expect.stringMatching(/^req_/u),
  });
  expect(text).toContain(
    'event: response.created\ndata: {"type":"response.created","sequence_number":0',
  );
  expect(text.trimEnd()).not.toContain('[DONE]');
});

it('sends reasoning as its request asks', async () => {
  const rules = [{ when: /./u, response: { reasoning: 'Blue\n\nGreen', text: 'Teal.' } }];
  const itemOf = async (fields: object): Promise<unknown> =>
    JSON.parse((await post(fields, { rules })).text).output[0];
  expect(await itemOf({})).toMatchObject({ type: 'reasoning', summary: [] });
  expect(await itemOf({})).not.toHaveProperty('encrypted_content');
  expect(
    await itemOf({
      reasoning: { effort: 'low', summary: 'auto' },
      include: ['reasoning.encrypted_content'],
    }),
  ).toMatchObject({
    summary: [{ text: 'Blue' }, { text: 'Green' }],
    encrypted_content: expect.any(String),
  });
});

it('ends at max_output_tokens', async () => {
  const rules = [{ when: /./u, response: 'x'.repeat(100) }];
  const { text } = await post({ max_output_tokens: 16 }, { rules });
  expect(JSON.parse(text)).toMatchObject({
    status: 'incomplete',
    incomplete_details: { reason: 'max_output_tokens' },
    output: [{ content: [{ text: 'x'.repeat(64) }] }],
  });
});

it('accepts a conversation, and answers after the results of tools', async () => {
  const input = [
    { role: 'developer', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
    reasoning,
    { role: 'assistant', content: 'Painting.', phase: 'commentary' },
    { type: 'web_search_call', id: 'ws_1' },
    call,
    { type: 'custom_tool_call', call_id: 'call_2', name: 'patch', input: 'a' },
    result,
    {
      type: 'custom_tool_call_output',
      call_id: 'call_2',
      output: [{ type: 'input_text', text: 'b' }],
    },
  ];
  const { status, text } = await post({ input });
  expect([status, JSON.parse(text).output[0].content[0].text]).toEqual([
    200,
    'The tools said: ok; b.',
  ]);
});

describe('requests', () => {
  it('can have items of all types, all tools and all parameters', async () => {
    const calls = ['apply_patch', 'computer', 'local_shell', 'shell'].flatMap((name) => [
      `${name}_call`,
      `${name}_call_output`,
    ]);
    const others =
      'additional_tools compaction compaction_trigger configuration_update mcp_approval_request mcp_approval_response program program_output tool_search_call tool_search_output web_search_call';
    const names = [...calls, ...others.split(' ')];
    const tools = ['computer', 'computer_use_preview', 'programmatic_tool_calling'].map((type) => ({
      type,
    }));
    const input = [user, ...names.map((type) => ({ type })), user];
    const response = await post({ input, tools, access_programs: {}, image: {} });
    expect([response.status, response.text]).toEqual([200, expect.any(String)]);
    expect(await rejectionOf({ input: [user, { type: 'x' }] })).toMatchObject({
      param: 'input[1].type',
    });
  });

  it.each([
    ['gpt-6-luna', 'none', 200],
    ['gpt-6.1-terra', 'none', 200],
    ['gpt-6.1-sol', 'none', 400],
    ['gpt-5.2-pro', 'low', 400],
    ['gpt-5.2-pro', 'xhigh', 200],
    ['gpt-5-pro', 'low', 400],
    ['gpt-5.3-chat-latest', 'high', 400],
    ['gpt-5.3-chat-latest', 'medium', 200],
  ])('to %s with the effort %s have the status %i', async (name, effort, status) => {
    const temperature = effort === 'none' ? 0.5 : undefined;
    const response = await post({ model: name, reasoning: { effort }, temperature });
    expect(response.status).toBe(status);
  });

  it.each([
    ['an unknown parameter', { stop: ['a'] }, 'unknown_parameter', 'stop'],
    ['no model', { model: null }, 'missing_required_parameter', 'model'],
    ['no input', { input: null }, 'missing_required_parameter', 'input'],
    ['an empty input', { input: [] }, 'empty_array', 'input'],
    ['few tokens', { max_output_tokens: 15 }, 'integer_below_min_value', 'max_output_tokens'],
    ['sampling', { temperature: 0.5 }, 'unsupported_parameter', 'temperature'],
    ['an effort', { reasoning: { effort: 'none' } }, 'unsupported_value', 'reasoning.effort'],
    ['a summary', { reasoning: { summary: 'x' } }, 'invalid_value', 'reasoning.summary'],
    [
      'an effort of a model that does not reason',
      { model: 'gpt-4.1', reasoning: { effort: 'low' } },
      'unsupported_parameter',
      'reasoning.effort',
    ],
    [
      'encrypted reasoning of a model that does not reason',
      { model: 'gpt-4.1', include: ['reasoning.encrypted_content'] },
      null,
      'include',
    ],
    ['an unknown include', { include: ['x'] }, 'invalid_value', 'include[0]'],
    [
      'an earlier response',
      { previous_response_id: 'resp_1' },
      'previous_response_not_found',
      'previous_response_id',
    ],
    [
      'a part of chat completions',
      { input: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }] },
      'invalid_value',
      'input[0].content[0].type',
    ],
    [
      'input of the assistant',
      { input: [{ role: 'assistant', content: [{ type: 'input_text', text: 'Hi' }] }] },
      'invalid_value',
      'input[0].content[0].type',
    ],
    [
      'a file without a name',
      { input: [{ role: 'user', content: [{ type: 'input_file', file_data: 'data:a' }] }] },
      'missing_required_parameter',
      'input[0].content[0].filename',
    ],
    [
      'an unknown role',
      { input: [{ role: 'tool', content: 'x' }] },
      'invalid_value',
      'input[0].role',
    ],
    ['an unknown item', { input: [{ type: 'x' }] }, 'invalid_value', 'input[0].type'],
    ['a call without a result', { input: [user, call] }, null, 'input'],
    ['a result without a call', { input: [user, result] }, null, 'input'],
    ['a call twice', { input: [call, call, result] }, null, 'input[1].call_id'],
    [
      'a long id',
      { input: [{ ...call, call_id: 'x'.repeat(65) }] },
      'string_above_max_length',
      'input[0].call_id',
    ],
    ['reasoning without a follower', { input: [user, reasoning, user] }, null, 'input'],
    ['reasoning at the end', { input: [user, reasoning] }, null, 'input'],
    [
      'reasoning of another model',
      {
        input: [
          { ...reasoning, encrypted_content: encryptReasoning('Hm.', 'gpt-5') },
          call,
          result,
        ],
      },
      'invalid_encrypted_content',
      null,
    ],
    [
      'another name of a format',
      { text: { format: { type: 'json_schema', name: 'a b', schema: {} } } },
      'invalid_value',
      'text.format.name',
    ],
    [
      'a tool of chat completions',
      { tools: [{ type: 'function', function: { name: 'paint' } }] },
      'missing_required_parameter',
      'tools[0].name',
    ],
    [
      'an open schema of a strict tool',
      { tools: [{ type: 'function', name: 'paint', strict: true, parameters: open }] },
      'invalid_function_parameters',
      'tools[0].parameters',
    ],
    [
      'an optional field of a strict format',
      { text: { format: { type: 'json_schema', name: 'a', schema: closed, strict: true } } },
      'invalid_json_schema',
      'text.format.schema',
    ],
    [
      'a value without a type in a strict format',
      { text: { format: { type: 'json_schema', name: 'a', schema: untyped, strict: true } } },
      'invalid_json_schema',
      'text.format.schema',
    ],
    ['JSON that no message asks for', { text: { format: { type: 'json_object' } } }, null, 'input'],
    [
      'a choice without its tool',
      { tool_choice: { type: 'function', name: 'a' } },
      null,
      'tool_choice',
    ],
  ])('with %s are rejected', async (_, fields, code, param) => {
    expect(await rejectionOf(fields)).toMatchObject({ status: 400, code, param });
  });

  it('with items that are not stored are not found', async () => {
    const stored = { type: 'reasoning', id: 'rs_1', summary: [] };
    for (const input of [[stored, call, result], [{ type: 'item_reference', id: 'rs_1' }]]) {
      expect(await rejectionOf({ input })).toMatchObject({
        status: 404,
        message: expect.stringContaining("Item with id 'rs_1' not found"),
      });
    }
  });

  it('can refer to the items of a response that was stored', async () => {
    const rules = [{ when: /./u, response: { reasoning: 'Which wall?', text: 'Two.' } }];
    for (const store of [undefined, false]) {
      await using emulator = await startResponsesEmulator({ rules });
      const url = `${emulator.baseUrl}/responses`;
      const send = (input: unknown): ReturnType<typeof exchange> =>
        exchange(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ model, input, ...(store === false && { store }) }),
        });
      const { output } = JSON.parse((await send('Paint.')).text);
      const references = output.map(({ id }: { id: string }) => ({ type: 'item_reference', id }));
      expect(references).toHaveLength(2);
      const question = { role: 'user', content: 'Why?' };
      expect((await send([...references, question])).status).toBe(store === false ? 404 : 200);
    }
  });

  it('with an unknown model, path or method are rejected', async () => {
    const models = [model];
    expect((await post({ model: 'gpt-9' }, { models })).status).toBe(404);
    expect((await post({}, {}, 'other')).status).toBe(404);
    await using emulator = await startResponsesEmulator({ apiKeys: ['other'] });
    expect((await exchange(`${emulator.baseUrl}/models`, {})).status).toBe(401);
    await using started = await startResponsesEmulator();
    expect((await exchange(`${started.baseUrl}/responses`, {})).status).toBe(405);
    expect((await exchange(`${started.baseUrl}/models/${model}`, {})).status).toBe(200);
  });

  it('to count tokens accept only what changes the count', async () => {
    const counted = await post({}, {}, 'responses/input_tokens');
    expect(JSON.parse(counted.text)).toEqual({ object: 'response.input_tokens', input_tokens: 2 });
    expect((await post({ stream: true }, {}, 'responses/input_tokens')).status).toBe(400);
  });
});
