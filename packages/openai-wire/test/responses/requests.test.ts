import type { ChatRequest, JsonObject, Message } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { encodeCountRequest, encodeResponsesRequest } from '../../src/responses/index.ts';
import type { EncodedRequest, EncodeSettings } from '../../src/responses/index.ts';

const user = { role: 'user', content: 'Paint it.' } as const;
const tool = { name: 'paint', inputSchema: { type: 'object' } } as const;

function encode(
  request: Partial<ChatRequest>,
  settings: Partial<EncodeSettings> = {},
): EncodedRequest {
  return encodeResponsesRequest(
    { model: 'gpt-6-astra', messages: [user], ...request },
    { provider: 'openai', stream: true, ...settings },
  );
}

/** Returns the items of a conversation. */
function encodeInput(...messages: readonly Message[]): readonly JsonObject[] {
  const { input } = encode({ messages }).body;
  return Array.isArray(input) ? input : [];
}

const call = {
  type: 'tool-call',
  id: 'call_1',
  name: 'paint',
  argumentsText: '{"wall":2}',
} as const;
const reasoning = { type: 'reasoning', text: 'Which wall?', signature: 'ENC' } as const;
const result = {
  type: 'tool-result',
  toolCallId: 'call_1',
  name: 'paint',
  output: 'done',
} as const;

describe('encodeResponsesRequest', () => {
  it('requests that nothing is stored, with the encrypted reasoning of models that reason', () => {
    expect(encode({}).body).toEqual({
      model: 'gpt-6-astra',
      input: [{ role: 'user', content: 'Paint it.' }],
      include: ['reasoning.encrypted_content'],
      store: false,
      stream: true,
    });
    expect(encode({ model: 'gpt-4.1' }).body).not.toHaveProperty('include');
    expect(encode({ model: 'my-deployment' }).body).not.toHaveProperty('include');
    expect(encode({ model: 'my-deployment', reasoningEffort: 'low' }).body).toMatchObject({
      include: ['reasoning.encrypted_content'],
    });
  });

  it('encodes every setting that the API has', () => {
    const { body, warnings } = encode({
      model: 'gpt-4.1',
      temperature: 0.5,
      topP: 0.9,
      maxOutputTokens: 100,
      user: 'u1',
      metadata: { a: 'b' },
      tools: [{ ...tool, description: 'Paints.', strict: true }],
      toolChoice: { name: 'paint' },
      parallelToolCalls: false,
      responseFormat: { type: 'json', name: 'a wall', schema: { type: 'object' } },
    });
    expect(warnings).toEqual([]);
    expect(body).toMatchObject({
      temperature: 0.5,
      top_p: 0.9,
      max_output_tokens: 100,
      safety_identifier: 'u1',
      metadata: { a: 'b' },
      tools: [
        {
          type: 'function',
          name: 'paint',
          description: 'Paints.',
          parameters: { type: 'object', properties: {} },
          strict: true,
        },
      ],
      tool_choice: { type: 'function', name: 'paint' },
      parallel_tool_calls: false,
      text: { format: { type: 'json_schema', name: 'a_wall', strict: false } },
    });
  });

  it('omits settings that the API or the model does not have, with warnings', () => {
    const { body, warnings } = encode({
      topK: 5,
      stop: ['END'],
      seed: 1,
      presencePenalty: 1,
      frequencyPenalty: 1,
      temperature: 0.5,
      topP: 0.9,
      toolChoice: 'required',
      maxOutputTokens: 5,
    });
    expect(warnings.map((warning) => warning.split(':')[0])).toEqual([
      'topK omitted',
      'stop omitted',
      'seed omitted',
      'presencePenalty omitted',
      'frequencyPenalty omitted',
      'toolChoice omitted',
      'temperature omitted',
      'topP omitted',
      'maxOutputTokens raised to 16, the minimum of the API',
    ]);
    expect(Object.keys(body).toSorted()).toEqual([
      'include',
      'input',
      'max_output_tokens',
      'model',
      'store',
      'stream',
    ]);
  });

  it.each([
    ['gpt-5', 'none', 'minimal'],
    ['gpt-5', 'minimal', 'minimal'],
    ['gpt-5.1', 'minimal', 'low'],
    ['gpt-5.1', 'none', 'none'],
    ['gpt-5.1', 'xhigh', 'high'],
    ['gpt-5.1-codex-max', 'xhigh', 'xhigh'],
    ['gpt-5.4-mini', 'max', 'xhigh'],
    ['gpt-5.6-sol', 'max', 'max'],
    ['gpt-6-astra', 'none', 'low'],
    ['gpt-6.1-sol', 'none', 'low'],
    ['gpt-6-sol', 'none', 'none'],
    ['openai/gpt-6-luna-2026-10-01', 'minimal', 'low'],
    ['gpt-6.1-terra', 'none', 'none'],
    ['gpt-6.1-terra', 'max', 'max'],
    ['gpt-5.2-pro', 'none', 'medium'],
    ['gpt-5.5-pro-2026-04-23', 'max', 'xhigh'],
    ['gpt-5.1-chat-latest', 'low', 'medium'],
    ['gpt-5.3-chat-latest', 'xhigh', 'medium'],
    ['openai/gpt-6.1-sol', 'max', 'max'],
    ['gpt-5-pro', 'low', 'high'],
    ['o3', 'max', 'high'],
    ['my-deployment', 'max', 'max'],
    ['gpt-4o', 'high', undefined],
    ['gpt-5-chat-latest', 'high', undefined],
  ] as const)('sends to %s for the effort "%s": %j', (model, reasoningEffort, sent) => {
    const { body, warnings } = encode({ model, reasoningEffort });
    const summary = sent === 'none' ? {} : { summary: 'auto' };
    expect(body.reasoning).toEqual(sent && { effort: sent, ...summary });
    expect(warnings).toHaveLength(sent === reasoningEffort ? 0 : 1);
  });

  it('sends sampling settings to models that can turn reasoning off only without it', () => {
    const sampling = { temperature: 0.5, topP: 0.9 };
    const sent = encode({ model: 'gpt-5.2', reasoningEffort: 'none', ...sampling });
    expect(sent.body).toMatchObject({ temperature: 0.5, top_p: 0.9 });
    expect(encode({ model: 'gpt-5.2', ...sampling }).warnings).toHaveLength(2);
    const astra = encode({ model: 'gpt-6-astra', reasoningEffort: 'none', ...sampling });
    expect(astra.warnings).toHaveLength(3);
    const luna = encode({ model: 'gpt-6-luna', reasoningEffort: 'none', ...sampling });
    expect(luna.body).toMatchObject({ temperature: 0.5, top_p: 0.9 });
    expect(encode({ model: 'gpt-6-luna', ...sampling }).warnings).toHaveLength(2);
    expect(encode({ model: 'gpt-5.2-pro', ...sampling }).warnings).toHaveLength(2);
  });

  it('asks for JSON in a message if no message does', () => {
    const format = { type: 'json' } as const;
    expect(encode({ responseFormat: format }).body).toMatchObject({
      input: [{ role: 'developer', content: 'Respond with JSON.' }, {}],
      text: { format: { type: 'json_object' } },
    });
    const messages = [{ role: 'user', content: [{ type: 'text', text: 'As JSON.' }] }] as const;
    expect(encode({ responseFormat: format, messages }).body.input).toHaveLength(1);
  });

  it('merges the options of the provider, and those of `reasoning`, `text` and `include` by content', () => {
    const { body } = encode({
      reasoningEffort: 'high',
      responseFormat: { type: 'json', schema: { type: 'object' } },
      providerOptions: {
        openai: {
          reasoning: { summary: null },
          text: { verbosity: 'low' },
          include: ['message.output_text.logprobs'],
          service_tier: 'flex',
          store: true,
          model: 'other',
        },
        other: { ignored: true },
      },
    });
    expect(body).toMatchObject({
      model: 'gpt-6-astra',
      reasoning: { effort: 'high', summary: null },
      text: { format: { type: 'json_schema' }, verbosity: 'low' },
      include: ['reasoning.encrypted_content', 'message.output_text.logprobs'],
      service_tier: 'flex',
      store: true,
    });
    expect(body).not.toHaveProperty('ignored');
  });

  it('sends an effort of the options instead of the setting', () => {
    const { body } = encode({
      reasoningEffort: 'none',
      providerOptions: { openai: { reasoning: { effort: 'high' } } },
    });
    expect(body.reasoning).toEqual({ effort: 'high' });
  });

  it('omits fields that a vendor does not support', () => {
    const quirks = { unsupportedFields: ['user', 'parallel_tool_calls'] } as const;
    const { body, warnings } = encode(
      { user: 'u1', tools: [tool], parallelToolCalls: true },
      { quirks },
    );
    expect(body).not.toHaveProperty('safety_identifier');
    expect(body).not.toHaveProperty('parallel_tool_calls');
    expect(warnings).toEqual([
      'unsupported field omitted: parallel_tool_calls',
      'unsupported field omitted: safety_identifier',
    ]);
  });

  it('replaces incomplete characters and names that the API rejects', () => {
    const { body, warnings, toolNames } = encode({
      messages: [{ role: 'user', content: 'a\ud83d' }],
      tools: [{ ...tool, name: 'walls.paint' }],
    });
    expect(body).toMatchObject({
      input: [{ content: 'a\ufffd' }],
      tools: [{ name: 'walls_paint' }],
    });
    expect(warnings).toHaveLength(1);
    expect(toolNames).toEqual(new Map([['walls_paint', 'walls.paint']]));
  });
});

describe('items', () => {
  it('of a turn with tools have the order of the parts, and no ids', () => {
    const text = {
      type: 'text',
      text: 'Painting.',
      providerMetadata: { phase: 'commentary' },
    } as const;
    expect(
      encodeInput(
        { role: 'system', content: 'Be brief.' },
        user,
        { role: 'assistant', content: [reasoning, text, call] },
        { role: 'tool', content: [result] },
      ),
    ).toEqual([
      { role: 'developer', content: 'Be brief.' },
      { role: 'user', content: 'Paint it.' },
      {
        type: 'reasoning',
        summary: [{ type: 'summary_text', text: 'Which wall?' }],
        encrypted_content: 'ENC',
      },
      { role: 'assistant', content: 'Painting.', phase: 'commentary' },
      { type: 'function_call', call_id: 'call_1', name: 'paint', arguments: '{"wall":2}' },
      { type: 'function_call_output', call_id: 'call_1', output: 'done' },
    ]);
  });

  it('of reasoning are left out without a signature, and without what it led to', () => {
    const input = encodeInput(
      user,
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm.' },
          { type: 'text', text: 'A' },
        ],
      },
      user,
      { role: 'assistant', content: [reasoning] },
      user,
      {
        role: 'assistant',
        content: [reasoning, { ...reasoning, text: '', signature: 'ENC2' }, call],
      },
    );
    expect(input.filter(({ type }) => type === 'reasoning')).toEqual([
      expect.objectContaining({ encrypted_content: 'ENC' }),
      { type: 'reasoning', summary: [], encrypted_content: 'ENC2' },
    ]);
  });

  it('of calls have a result, and results a call', () => {
    const { body, warnings } = encode({
      messages: [
        user,
        { role: 'assistant', content: [call] },
        user,
        { role: 'tool', content: [{ ...result, toolCallId: 'other' }] },
      ],
    });
    expect(body.input).toHaveLength(4);
    expect(body.input).toContainEqual({
      type: 'function_call_output',
      call_id: 'call_1',
      output: 'No result.',
    });
    expect(warnings).toHaveLength(2);
  });

  it('of calls have ids and arguments that the API accepts', () => {
    const input = encodeInput({
      role: 'assistant',
      content: [
        { ...call, id: 'x'.repeat(64) },
        { ...call, id: 'x'.repeat(65), argumentsText: '' },
        { ...call, id: 'functions.paint:0', argumentsText: '[1' },
      ],
    });
    const calls = input.filter(({ type }) => type === 'function_call');
    expect(calls.map((item) => item.call_id)).toEqual(['x'.repeat(64), 'call_1', 'call_2']);
    expect(calls.map((item) => item.arguments)).toEqual([
      '{"wall":2}',
      '{}',
      '{"invalid_arguments":"[1"}',
    ]);
  });

  it('of a namespace and of custom tools are those that were received', () => {
    const input = encodeInput(
      {
        role: 'assistant',
        content: [
          { ...call, name: 'walls__paint', providerMetadata: { namespace: 'walls' } },
          {
            ...call,
            id: 'call_2',
            argumentsText: '{"input":"a\\nb"}',
            providerMetadata: { type: 'custom_tool_call' },
          },
        ],
      },
      { role: 'tool', content: [result, { ...result, toolCallId: 'call_2' }] },
    );
    expect(input).toEqual([
      expect.objectContaining({ type: 'function_call', name: 'paint', namespace: 'walls' }),
      { type: 'custom_tool_call', call_id: 'call_2', name: 'paint', input: 'a\nb' },
      { type: 'function_call_output', call_id: 'call_1', output: 'done' },
      { type: 'custom_tool_call_output', call_id: 'call_2', output: 'done' },
    ]);
  });

  it('of results say that the tool failed', () => {
    const outputs = encodeInput(
      { role: 'assistant', content: [call, { ...call, id: 'call_2' }, { ...call, id: 'call_3' }] },
      {
        role: 'tool',
        content: [
          { ...result, isError: true, output: 'no such wall' },
          { ...result, toolCallId: 'call_2', isError: true, output: 'Failed: no wall' },
          {
            ...result,
            toolCallId: 'call_3',
            isError: true,
            parts: [
              { type: 'image', data: { type: 'base64', base64: 'AAAA' }, mediaType: 'image/jpg' },
            ],
          },
        ],
      },
    ).filter(({ type }) => type === 'function_call_output');
    expect(outputs.map(({ output }) => output)).toEqual([
      'Error: no such wall',
      'Failed: no wall',
      [
        { type: 'input_text', text: 'The tool failed.' },
        { type: 'input_image', image_url: 'data:image/jpeg;base64,AAAA', detail: 'auto' },
      ],
    ]);
  });

  it('of results have the output if the API supports none of the parts', () => {
    const data = { type: 'base64', base64: 'AAAA' } as const;
    const sound = { type: 'file', data, mediaType: 'audio/wav' } as const;
    const outputs = encodeInput(
      { role: 'assistant', content: [call, { ...call, id: 'call_2' }] },
      {
        role: 'tool',
        content: [
          { ...result, parts: [sound] },
          { ...result, toolCallId: 'call_2', parts: [] },
        ],
      },
    ).filter(({ type }) => type === 'function_call_output');
    expect(outputs.map(({ output }) => output)).toEqual(['done', 'done']);
  });

  it('of users have images and documents', () => {
    const url = new URL('https://example.com/wall.pdf');
    const [item] = encodeInput({
      role: 'user',
      content: [
        {
          type: 'text',
          text: 'Look.',
          providerOptions: { openai: { prompt_cache_breakpoint: {} } },
        },
        { type: 'image', data: { type: 'url', url: new URL('https://example.com/wall.png') } },
        { type: 'file', mediaType: 'application/pdf', data: { type: 'base64', base64: 'JVBE' } },
        { type: 'file', mediaType: 'application/pdf', data: { type: 'url', url } },
      ],
    });
    expect(item).toEqual({
      role: 'user',
      content: [
        { type: 'input_text', text: 'Look.', prompt_cache_breakpoint: {} },
        { type: 'input_image', image_url: 'https://example.com/wall.png', detail: 'auto' },
        {
          type: 'input_file',
          filename: 'file.pdf',
          file_data: 'data:application/pdf;base64,JVBE',
        },
        { type: 'input_file', file_url: 'https://example.com/wall.pdf' },
      ],
    });
  });

  it('are omitted if they are empty, unless nothing follows', () => {
    expect(encodeInput({ role: 'system', content: '' }, { role: 'user', content: [] })).toEqual([
      { role: 'user', content: '' },
    ]);
  });

  it('need at least one part that the API supports', () => {
    const audio = {
      type: 'file',
      mediaType: 'audio/wav',
      data: { type: 'base64', base64: 'AAAA' },
    } as const;
    expect(() => encodeInput({ role: 'user', content: [audio] })).toThrow(
      expect.objectContaining({ code: 'unsupported-feature' }),
    );
  });

  it('can be those of the options', () => {
    const search = { type: 'web_search_call', id: 'ws_1', status: 'completed' };
    const providerOptions = { openai: search };
    expect(
      encodeInput(
        { role: 'user', content: 'Hi', providerOptions: { openai: { phase: 'x' } } },
        { role: 'assistant', content: [{ type: 'text', text: '', providerOptions }] },
      ),
    ).toEqual([{ role: 'user', content: 'Hi', phase: 'x' }, search]);
  });
});

describe('encodeCountRequest', () => {
  it('has only fields that change the count', () => {
    const body = encodeCountRequest(
      { model: 'gpt-6-astra', messages: [user], tools: [tool], maxOutputTokens: 100, user: 'u' },
      { provider: 'openai' },
    );
    expect(Object.keys(body).toSorted()).toEqual(['input', 'model', 'tools']);
  });
});
