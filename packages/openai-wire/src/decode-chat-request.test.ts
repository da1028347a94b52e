import { isConfigurationError } from '@understudy/core';
import type { ChatRequest } from '@understudy/core/provider';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeChatRequest } from './decode-chat-request.ts';
import type { DecodedRequest } from './decode-chat-request.ts';
import { encodeChatRequest } from './encode-chat-request.ts';
import { encodeResponsesRequest } from './responses/index.ts';

const user = { role: 'user', content: 'Hi' };

function decode(fields: object): DecodedRequest {
  return decodeChatRequest({ model: 'm', messages: [user], ...fields });
}

/** Encodes a request for a target with the same format. */
function encodeChat(request: ChatRequest): ReturnType<typeof encodeChatRequest> {
  return encodeChatRequest(request, { provider: 'openai-chat', stream: false, quirks: {} });
}

function decodeMessages(...messages: readonly object[]): unknown {
  return decode({ messages }).request.messages;
}

describe('decodeChatRequest', () => {
  it('accepts a request with only a model and messages', () => {
    expect(decode({})).toEqual({
      request: { model: 'm', messages: [user] },
      stream: false,
      includeUsage: false,
      functionCalls: false,
      warnings: [],
    });
  });

  it('treats null as a missing field', () => {
    const fields = {
      temperature: null,
      tools: null,
      stop: null,
      stream: null,
      n: null,
      logit_bias: null,
    };
    expect(decode(fields)).toEqual(decode({}));
  });

  it('warns of unsupported fields', () => {
    const { warnings } = decode({ top_logprobs: 5, logprobs: true, n: 1 });
    expect(warnings).toEqual([
      'unsupported field ignored: "top_logprobs"',
      'unsupported field ignored: "logprobs"',
    ]);
  });

  it('keeps known fields without a counterpart as options, with a warning', () => {
    const fields = { logit_bias: { 50256: -100 }, service_tier: 'flex', prompt_cache_key: 's1' };
    const { request, warnings } = decode({ ...fields, verbosity: null, api_base: 'a' });
    const { logit_bias: _bias, ...shared } = fields;
    expect(request.providerOptions).toEqual({
      'openai-chat': fields,
      'openai-responses': shared,
    });
    expect(warnings).toEqual([
      'sent only to targets with the same format: "logit_bias"',
      'sent only to targets with the same format: "service_tier"',
      'sent only to targets with the same format: "prompt_cache_key"',
      'unsupported field ignored: "api_base"',
    ]);
  });

  it('has the safety identifier as the user of other targets', () => {
    const { request, warnings } = decode({ safety_identifier: 's1' });
    expect(request.user).toBe('s1');
    expect(warnings).toEqual([]);
    const { body } = encodeChat(request);
    expect(body).toMatchObject({ safety_identifier: 's1' });
    expect(body).not.toHaveProperty('user');
    const both = decode({ safety_identifier: 's1', user: 'u1' }).request;
    expect(both).toMatchObject({
      user: 'u1',
      providerOptions: { 'openai-responses': { safety_identifier: 's1' } },
    });
    const sent = encodeChat(both).body;
    expect(sent).toMatchObject({ safety_identifier: 's1', user: 'u1' });
  });

  it('keeps the marks for the prompt cache of OpenAI, which both of its APIs have', () => {
    const mark = { prompt_cache_breakpoint: { mode: 'explicit' } };
    const image_url = { url: 'https://a.example/a.png', detail: 'low' };
    const messages = [
      { role: 'system', content: [{ type: 'text', text: 'Be brief.', ...mark }] },
      { role: 'user', content: [{ type: 'image_url', image_url, ...mark }] },
      { role: 'assistant', content: [{ type: 'text', text: 'A wall.', ...mark }] },
    ];
    const prompt_cache_options = { mode: 'explicit' };
    const { request } = decode({ messages, prompt_cache_options });
    const { body } = encodeChat(request);
    expect(body).toMatchObject({ messages, prompt_cache_options });
    const other = encodeResponsesRequest(request, { provider: 'openai-responses', stream: false });
    expect(other.body).toMatchObject({
      prompt_cache_options,
      input: [
        { content: [{ type: 'input_text', text: 'Be brief.', ...mark }] },
        { content: [{ type: 'input_image', detail: 'low', ...mark }] },
        { role: 'assistant', content: 'A wall.' },
      ],
    });
    expect(JSON.stringify(other.body).split('breakpoint')).toHaveLength(3);
  });

  it('has no choice of a tool that is ignored', () => {
    const custom = { type: 'custom', custom: { name: 'c' } };
    const tools = [custom, { type: 'function', function: { name: 'f' } }];
    expect(decode({ tools, tool_choice: custom }).request.toolChoice).toBe(undefined);
    const choice = { type: 'function', function: { name: 'f' } };
    expect(decode({ tools, tool_choice: choice }).request.toolChoice).toEqual({ name: 'f' });
  });

  it('warns of audio that only its vendor has', () => {
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', audio: { id: 'audio_1' } },
    ];
    expect(decode({ messages }).warnings).toEqual([
      'audio that only its vendor has ignored: messages[1].audio',
    ]);
  });

  it('ignores tools that are not functions, with a warning', () => {
    const tools = [
      { type: 'custom', custom: { name: 'c' } },
      { type: 'function', function: { name: 'f' } },
    ];
    const { request, warnings } = decode({ tools });
    expect(request.tools).toMatchObject([{ name: 'f' }]);
    expect(warnings).toEqual(['unsupported tool ignored: tools[0] is not a function']);
  });

  it('accepts max_tokens, a single stop sequence and the effort xhigh', () => {
    expect(decode({ max_tokens: 5, stop: '.' }).request).toMatchObject({
      maxOutputTokens: 5,
      stop: ['.'],
    });
    expect(decode({ max_tokens: 5, max_completion_tokens: 6 }).request.maxOutputTokens).toBe(6);
    expect(decode({ reasoning_effort: 'xhigh' }).request.reasoningEffort).toBe('xhigh');
    expect(decode({ top_k: 5, parallel_tool_calls: false }).request).toMatchObject({
      topK: 5,
      parallelToolCalls: false,
    });
  });

  it('reads whether the stream includes token counts', () => {
    const fields = { stream: true, stream_options: { include_usage: true } };
    expect(decode(fields)).toMatchObject({ stream: true, includeUsage: true });
  });
});

describe('decodeChatRequest: messages', () => {
  it('decodes the role developer as system', () => {
    expect(decodeMessages({ role: 'developer', content: 'a' })).toEqual([
      { role: 'system', content: 'a' },
    ]);
  });

  it('decodes images, audio and files', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
      { type: 'input_audio', input_audio: { data: 'AA==', format: 'wav' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA==' } },
      { type: 'file', file: { file_data: 'https://example.com/a.pdf' } },
    ];
    const base64 = { type: 'base64', base64: 'AA==' };
    expect(decodeMessages({ role: 'user', content })).toEqual([
      {
        role: 'user',
        content: [
          {
            type: 'image',
            data: { type: 'url', url: new URL('https://example.com/a.png') },
            providerOptions: {
              'openai-chat': { image_url: { detail: 'low' } },
              'openai-responses': { detail: 'low' },
            },
          },
          { type: 'image', data: base64, mediaType: 'image/png' },
          { type: 'file', data: base64, mediaType: 'audio/wav' },
          { type: 'file', data: base64, mediaType: 'application/pdf', name: 'a.pdf' },
          {
            type: 'file',
            data: { type: 'url', url: new URL('https://example.com/a.pdf') },
            mediaType: 'application/pdf',
          },
        ],
      },
    ]);
  });

  it.each([
    ['https://example.com/A.PDF?key=1', undefined, 'application/pdf'],
    ['https://example.com/download/7', 'a.pdf', 'application/pdf'],
    ['data:application/octet-stream;base64,AA==', 'a.pdf', 'application/pdf'],
    ['data:text/csv;base64,AA==', 'a.pdf', 'text/csv'],
    ['https://example.com/?file=a.pdf', undefined, 'application/octet-stream'],
    ['https://example.com/a.docx', 'a.docx', 'application/octet-stream'],
  ])('decodes the file %s with the name %s as %s', (address, filename, mediaType) => {
    const content = [{ type: 'file', file: { file_data: address, filename } }];
    expect(decodeMessages({ role: 'user', content })).toMatchObject([{ content: [{ mediaType }] }]);
  });

  it('decodes refusals, reasoning and tool calls of an assistant', () => {
    const call = { id: '1', type: 'function', function: { name: 'f', arguments: '{}' } };
    expect(
      decodeMessages(
        { role: 'assistant', content: null, refusal: 'no' },
        { role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] },
        { role: 'assistant', content: 'a', reasoning: 'hm' },
        { role: 'assistant', tool_calls: [call] },
        { role: 'assistant' },
      ),
    ).toEqual([
      { role: 'assistant', content: 'no' },
      { role: 'assistant', content: [{ type: 'text', text: 'no' }] },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'hm' },
          { type: 'text', text: 'a' },
        ],
      },
      {
        role: 'assistant',
        content: [{ type: 'tool-call', id: '1', name: 'f', argumentsText: '{}' }],
      },
      { role: 'assistant', content: '' },
    ]);
  });

  it('merges consecutive tool results and adds the name of the tool', () => {
    const call = { id: '1', type: 'function', function: { name: 'f', arguments: '{}' } };
    const messages = [
      { role: 'assistant', tool_calls: [call] },
      { role: 'tool', tool_call_id: '1', content: 'a' },
      { role: 'tool', tool_call_id: '2', name: 'g', content: [{ type: 'text', text: 'b' }] },
      { role: 'tool', tool_call_id: '3', content: 'c' },
    ];
    expect(decode({ messages }).request.messages[1]).toEqual({
      role: 'tool',
      content: [
        { type: 'tool-result', toolCallId: '1', name: 'f', output: 'a' },
        { type: 'tool-result', toolCallId: '2', name: 'g', output: 'b' },
        { type: 'tool-result', toolCallId: '3', name: '', output: 'c' },
      ],
    });
  });
});

it('gives a tool without parameters an empty schema', () => {
  const tools = [{ type: 'function', function: { name: 'f' } }];
  expect(decode({ tools }).request.tools).toEqual([
    { name: 'f', inputSchema: { type: 'object', properties: {} } },
  ]);
});

const withPart = (content: object): object => ({
  messages: [{ role: 'user', content: [content] }],
});
const withCall = (call: object): object => ({
  messages: [{ role: 'assistant', tool_calls: [call] }],
});

it.each([
  [{ model: 5 }, 'model', 'a string', 'a number'],
  [{ model: undefined }, 'model', 'a string', 'nothing'],
  [{ messages: 'Hi' }, 'messages', 'a list', 'a string'],
  [{ messages: [5] }, 'messages[0]', 'an object', 'a number'],
  [
    { messages: [user, { role: 'boss', content: '' }] },
    'messages[1].role',
    'system, developer, user, assistant, tool, function',
    'another string',
  ],
  [{ messages: [{ role: 'user', content: 5 }] }, 'messages[0].content', 'a list', 'a number'],
  [
    { messages: [{ role: 'tool', content: '' }] },
    'messages[0].tool_call_id',
    'a string',
    'nothing',
  ],
  [withPart({ text: 'Hi' }), 'messages[0].content[0].type', 'a string', 'nothing'],
  [
    withPart({ type: 'image_url', image_url: { url: 'a.png' } }),
    'messages[0].content[0].image_url.url',
    'a URL or a base64 data URL',
    'another string',
  ],
  [
    withPart({ type: 'file', file: {} }),
    'messages[0].content[0].file.file_data',
    'a string',
    'nothing',
  ],
  [withCall({ id: '1' }), 'messages[0].tool_calls[0].function', 'an object', 'nothing'],
  [
    withCall({ id: '1', function: { name: 'f', arguments: [] } }),
    'messages[0].tool_calls[0].function.arguments',
    'a string',
    'a list',
  ],
  [{ tools: [5] }, 'tools[0]', 'an object', 'a number'],
  [{ tools: [{ type: 'function' }] }, 'tools[0].function', 'an object', 'nothing'],
  [{ tool_choice: 'f' }, 'tool_choice', 'auto, none, required', 'another string'],
  [
    { response_format: { type: 'json_schema' } },
    'response_format.json_schema',
    'an object',
    'nothing',
  ],
  [{ temperature: '1' }, 'temperature', 'a number', 'a string'],
  [{ stop: [5] }, 'stop[0]', 'a string', 'a number'],
  [{ stream: 1 }, 'stream', 'true or false', 'a number'],
  [
    { stream_options: { include_usage: [] } },
    'stream_options.include_usage',
    'true or false',
    'a list',
  ],
  [{ n: 2 }, 'n', '1 or no value', 'another number'],
  [{ n: '2' }, 'n', '1 or no value', 'another string'],
  [{ metadata: 'a' }, 'metadata', 'an object', 'a string'],
  [
    { reasoning_effort: 'most' },
    'reasoning_effort',
    'none, minimal, low, medium, high, xhigh, max',
    'another string',
  ],
])('rejects %j', (fields, path, expected, received) => {
  expect(() => decode(fields)).toThrow(
    expect.objectContaining({ code: 'invalid-request', path, expected, received }),
  );
});

function catchError(json: unknown): unknown {
  try {
    decodeChatRequest(json);
    return undefined;
  } catch (error) {
    return error;
  }
}

it('rejects any other JSON with a ConfigurationError that does not quote it', () => {
  const names = fc.constantFrom(
    'model',
    'messages',
    'role',
    'content',
    'type',
    'tools',
    'text',
    'image_url',
    'stop',
    '__proto__',
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('user', 'assistant', 'tool', 'text', 'image_url', 'sk-secret', 1, null, true),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(names, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (json) => {
      const messages = [{ role: 'user', content: json }, json];
      const error = catchError({ model: 'm', messages });
      expect(error === undefined || isConfigurationError(error)).toBe(true);
      expect(String(error)).not.toContain('sk-secret');
    }),
    { numRuns: 2000, seed: 20_261_122 },
  );
});
