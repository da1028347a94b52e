import { describe, expect, it } from 'vitest';

import { decodeErrorBody } from './decode-error-body.ts';

const now = Date.UTC(2026, 0, 1);

describe('decodeErrorBody', () => {
  it.each([
    [
      'OpenAI',
      {
        error: {
          message: 'no',
          type: 'invalid_request_error',
          param: 'messages[0].content',
          code: 'bad',
        },
      },
      { message: 'no', type: 'invalid_request_error', param: 'messages[0].content', code: 'bad' },
    ],
    [
      'a number as code (OpenRouter)',
      { error: { code: 429, message: 'no' } },
      { code: '429', status: 429, message: 'no' },
    ],
    [
      'a number in a string (Groq, Together)',
      { error: { code: '503', message: 'no' } },
      { code: '503', status: 503, message: 'no' },
    ],
    [
      'the type None (LiteLLM)',
      { error: { type: 'None', code: 'null', message: 'no' } },
      { message: 'no' },
    ],
    [
      'problem details without a detail',
      { type: 'about:blank', title: 'Quota exceeded', status: 403 },
      { type: 'Quota exceeded', status: 403, message: 'Quota exceeded' },
    ],
    ['a string (Ollama)', { error: 'no' }, { message: 'no' }],
    [
      'a string beside an empty message',
      { error: 'Content Filter', message: ' ' },
      { message: 'Content Filter' },
    ],
    [
      'a string with a type (TGI)',
      { error: 'no', error_type: 'overloaded' },
      { message: 'no', type: 'overloaded' },
    ],
    [
      'a list of one (Gemini)',
      [{ error: { code: 400, message: 'no', status: 'INVALID_ARGUMENT' } }],
      { code: '400', status: 400, message: 'no', type: 'INVALID_ARGUMENT' },
    ],
    [
      'a list of errors',
      { errors: [{ code: 7003, message: 'no' }] },
      { code: '7003', message: 'no' },
    ],
    ['a list of strings', { errors: ['no'] }, { message: 'no' }],
    [
      'an error object (vLLM)',
      { object: 'error', message: 'no', type: 'BadRequestError', code: 400 },
      { message: 'no', type: 'BadRequestError', code: '400', status: 400 },
    ],
    [
      'an error object without a message',
      { object: 'error', code: 500 },
      { code: '500', status: 500 },
    ],
    ['a detail (FastAPI)', { detail: 'no' }, { message: 'no' }],
    [
      'a list of details',
      { detail: [{ loc: ['body', 'messages', 0, 'content'], msg: 'no', type: 'missing' }] },
      { message: 'no', reason: 'missing', param: 'messages.0.content' },
    ],
    [
      'a message with details (Mistral)',
      { object: 'error', message: { detail: [{ msg: 'no' }] }, type: 'invalid_request_error' },
      { message: 'no', type: 'invalid_request_error' },
    ],
    [
      'the details of Google',
      {
        error: {
          message: 'no',
          status: 'INVALID_ARGUMENT',
          details: [{ reason: 'API_KEY_INVALID' }, { fieldViolations: [{ field: 'temperature' }] }],
        },
      },
      {
        message: 'no',
        type: 'INVALID_ARGUMENT',
        reason: 'API_KEY_INVALID',
        param: 'temperature',
      },
    ],
    [
      "FastAPI's errors in Python's notation (vLLM)",
      { message: "[{'type': 'extra_forbidden', 'loc': ('body', 'top_k'), 'msg': 'no'}]" },
      {
        message: "[{'type': 'extra_forbidden', 'loc': ('body', 'top_k'), 'msg': 'no'}]",
        reason: 'extra_forbidden',
        param: 'top_k',
      },
    ],
    [
      'a parameter in the message',
      { error: "Unsupported parameter: 'top_k'" },
      { message: "Unsupported parameter: 'top_k'", mentionedParam: 'top_k' },
    ],
    [
      'a parameter without quotes in the message',
      { error: 'Unrecognized request argument supplied: stream_options. Please contact us' },
      {
        message: 'Unrecognized request argument supplied: stream_options. Please contact us',
        mentionedParam: 'stream_options',
      },
    ],
    [
      'the first of several parameters (LiteLLM)',
      { error: "azure does not support parameters: ['top_k', 'seed'], for model=m" },
      {
        message: "azure does not support parameters: ['top_k', 'seed'], for model=m",
        mentionedParam: 'top_k',
      },
    ],
    [
      'a parameter at the start of the message',
      { error: '`top_k` is not supported by this model' },
      { message: '`top_k` is not supported by this model', mentionedParam: 'top_k' },
    ],
    ['an object of errors (ModelScope)', { errors: { message: 'no' } }, { message: 'no' }],
    [
      'a code and a message of Baidu',
      { error_code: 17, error_msg: 'no' },
      { code: '17', message: 'no' },
    ],
    [
      'a type of AWS',
      { __type: 'ThrottlingException', message: 'no' },
      { type: 'ThrottlingException', message: 'no' },
    ],
    [
      'MiniMax',
      { base_resp: { status_code: 1008, status_msg: 'no' } },
      { code: '1008', type: 'insufficient_balance', message: 'no' },
    ],
    ['a bare message', { message: 'no', request_id: '1' }, { message: 'no' }],
    ['an error with the value true', { error: true, code: 500 }, { code: '500', status: 500 }],
    [
      'Anthropic',
      { type: 'error', error: { type: 'overloaded_error', message: 'no' } },
      { type: 'overloaded_error', message: 'no' },
    ],
    [
      'a status in the error',
      { error: { message: 'no', http_status_code: 424 } },
      { message: 'no', status: 424 },
    ],
  ])('reads %s', (_, body, expected) => {
    expect(decodeErrorBody(body)).toEqual(expected);
  });

  it("reads the vendor's error inside OpenRouter's error", () => {
    const raw = JSON.stringify({
      error: { message: 'slow down', type: 'requests', param: 'n', code: 'rate_limit_exceeded' },
    });
    const error = {
      code: 429,
      message: 'Provider returned error',
      metadata: { raw, provider_name: 'X' },
    };
    expect(decodeErrorBody({ error })).toEqual({
      code: 'rate_limit_exceeded',
      type: 'requests',
      message: 'slow down Provider returned error',
      param: 'n',
      status: 429,
    });
  });

  it.each([
    undefined,
    null,
    5,
    'no',
    [],
    {},
    { error: null },
    { error: '' },
    { errors: [] },
    { message: '' },
    { data: [] },
    { base_resp: { status_code: 0, status_msg: 'success' } },
  ])('returns undefined for %j', (body) => {
    expect(decodeErrorBody(body)).toBeUndefined();
  });

  it.each(['sk-proj-abcdef', 'sk1234567890', 'Bearer x9', 'a'.repeat(65), '12345678', 'x\ny', ''])(
    'omits codes, types and parameters that could be a key: %j',
    (key) => {
      const error = decodeErrorBody({ error: { code: key, type: key, param: key, message: 'no' } });
      expect(error).toEqual({ message: 'no' });
    },
  );

  it.each([
    ['Please try again in 7.66s.', 7660],
    ['Please try again in 7m26.4s. Visit', 446_400],
    ['Please try again in 1h0m5s', 3_605_000],
    ['Please try again in 850ms.', 850],
    ['Please retry after 26 seconds.', 26_000],
    ['Retry after 1 minute', 60_000],
    ['Please wait 46340 seconds before retrying.', 46_340_000],
    ['retry after 850 milliseconds', 850],
    ['Your quota will reset after 1h0m0s.', 3_600_000],
    ['请在 30 秒后重试', 30_000],
    ['try again in a while', undefined],
    ['try again in 5', undefined],
    ['Invalid text "try again in 7s"', undefined],
    ['it took 7s', undefined],
  ])('reads the delay in the message %j', (message, retryAfterMs) => {
    expect(decodeErrorBody({ error: { message } })?.retryAfterMs).toBe(retryAfterMs);
  });

  it.each([
    [
      { details: [{ '@type': 'type.googleapis.com/google.rpc.Help' }, { retryDelay: '36.5s' }] },
      36_500,
    ],
    [{ details: [{ retryDelay: 'soon' }] }, undefined],
    [{ retry_after: 2 }, 2000],
    [{ retry_after: -2 }, undefined],
    [{ retry_after_ms: 15 }, 15],
    [{ retryAfter: '7s' }, 7000],
    [{ retryDelay: '36s' }, 36_000],
    [{ reset_after: 1.5 }, 1500],
    [{ details: [{ retryDelay: { seconds: 3 } }] }, 3000],
    [{ metadata: { retry_after_seconds: 4 } }, 4000],
    [{ metadata: { headers: { 'Retry-After': '6' } } }, 6000],
    [{ metadata: { headers: { 'X-RateLimit-Reset': String(now + 20_000) } } }, 20_000],
    [{ resets_at: now / 1000 + 60 }, 60_000],
    [{ resets_at: 5e15 }, undefined],
    [{ retry_after: null }, undefined],
    [{ retry_after: 1e30 }, undefined],
  ])('reads the delay in the fields %j', (fields, retryAfterMs) => {
    const body = { error: { message: 'no', ...fields } };
    expect(decodeErrorBody(body, now)?.retryAfterMs).toBe(retryAfterMs);
  });

  it.each([
    ['Your limit will reset at 2026-01-01T00:00:40Z.', 40_000],
    ['Remaining: 0. Limit resets at: 2026-01-01 00:00:40 UTC', 40_000],
    ['Limit resets at 2026-01-01 08:00:40 +0800', 40_000],
    ['Your limit will reset at 2026-01-01 08:00:40', undefined],
  ])('reads the point in time in the message %j', (message, retryAfterMs) => {
    expect(decodeErrorBody({ error: { message } }, now)?.retryAfterMs).toBe(retryAfterMs);
  });

  it.each([
    ['1308', '已达到 5 小时的使用上限。您的限额将在 2026-01-01 08:00:40 重置。'],
    [
      '1308',
      '[1308][Usage limit reached for 5 hour. Your limit will reset at 2026-01-01 08:00:40][1]',
    ],
    ['1310', 'Weekly/Monthly Limit Exhausted. Your limit will reset at 2026-01-01 08:00:40'],
  ])('reads the time in China of the code %s: %s', (code, message) => {
    expect(decodeErrorBody({ error: { code, message } }, now)?.retryAfterMs).toBe(40_000);
    expect(decodeErrorBody({ error: { code, message } })?.retryAfterMs).toBeUndefined();
  });

  it('reads a delay outside the error', () => {
    expect(decodeErrorBody({ error: { message: 'no' }, retry_after: 2 })?.retryAfterMs).toBe(2000);
    expect(decodeErrorBody({ error: 'no', retry_after: 2 })?.retryAfterMs).toBe(2000);
  });

  it('ignores points in time without a clock', () => {
    expect(decodeErrorBody({ error: { message: 'no', resets_at: 1.8e9 } })).toEqual({
      message: 'no',
    });
  });
});
