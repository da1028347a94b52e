import { startAnthropicEmulator } from '@understudy/emulator';
import { expect, it } from 'vitest';

import { startFixture } from './fixture.ts';

const path = '/v1/messages?beta=true';
const hi = { role: 'user', content: 'Hi' };
const limits = { max_tokens: 100 };
const claude = 'anthropic/claude-sonnet-5';

it('sends the request with which Claude Code searches the web', async () => {
  await using fixture = await startFixture();
  const search = {
    ...limits,
    messages: [hi],
    tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 8 }],
    tool_choice: { type: 'tool', name: 'web_search' },
  };
  expect((await fixture.post(path, { model: claude, ...search })).status).toBe(200);
  expect(fixture.backup.requests.at(-1)?.body).toMatchObject(search);
  expect((await fixture.post(path, { model: 'support', ...search })).status).toBe(200);
  expect(fixture.primary.requests.at(-1)?.body).not.toHaveProperty('tool_choice');
});

it('sends the references to tools that Claude Code has found', async () => {
  await using fixture = await startFixture();
  const schema = { type: 'object', properties: {} };
  const reference = { type: 'tool_reference', tool_name: 'paint' };
  const found = { type: 'tool_result', tool_use_id: 'toolu_1', content: [reference] };
  const body = {
    ...limits,
    messages: [
      hi,
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 'toolu_1', name: 'ToolSearch', input: {} }],
      },
      { role: 'user', content: [found] },
    ],
    tools: [
      { name: 'ToolSearch', input_schema: schema },
      { name: 'paint', input_schema: schema, defer_loading: true },
    ],
  };
  expect((await fixture.post(path, { model: claude, ...body })).status).toBe(200);
  expect(fixture.backup.requests.at(-1)?.body).toMatchObject(body);
  expect((await fixture.post(path, { model: 'support', ...body })).status).toBe(200);
  expect(Object(fixture.primary.requests.at(-1)?.body).messages[2]).toMatchObject({
    role: 'tool',
    content: 'paint',
  });
});

it('sends the image that a tool has read to a target of chat completions', async () => {
  await using fixture = await startFixture();
  const source = { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' };
  const read = { type: 'tool_use', id: 'toolu_1', name: 'Read', input: {} };
  const image = {
    type: 'tool_result',
    tool_use_id: 'toolu_1',
    content: [{ type: 'image', source }],
  };
  const messages = [hi, { role: 'assistant', content: [read] }, { role: 'user', content: [image] }];
  const tools = [{ name: 'Read', input_schema: { type: 'object', properties: {} } }];
  const response = await fixture.post(path, { model: 'support', ...limits, messages, tools });
  expect(response.status).toBe(200);
  expect(response.headers.get('x-understudy-warnings')).toBe('0');
  expect(Object(fixture.primary.requests.at(-1)?.body).messages.slice(2)).toMatchObject([
    { role: 'tool', content: '(files follow)' },
    {
      role: 'user',
      content: [
        { type: 'text' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
      ],
    },
  ]);
});

it('sends messages of the system between others to Anthropic as they are', async () => {
  await using fixture = await startFixture();
  const system = { role: 'system', content: 'Be brief.', clear_at: 'next_user_message' };
  const body = { ...limits, messages: [hi, system] };
  const own = await fixture.post(path, { model: 'anthropic/claude-opus-4-8', ...body });
  expect(own.status).toBe(200);
  expect(fixture.backup.requests.at(-1)?.body).toMatchObject(body);
  const other = await fixture.post(path, { model: 'support', ...body });
  expect(other.status).toBe(200);
  expect(other.headers.get('x-understudy-warnings')).toBe('1');
  expect(fixture.primary.requests.at(-1)?.body).toMatchObject({
    messages: [hi, { role: 'system', content: 'Be brief.' }],
  });
});

it('sends messages of the system that only change the effort to Anthropic', async () => {
  await using fixture = await startFixture();
  const effort = { role: 'system', content: [], output_config: { effort: 'low' } };
  const body = {
    ...limits,
    messages: [effort, hi, { role: 'assistant', content: 'Hi' }, effort, hi],
  };
  const own = await fixture.post(path, { model: 'anthropic/claude-opus-4-8', ...body });
  expect(own.status).toBe(200);
  expect(Object(fixture.backup.requests.at(-1)?.body).messages).toEqual(body.messages);
  const other = await fixture.post(path, { model: 'support', ...body });
  expect(other.headers.get('x-understudy-warnings')).toBe('2');
  expect(Object(fixture.primary.requests.at(-1)?.body).messages).toEqual([
    hi,
    { role: 'assistant', content: 'Hi' },
    hi,
  ]);
});

it('counts results of tools of the vendor that other targets do not receive', async () => {
  await using fixture = await startFixture();
  const search = { id: 'ws_1', type: 'web_search_call', status: 'completed', action: {} };
  const output = { type: 'local_shell_call_output', id: 'call_1', output: 'ok' };
  const responses = { input: [hi, search, output, hi] };
  const own = await fixture.post('/v1/responses', { model: 'support', ...responses });
  expect(own.status).toBe(200);
  expect(own.headers.get('x-understudy-warnings')).toBe('2');
  const use = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} };
  const found = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] };
  const content = [use, found, { type: 'text', text: 'Found.' }];
  const messages = [hi, { role: 'assistant', content }, hi];
  const other = await fixture.post(path, { model: 'support', ...limits, messages });
  expect(other.status).toBe(200);
  expect(other.headers.get('x-understudy-warnings')).toBe('2');
});

it.each([
  ['/v1/messages', { type: 'image', source: { type: 'file', file_id: 'file_1' } }, claude],
  ['/v1/chat/completions', { type: 'file', file: { file_id: 'file_1' } }, 'openai/gpt-5-mini'],
])('sends a file by its id only to a target of the API of %s', async (endpoint, part, model) => {
  await using fixture = await startFixture();
  const messages = [{ role: 'user', content: [part] }];
  const other = model === claude ? 'openai/gpt-5-mini' : claude;
  const rejected = await fixture.post(endpoint, { model: other, ...limits, messages });
  expect(rejected.status).toBe(400);
  expect(fixture.log).toMatchObject([{ status: 400, error: 'unsupported-feature' }]);
  expect([...fixture.primary.requests, ...fixture.backup.requests]).toEqual([]);
  const response = await fixture.post(endpoint, { model: 'support', ...limits, messages });
  expect(response.headers.get('x-understudy-model')).toBe(model.replace(/^.*\//, ''));
});

it('rejects at the emulator what the API rejects', async () => {
  await using emulator = await startAnthropicEmulator();
  const send = async (fields: object): Promise<unknown> => {
    const response = await fetch(`${emulator.baseUrl}/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-api-key': 'any',
        'anthropic-version': '2023-06-01',
      },
      body: JSON.stringify({ model: 'claude-sonnet-5', ...limits, messages: [hi], ...fields }),
    });
    return response.status;
  };
  const tools = [{ type: 'web_search_20250305', name: 'web_search' }];
  expect(await send({ tools, tool_choice: { type: 'tool', name: 'other' } })).toBe(400);
  const reference = { type: 'tool_reference', tool_name: 'paint' };
  expect(await send({ messages: [{ role: 'user', content: [reference] }] })).toBe(400);
});
