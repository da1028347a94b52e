import { readFileSync } from 'node:fs';

import { isJsonObject } from '@understudy/core/internal';
import type { ErrorCode } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import type { VendorErrorDetails } from './classify-error.ts';
import { classifyError } from './classify-error.ts';

/** One error response of a vendor. The README next to the file describes the fields. */
interface RecordedError {
  readonly vendor: string;
  readonly source: string;
  readonly status: number | null;
  readonly code: ErrorCode;
  readonly decidedBy: 'code' | 'message' | 'status';
  readonly body: unknown;
}

const recordings = new URL('../../test/errors/recorded-errors.jsonl', import.meta.url);
const recordedErrors = readFileSync(recordings, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): RecordedError => JSON.parse(line));

/** Reads the common envelopes. The decoders of the providers know more of them. */
function readDetails(body: unknown): VendorErrorDetails {
  const root: unknown = Array.isArray(body) ? body[0] : body;
  if (!isJsonObject(root)) return { vendorMessage: readText(root) };
  const error = root.error ?? root.detail ?? root;
  if (!isJsonObject(error)) {
    return { vendorCode: readText(root.code), vendorMessage: readText(error) };
  }
  return {
    vendorCode: readText(error.code),
    vendorType: readText(error.type) ?? readText(error.status),
    vendorMessage: readText(error.message),
  };
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

describe('classifyError', () => {
  it.each(recordedErrors)(
    'returns $code for status $status of $vendor: $body',
    ({ status, code, body }) => {
      expect(classifyError({ ...readDetails(body), status: status ?? undefined })).toBe(code);
    },
  );

  it.each(recordedErrors)(
    'uses the $decidedBy of $vendor for $code: $body',
    ({ decidedBy, code, body }) => {
      const { vendorMessage, ...codeAndType } = readDetails(body);
      const byCode = classifyError(codeAndType);
      const byMessage = classifyError({ ...codeAndType, vendorMessage });
      expect(byCode).toBe(decidedBy === 'code' ? code : 'server-error');
      expect(byMessage).toBe(decidedBy === 'status' ? 'server-error' : code);
    },
  );

  // Proxies such as LiteLLM forward the message without the code.
  it.each<[string, ErrorCode]>([
    ['This model is currently experiencing high demand. Please try again later.', 'overloaded'],
    ["We're experiencing high traffic right now! Please try again soon.", 'overloaded'],
    [
      'the request exceeds the available context size, try increasing it',
      'context-length-exceeded',
    ],
    ['You have sent too many messages to the model. Please try again later.', 'rate-limited'],
    [
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      'content-filtered',
    ],
    ['Country, region, or territory not supported', 'permission-denied'],
    ['Invalid API Key', 'authentication-failed'],
    ['Invalid bearer token', 'authentication-failed'],
  ])('recognizes the message "%s"', (vendorMessage, code) => {
    expect(classifyError({ vendorMessage })).toBe(code);
  });

  it('prefers the code to the type', () => {
    const vendorCode = 'context_length_exceeded';
    expect(classifyError({ vendorCode, vendorType: 'rate_limit_error' })).toBe(
      'context-length-exceeded',
    );
  });

  it('uses the type if the code is unknown', () => {
    const details = { vendorCode: '3505', vendorType: 'rate_limited' };
    expect(classifyError(details)).toBe('rate-limited');
  });

  it.each([{ vendorCode: 'DeploymentNotFound' }, { vendorType: 'DeploymentNotFound' }])(
    'prefers %j to the message and the status',
    (details) => {
      const vendorMessage = 'rate limit, too long, overloaded, billing, content policy';
      expect(classifyError({ ...details, status: 429, vendorMessage })).toBe('model-not-found');
    },
  );

  it('prefers the message to the status', () => {
    const vendorMessage = 'The model is temporarily rate-limited upstream.';
    expect(classifyError({ vendorMessage, status: 502 })).toBe('rate-limited');
  });

  it.each<[string, ErrorCode]>([
    // Groq advertises its billing page in the message of a rate limit.
    [
      'Rate limit reached on tokens per minute. Upgrade at https://console.test/billing',
      'rate-limited',
    ],
    // Gemini and OpenAI mention rate limits in the message of a spent quota.
    [
      'You exceeded your current quota, please check your plan. See https://ai.test/rate-limits',
      'quota-exhausted',
    ],
    ['Please check your billing details.', 'quota-exhausted'],
  ])('uses the first phrase of the list that matches: %s', (vendorMessage, code) => {
    expect(classifyError({ vendorMessage, status: 403 })).toBe(code);
  });

  it('matches phrases in any case', () => {
    expect(classifyError({ vendorMessage: 'Our servers are OVERLOADED.', status: 500 })).toBe(
      'overloaded',
    );
  });

  it('matches phrases in the first 4 KiB only', () => {
    const vendorMessage = `${'x'.repeat(4096)} rate limit`;
    expect(classifyError({ vendorMessage, status: 400 })).toBe('invalid-request');
  });

  it.each([
    ['The server took too long to respond.', 504, 'server-error'],
    ['Waiting for the model took too long', 408, 'timeout'],
    ['max_tokens is too large: 50000. This model supports at most 16384.', 400, 'invalid-request'],
  ] as const)('does not confuse "%s" with a context overflow', (vendorMessage, status, code) => {
    expect(classifyError({ vendorMessage, status })).toBe(code);
  });

  // Vendors use these types for any error, so that they have no rule.
  describe.each(['api_error', 'server_error', 'invalid_request_error'])(
    'with the type %s',
    (vendorType) => {
      it.each([
        [404, 'model-not-found'],
        [400, 'invalid-request'],
        [503, 'server-error'],
        [200, 'server-error'],
        [undefined, 'server-error'],
      ] as const)('uses the status %s', (status, code) => {
        expect(classifyError({ vendorType, status })).toBe(code);
      });

      it('uses the message', () => {
        const vendorMessage = 'The engine is currently overloaded, please try again later';
        expect(classifyError({ vendorType, status: 503, vendorMessage })).toBe('overloaded');
      });
    },
  );

  it.each<[number, ErrorCode]>([
    [399, 'malformed-response'],
    [400, 'invalid-request'],
    [409, 'invalid-request'],
    [410, 'model-not-found'],
    [499, 'invalid-request'],
    [500, 'server-error'],
    [528, 'server-error'],
    [529, 'overloaded'],
    [599, 'server-error'],
  ])('uses the status %i if nothing else is known', (status, code) => {
    expect(classifyError({ status })).toBe(code);
    const unknown = { vendorCode: 'unheard_of', vendorMessage: 'Something.' };
    expect(classifyError({ ...unknown, status })).toBe(code);
  });

  it.each([200, 204, 206, 302])(
    'returns malformed-response for status %i without error details',
    (status) => {
      expect(classifyError({ status })).toBe('malformed-response');
    },
  );

  it('returns server-error for an unknown error inside a response', () => {
    expect(classifyError({ status: 200, vendorMessage: 'Oh no.' })).toBe('server-error');
    expect(classifyError({ status: 200, vendorCode: 'unheard_of' })).toBe('server-error');
    expect(classifyError({ vendorMessage: 'Something went wrong.' })).toBe('server-error');
    expect(classifyError({})).toBe('server-error');
  });

  it.each(['__proto__', 'constructor', 'toString', ''])('has no rule for the code %j', (code) => {
    expect(classifyError({ vendorCode: code, vendorType: code, status: 400 })).toBe(
      'invalid-request',
    );
  });
});
