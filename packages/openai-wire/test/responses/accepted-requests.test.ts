import type { JsonObject, Message } from '@understudy/core/provider';
import { expect, it } from 'vitest';

import { decodeResponsesRequest, encodeResponsesRequest } from '../../src/responses/index.ts';

const url = 'https://example.com/a.png';

function decode(...input: readonly object[]): readonly Message[] {
  return decodeResponsesRequest({ model: 'm', input }).request.messages;
}

/** Encodes a request again for a target with the same format. */
function passOn(body: object): JsonObject {
  const { request, stream } = decodeResponsesRequest({ model: 'm', input: 'Hi', ...body });
  return encodeResponsesRequest(request, { provider: 'openai-responses', stream }).body;
}

it('accepts items of Codex whose content is null', () => {
  const call = { type: 'function_call', call_id: '1', name: 'f', arguments: '{}' };
  expect(
    decode(
      { role: 'developer', content: null },
      { role: 'user', content: null },
      { role: 'assistant', content: null },
      call,
      { type: 'function_call_output', call_id: '1', output: null },
    ),
  ).toMatchObject([
    { role: 'system', content: '' },
    { role: 'user', content: '' },
    { role: 'assistant', content: [{ type: 'tool-call', id: '1' }] },
    { role: 'tool', content: [{ output: '' }] },
  ]);
});

it('accepts texts and images in the form of chat completions', () => {
  const content = [
    { type: 'text', text: 'a' },
    { type: 'image_url', image_url: { url, detail: 'low' } },
    { type: 'input_image', image_url: url, detail: 'low' },
  ];
  const image = {
    type: 'image',
    data: { type: 'url', url: new URL(url) },
    providerOptions: {
      'openai-responses': { detail: 'low' },
      'openai-chat': { image_url: { detail: 'low' } },
    },
  };
  expect(decode({ role: 'user', content })).toEqual([
    { role: 'user', content: [{ type: 'text', text: 'a' }, image, image] },
  ]);
});

it('offers other targets only the tools that may be called', () => {
  const tools = ['f', 'g'].map((name) => ({
    type: 'function',
    name,
    parameters: { type: 'object', properties: {} },
    strict: false,
  }));
  const choice = {
    type: 'allowed_tools',
    mode: 'required',
    tools: [{ type: 'function', name: 'g' }],
  };
  const body = { tools, tool_choice: choice };
  const { request } = decodeResponsesRequest({ model: 'm', input: 'Hi', ...body });
  expect(request).toMatchObject({ toolChoice: 'required', tools: [{ name: 'g' }] });
  expect(passOn(body)).toMatchObject(body);
});

it('keeps the marks for the prompt cache, which chat completions have too', () => {
  const mark = { prompt_cache_breakpoint: { mode: 'explicit' } };
  const image = { type: 'input_image', image_url: 'https://a.example/a.png', detail: 'low' };
  const content = [
    { type: 'input_text', text: 'Look.', ...mark },
    { ...image, ...mark },
  ];
  const body = { model: 'm', input: [{ role: 'user', content }] };
  expect(passOn(body)).toMatchObject(body);
  expect(decodeResponsesRequest(body).request.messages).toMatchObject([
    {
      content: [
        { providerOptions: { 'openai-chat': mark } },
        { providerOptions: { 'openai-chat': { ...mark, image_url: { detail: 'low' } } } },
      ],
    },
  ]);
});

it('sends fields that chat completions have too to their targets', () => {
  const shared = { service_tier: 'flex', prompt_cache_key: 'k' };
  const body = {
    model: 'm',
    input: 'Hi',
    ...shared,
    text: { verbosity: 'low' },
    truncation: 'auto',
  };
  expect(decodeResponsesRequest(body).request.providerOptions).toMatchObject({
    'openai-chat': { ...shared, verbosity: 'low' },
  });
  expect(
    Object.keys(decodeResponsesRequest(body).request.providerOptions?.['openai-chat'] ?? {}),
  ).not.toContain('truncation');
  expect(passOn(body)).toMatchObject({ ...shared, text: { verbosity: 'low' }, truncation: 'auto' });
});
