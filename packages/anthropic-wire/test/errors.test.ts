import { ConfigurationError } from '@understudy/core/provider';
import type { ErrorCode } from '@understudy/core/provider';
import { classifyError } from '@understudy/provider-utils';
import { describe, expect, it } from 'vitest';

import {
  decodeErrorBody,
  decodeMessagesRequest,
  decodeModelList,
  encodeErrorBody,
  encodeErrorEvent,
  encodeModelList,
  toVendorError,
} from '../src/index.ts';

/** Returns the error code of a response with status 400, or of an event of a stream. */
function classify(body: unknown, status?: 400): ErrorCode | undefined {
  const error = decodeErrorBody(body);
  const details = error && toVendorError(error);
  return details && (details.code ?? classifyError({ ...details, status }));
}

describe('decodeErrorBody', () => {
  it.each<[string, string, string | undefined, ErrorCode]>([
    [
      'invalid_request_error',
      'prompt is too long: 210000 tokens > 200000 maximum',
      undefined,
      'context-length-exceeded',
    ],
    [
      'invalid_request_error',
      'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000',
      undefined,
      'context-length-exceeded',
    ],
    [
      'invalid_request_error',
      'Your credit balance is too low to access the API.',
      undefined,
      'quota-exhausted',
    ],
    [
      'invalid_request_error',
      'You have reached your specified API usage limits.',
      undefined,
      'quota-exhausted',
    ],
    [
      'invalid_request_error',
      'messages.0: the text "prompt is too long" is not allowed',
      undefined,
      'request-rejected',
    ],
    [
      'invalid_request_error',
      'This organization is on hold.',
      'organization_on_hold',
      'permission-denied',
    ],
    ['permission_error', 'x', 'linked_organization_disabled', 'quota-exhausted'],
    ['rate_limit_error', 'x', 'enforced_spend_limit_reached', 'quota-exhausted'],
    ['rate_limit_error', 'x', 'contract_spend_limit_reached', 'quota-exhausted'],
    ['rate_limit_error', 'x', 'ramp_limit_exceeded', 'rate-limited'],
    ['rate_limit_error', 'x', undefined, 'rate-limited'],
    ['billing_error', 'x', undefined, 'quota-exhausted'],
    ['authentication_error', 'invalid x-api-key', undefined, 'authentication-failed'],
    ['permission_error', 'x', undefined, 'permission-denied'],
    [
      'invalid_request_error',
      'Output blocked by content filtering policy',
      undefined,
      'content-filtered',
    ],
    [
      'invalid_request_error',
      "You're out of extra usage. Add more at claude.ai/settings/usage and keep going.",
      undefined,
      'quota-exhausted',
    ],
    [
      'invalid_request_error',
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive".',
      undefined,
      'unsupported-parameter',
    ],
    [
      'invalid_request_error',
      '`temperature` is deprecated for this model.',
      undefined,
      'unsupported-parameter',
    ],
    [
      'invalid_request_error',
      'This model does not support the effort parameter.',
      undefined,
      'unsupported-parameter',
    ],
    ['not_found_error', 'model: claude-9', undefined, 'model-not-found'],
    ['not_found_error', 'Not found', undefined, 'model-not-found'],
    ['not_found_error', 'x', 'thread_not_found', 'request-rejected'],
    ['not_found_error', 'x', 'user_profile_not_found', 'request-rejected'],
    ['not_found_error', 'File not found: file_011', undefined, 'request-rejected'],
    ['not_found_error', 'Container container_011 was not found', undefined, 'request-rejected'],
    ['not_found_error', 'model: skill-2', undefined, 'model-not-found'],
    ['conflict_error', 'x', undefined, 'invalid-request'],
    ['request_too_large', 'x', undefined, 'context-length-exceeded'],
    ['api_error', 'x', undefined, 'server-error'],
    ['api_error', 'x', 'ramp_limit_exceeded', 'rate-limited'],
    ['not_found_error', 'x', 'unknown_word', 'model-not-found'],
    ['timeout_error', 'x', undefined, 'timeout'],
    ['overloaded_error', 'Overloaded', undefined, 'overloaded'],
  ])('%s, %s, %s is %s', (type, message, code, errorCode) => {
    const details = code === undefined ? {} : { details: { error_code: code } };
    const body = { type: 'error', error: { type, message, ...details } };
    expect(decodeErrorBody(body)).toEqual({ code, type, message });
    expect(classify(body, 400)).toBe(errorCode);
  });

  it('decodes the error that a proxy puts into the message of its own', () => {
    const message = 'prompt is too long: 210000 tokens > 200000 maximum';
    const inner = JSON.stringify({
      type: 'error',
      error: { type: 'invalid_request_error', message },
    });
    for (const error of [
      inner,
      { code: 400, message: inner, status: 'INVALID_ARGUMENT' },
      { message: `litellm.BadRequestError: AnthropicException - ${inner}` },
      { message: `[${inner}]` },
    ]) {
      expect(decodeErrorBody({ error })).toMatchObject({ type: 'invalid_request_error' });
      expect(classify({ error }, 400)).toBe('context-length-exceeded');
    }
  });

  it('has the type of the vendor if a proxy has one for every error', () => {
    const inner = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    const body = { type: 'error', error: { type: 'api_error', message: JSON.stringify(inner) } };
    expect(classify(body, 400)).toBe('overloaded');
  });

  it('does not search for an error behind other words', () => {
    const inner = JSON.stringify({ error: { type: 'overloaded_error', message: 'Overloaded' } });
    const message = `messages.0.content: invalid value ${inner}`;
    const error = { type: 'invalid_request_error', message };
    expect(decodeErrorBody({ error })).toEqual({ type: 'invalid_request_error', message });
    expect(decodeErrorBody({ error: { message: '{ no JSON' } })).toEqual({ message: '{ no JSON' });
  });

  it('does not keep words that could be keys', () => {
    const error = { type: 'sk-ant-1', message: 'x', details: { error_code: 'key-1' } };
    expect(decodeErrorBody({ error })).toEqual({ message: 'x' });
  });

  it('finds no error in other bodies', () => {
    for (const body of [null, [], 'x', {}, { type: 'message', content: [] }]) {
      expect(decodeErrorBody(body)).toBeUndefined();
    }
  });
});

describe('encodeErrorBody', () => {
  it.each<[ErrorCode, string]>([
    ['invalid-request', 'invalid_request_error'],
    ['unsupported-parameter', 'invalid_request_error'],
    ['model-not-found', 'not_found_error'],
    ['provider-retired', 'not_found_error'],
    ['rate-limited', 'rate_limit_error'],
    ['quota-exhausted', 'billing_error'],
    ['overloaded', 'overloaded_error'],
    ['circuit-open', 'overloaded_error'],
    ['closed', 'overloaded_error'],
    ['request-rejected', 'api_error'],
    ['authentication-failed', 'api_error'],
    ['internal', 'api_error'],
  ])('%s is %s', (code, type) => {
    const body = { type: 'error', error: { type, message: 'x' } };
    expect(encodeErrorBody({ code, message: 'x' })).toEqual(body);
    expect(encodeErrorEvent({ code, message: 'x' })).toBe(
      `event: error\ndata: ${JSON.stringify(body)}\n\n`,
    );
  });

  it('contains the id of the request, if there is one', () => {
    const error = { code: 'overloaded', message: 'x' } as const;
    expect(encodeErrorBody(error, '08de')).toEqual({
      ...encodeErrorBody(error),
      request_id: '08de',
    });
    expect(encodeErrorEvent(error, '08de')).toContain('"request_id":"08de"');
  });

  it('is decoded to the same code', () => {
    const codes = [
      'context-length-exceeded',
      'model-not-found',
      'rate-limited',
      'overloaded',
    ] as const;
    for (const code of codes) {
      expect(classify(encodeErrorBody({ code, message: 'x' }))).toBe(code);
    }
  });
});

describe('model lists', () => {
  it('have the facts of each model', () => {
    const data = [
      {
        type: 'model',
        id: 'claude-opus-5-5',
        display_name: 'Claude Opus 5.5',
        max_input_tokens: 1_000_000,
        max_tokens: 128_000,
        lifecycle: 'active',
        capabilities: { image_input: { supported: true }, pdf_input: { supported: true } },
      },
      {
        id: 'claude-2.1',
        display_name: 'claude-2.1',
        max_input_tokens: null,
        lifecycle: 'retired',
        capabilities: { image_input: { supported: false }, pdf_input: { supported: false } },
      },
      { id: '' },
      { display_name: 'no id' },
    ];
    expect(decodeModelList({ data, has_more: true, last_id: 'claude-2.1' })).toEqual({
      models: [
        {
          id: 'claude-opus-5-5',
          label: 'Claude Opus 5.5',
          contextTokens: 1_000_000,
          maxOutputTokens: 128_000,
          state: 'active',
        },
        { id: 'claude-2.1', capabilities: { images: false, files: false }, state: 'retired' },
      ],
      nextAfter: 'claude-2.1',
    });
  });

  it('are the same after encoding and decoding', () => {
    const models = [
      { id: 'a', label: 'A', contextTokens: 9, maxOutputTokens: 3, state: 'deprecated' },
      { id: 'b', capabilities: { images: false }, state: 'active' },
    ] as const;
    expect(decodeModelList(encodeModelList(models))).toEqual({ models, nextAfter: undefined });
    expect(encodeModelList([])).toMatchObject({ data: [], first_id: null });
  });

  it('are malformed without data', () => {
    expect(() => decodeModelList({})).toThrow(
      expect.objectContaining({ code: 'malformed-response' }),
    );
  });
});

describe('decodeMessagesRequest', () => {
  const body = { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] };

  it.each<[string, object]>([
    ['max_tokens', { max_tokens: undefined }],
    ['model', { model: 7 }],
    ['messages[0].role', { messages: [{ role: 'tool', content: 'x' }] }],
    ['messages[0].content[0].text', { messages: [{ role: 'user', content: [{ type: 'text' }] }] }],
    [
      'messages[0].content[0].source.url',
      {
        messages: [
          { role: 'user', content: [{ type: 'image', source: { type: 'url', url: 'x' } }] },
        ],
      },
    ],
    ['tools[0].name', { tools: [{ input_schema: {} }] }],
    ['tool_choice.type', { tool_choice: { type: 'x' } }],
    ['output_config.effort', { output_config: { effort: 'huge' } }],
    ['output_config.format.type', { output_config: { format: { type: 'x' } } }],
    ['stop_sequences[0]', { stop_sequences: [1] }],
    ['stream', { stream: 'yes' }],
  ])('rejects an invalid %s', (path, changed) => {
    const decode = (): unknown => decodeMessagesRequest({ ...body, ...changed });
    expect(decode).toThrow(ConfigurationError);
    expect(decode).toThrow(expect.objectContaining({ code: 'invalid-request', path }));
  });

  it.each<[object, string | undefined]>([
    [{}, undefined],
    [{ thinking: { type: 'disabled' } }, 'none'],
    [{ thinking: { type: 'adaptive' } }, 'high'],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'low' } }, 'low'],
    [{ thinking: { type: 'enabled', budget_tokens: 1024 } }, 'low'],
    [{ thinking: { type: 'enabled', budget_tokens: 10_000 } }, 'medium'],
    [{ thinking: { type: 'enabled', budget_tokens: 32_000 } }, 'high'],
  ])('%j has the effort %s for other targets', (fields, effort) => {
    expect(decodeMessagesRequest({ ...body, ...fields }).request.reasoningEffort).toBe(effort);
  });
});
