import type { JsonObject } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { decodeCountRequest, decodeMessagesRequest, encodeMessagesRequest } from '../src/index.ts';

const provider = 'anthropic-messages';
const body = {
  model: 'claude-sonnet-4-5',
  max_tokens: 10,
  messages: [{ role: 'user', content: 'Hi' }],
};

/** Decodes a request and encodes it again, as a gateway does for a target with the same format. */
function passOn(fields: object): JsonObject {
  const { request, stream } = decodeMessagesRequest({ ...body, ...fields });
  return encodeMessagesRequest(request, { provider, stream }).body;
}

it.each([
  ['top_p', -1],
  ['top_k', -1],
  ['top_k', 0],
])('does not send a setting without a limit: %s %d', (name, value) => {
  expect(passOn({ [name]: value })).toEqual(passOn({}));
});

it('sends other values of these settings', () => {
  expect(passOn({ top_k: 5 })).toMatchObject({ top_k: 5 });
  expect(passOn({ top_p: 0 })).toMatchObject({ top_p: 0 });
});

describe('the input of an earlier call', () => {
  const wrapped = { invalid_arguments: 'git status' };

  it.each([
    [{ a: 1 }, { a: 1 }],
    ['{"a":1}', { a: 1 }],
    ['git status', wrapped],
    ['', {}],
    [null, {}],
    [undefined, {}],
    [[1], { invalid_arguments: '[1]' }],
  ])('can be any value: %j', (input, sent) => {
    const use = { type: 'tool_use', id: 'toolu_1', name: 'run', input };
    const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' };
    const tools = [{ name: 'run', input_schema: { type: 'object' } }];
    const messages = [
      ...body.messages,
      { role: 'assistant', content: [use] },
      { role: 'user', content: [result] },
    ];
    expect(passOn({ tools, messages }).messages).toEqual([
      body.messages[0],
      { role: 'assistant', content: [{ ...use, input: sent }] },
      { role: 'user', content: [result] },
    ]);
  });
});

describe('the earlier form of a response format', () => {
  const schema = { type: 'object', properties: {}, additionalProperties: false };
  const format = { output_format: { type: 'json_schema', schema } };

  it('is passed on as it is', () => {
    expect(passOn(format)).toEqual({ ...passOn({}), ...format });
  });

  it('is the format for other targets', () => {
    const { request, warnings } = decodeMessagesRequest({ ...body, ...format });
    expect(request.responseFormat).toEqual({ type: 'json', schema });
    expect(warnings).toEqual([]);
  });
});

it('requests no reasoning of other targets if the model thinks between tools only', () => {
  const thinking = { type: 'between_tools' };
  expect(passOn({ thinking })).toEqual({ ...passOn({}), thinking });
  expect(decodeMessagesRequest({ ...body, thinking }).request.reasoningEffort).toBe('none');
});

describe('a message of the system', () => {
  const model = 'claude-opus-4-8';

  it('can have blocks that are no text', () => {
    const change = { type: 'tool_addition', tool: { type: 'tool_reference', tool_name: 'run' } };
    const system = { role: 'system', content: [change] };
    const messages = [...body.messages, system];
    expect(passOn({ model, messages }).messages).toEqual(messages);
    expect(decodeMessagesRequest({ ...body, messages }).warnings).toEqual([
      expect.stringContaining('messages[1].content[0]'),
    ]);
  });

  it('can have no content', () => {
    const system = { role: 'system', output_config: { effort: 'low' } };
    const messages = [...body.messages, system];
    expect(passOn({ model, messages }).messages).toEqual(messages);
    expect(decodeMessagesRequest({ ...body, messages }).warnings).toEqual([
      'sent only to targets with the same format: messages[1].output_config',
    ]);
  });

  it('stays where it is, with its fields', () => {
    const messages = [
      ...body.messages,
      { role: 'system', content: 'Be brief.', clear_at: 'next_user_message' },
      { role: 'system', content: [{ type: 'text', text: 'In French.' }] },
      { role: 'assistant', content: 'Salut !' },
      { role: 'user', content: 'Hi again' },
    ];
    expect(passOn({ model, messages }).messages).toEqual(messages);
  });

  it('can be only fields, also at the start', () => {
    const system = { role: 'system', content: [], output_config: { effort: 'low' } };
    const messages = [system, ...body.messages, system];
    const { request } = decodeMessagesRequest({ ...body, model, messages });
    const { body: sent, warnings } = encodeMessagesRequest(request, { provider, stream: false });
    expect(sent.messages).toEqual(messages);
    expect(sent).not.toHaveProperty('system');
    expect(warnings).toEqual([]);
  });

  it('is text of the user for a model that rejects the role, with a warning', () => {
    const system = { role: 'system', content: 'Be brief.', clear_at: 'never' };
    const messages = [...body.messages, system];
    const { request } = decodeMessagesRequest({ ...body, messages });
    const { body: sent, warnings } = encodeMessagesRequest(request, { provider, stream: false });
    expect(sent.messages).toMatchObject([
      { role: 'user', content: [{ text: 'Hi' }, { text: 'Be brief.' }] },
    ]);
    expect(warnings).toEqual([
      'message of the system sent as text of the user: the model rejects its role',
    ]);
  });

  it('is part of the system prompt at the start', () => {
    const system = { role: 'system', content: 'Be brief.', clear_at: 'never' };
    expect(passOn({ messages: [system, ...body.messages] })).toMatchObject({
      system: 'Be brief.',
      messages: body.messages,
    });
  });
});

describe('a conversation that the vendor stores', () => {
  it('is accepted if it is complete', () => {
    const thread = { type: 'create' };
    expect(passOn({ thread })).toEqual({ ...passOn({}), thread });
    expect(passOn({ thread: null })).toEqual(passOn({}));
  });

  it.each([decodeMessagesRequest, decodeCountRequest])(
    'is rejected with the words after which Claude Code sends all messages: %o',
    (decode) => {
      const thread = { type: 'continue', previous_message_id: 'msg_1' };
      const messages = [
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' }],
        },
      ];
      expect(() => decode({ ...body, thread, messages })).toThrow(
        expect.objectContaining({
          code: 'invalid-request',
          path: 'thread.type',
          message:
            'thread.type: expected "create" and a complete conversation, received a reference to stored messages; capability_rejected: beta_header:message-threads-2026-08-12',
        }),
      );
    },
  );
});
