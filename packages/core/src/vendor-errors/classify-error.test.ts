import { describe, expect, it } from 'vitest';

import type { ErrorCode } from '../chat/error-code.ts';
import { classifyError } from './classify-error.ts';

describe('classifyError', () => {
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
    ['You have reached your specified API usage limits.', 'quota-exhausted'],
    ["You're out of extra usage. Add more at claude.ai/settings/usage.", 'quota-exhausted'],
    ['Output blocked by content filtering policy', 'content-filtered'],
    ['"thinking.type.enabled" is not supported for this model.', 'unsupported-parameter'],
    ['`temperature` is deprecated for this model.', 'unsupported-parameter'],
    ['This model does not support the effort parameter.', 'unsupported-parameter'],
    ['This model does not support image input.', 'unsupported-feature'],
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

  it.each([
    [{ reason: 'API_KEY_INVALID', vendorType: 'INVALID_ARGUMENT' }, 'authentication-failed'],
    [{ reason: 'BILLING_DISABLED', vendorType: 'RESOURCE_EXHAUSTED' }, 'quota-exhausted'],
    [{ reason: 'extra_forbidden', vendorType: 'invalid_request_error' }, 'unsupported-parameter'],
    [{ reason: 'float_parsing', param: 'temperature' }, 'invalid-request'],
    [{ vendorCode: 'InvalidApiKey' }, 'authentication-failed'],
    [{ vendorCode: 'organization_on_hold' }, 'permission-denied'],
    [{ vendorCode: 'enforced_spend_limit_reached' }, 'quota-exhausted'],
    [{ vendorCode: 'contract_spend_limit_reached' }, 'quota-exhausted'],
    [{ vendorCode: 'linked_organization_disabled' }, 'quota-exhausted'],
    [{ vendorCode: 'ramp_limit_exceeded' }, 'rate-limited'],
    [{ vendorCode: 'Throttling.RateQuota' }, 'rate-limited'],
  ] as const)('uses the code, the reason and the type in any spelling: %j', (details, code) => {
    expect(classifyError({ ...details, status: 400 })).toBe(code);
  });

  it.each([
    ['temperature', 400, 'unsupported-parameter'],
    ['max_completion_tokens', 422, 'unsupported-parameter'],
    ['reasoning.effort', 400, 'unsupported-parameter'],
    ['model', 400, 'model-not-found'],
    ['messages[1].content', 400, 'invalid-request'],
    ['None', 400, 'request-rejected'],
    ['null', 400, 'request-rejected'],
    ['undefined', 400, 'request-rejected'],
    ['', 400, 'request-rejected'],
    ['temperature', undefined, 'unsupported-parameter'],
    ['tools[0].function.parameters', 400, 'invalid-request'],
    ['tools', 400, 'unsupported-parameter'],
    ['response_format', 400, 'unsupported-parameter'],
    ['response_format.type', 422, 'unsupported-parameter'],
    ['response_format.json_schema.schema', 400, 'invalid-request'],
    ['api_key', 400, 'request-rejected'],
    ['temperature', 500, 'server-error'],
    ['temperature', 401, 'authentication-failed'],
    ['sk-1234', 400, 'request-rejected'],
  ] as const)('uses the parameter %s with status %s', (param, status, code) => {
    expect(classifyError({ param, status })).toBe(code);
  });

  it.each<[string, string, ErrorCode]>([
    ...['input_tokens', 'max_tokens', 'messages', 'model', 'Prompt', 'top_k', 'None'].map(
      (param): [string, string, ErrorCode] => [
        param,
        "This model's maximum context length is 2048 tokens.",
        'context-length-exceeded',
      ],
    ),
    ['token', 'Invalid API key provided.', 'authentication-failed'],
    ['Authorization', 'Invalid API key provided.', 'authentication-failed'],
    ['account', 'Insufficient balance', 'quota-exhausted'],
    ['model', 'This model does not support tools.', 'unsupported-parameter'],
    ['model', 'This model does not support image input.', 'unsupported-feature'],
    ['prompt', 'The prompt violates our content policy.', 'content-filtered'],
    ['temperature', 'The model is at capacity for this value.', 'unsupported-parameter'],
    ['messages', 'The model is at capacity.', 'overloaded'],
    ['response_format', "Invalid schema for response_format 'order'.", 'invalid-request'],
    ['tools', "Invalid schema for function 'order'.", 'invalid-request'],
    ['tools', "Invalid type for 'tools': expected an array of objects.", 'invalid-request'],
    [
      'response_format.type',
      "Missing required parameter: 'response_format.type'.",
      'invalid-request',
    ],
  ])('decides between the parameter %s and the message "%s"', (param, vendorMessage, code) => {
    expect(classifyError({ param, vendorMessage, status: 400 })).toBe(code);
  });

  it.each(['Invalid JSON in the body.', 'content must be a string', 'Missing required field'])(
    'returns invalid-request for a rejected request whose message is "%s"',
    (vendorMessage) => {
      const vendorType = 'invalid_request_error';
      expect(classifyError({ vendorMessage, vendorType, status: 400 })).toBe('invalid-request');
      expect(classifyError({ vendorMessage, vendorType, status: 502 })).toBe('server-error');
    },
  );

  it.each([
    ['messages[2].tool_calls[0].id', 'invalid-request'],
    ['tools[0].function.name', 'invalid-request'],
    ['input[3].call_id', 'invalid-request'],
    ['input[3].name', 'invalid-request'],
    ['input', 'context-length-exceeded'],
    ['input[3].arguments', 'context-length-exceeded'],
    ['input[0].content', 'context-length-exceeded'],
    ['messages[0].content[1].text', 'context-length-exceeded'],
  ] as const)('distinguishes a long %s from a long prompt', (param, code) => {
    const vendorCode = 'string_above_max_length';
    const vendorMessage = `Invalid '${param}': string too long.`;
    expect(classifyError({ vendorCode, param, vendorMessage, status: 400 })).toBe(code);
  });

  it.each<[string, ErrorCode]>([
    ['The model `foo` does not exist', 'model-not-found'],
    ['No endpoints found that can handle the requested parameters.', 'unsupported-parameter'],
    ['temperature: Input should be less than or equal to 1', 'unsupported-parameter'],
    ['输入内容包含敏感词', 'content-filtered'],
    ['账户余额不足', 'quota-exhausted'],
    ['您的账户已达到速率限制', 'rate-limited'],
    ['模型过载，请稍后重试', 'overloaded'],
    ['输入长度超过模型上限', 'context-length-exceeded'],
    ['Tool name is too long', 'request-rejected'],
    ['Overloaded', 'overloaded'],
    ['Rate limit exceeded.', 'rate-limited'],
  ])('recognizes "%s" with status 400', (vendorMessage, code) => {
    expect(classifyError({ vendorMessage, status: 400 })).toBe(code);
  });

  it('does not take a stored item for a model', () => {
    const vendorMessage = "Item with id 'rs_0a1' not found.";
    expect(classifyError({ vendorMessage, param: 'input', status: 404 })).toBe('request-rejected');
  });

  it.each([
    [404, "Container with id 'cntr_1' not found."],
    [404, "Conversation with id 'conv_1' not found."],
    [404, "Prompt with id 'pmpt_1' not found."],
    [404, 'Vector store with id vs_1 not found.'],
    [404, 'No such File object: file-123'],
    [404, 'Cached content cachedContents/abc is not found.'],
    [403, 'CachedContent not found (or permission denied)'],
    [403, 'You do not have permission to access the File abc or it may not exist.'],
  ])('does not take what the request refers to for a model (%i, "%s")', (status, vendorMessage) => {
    expect(classifyError({ vendorMessage, status })).toBe('request-rejected');
  });

  it('still finds a model with such a message', () => {
    const vendorMessage = "Model with id 'gpt-9' not found.";
    expect(classifyError({ vendorMessage, status: 404 })).toBe('model-not-found');
  });

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
    expect(classifyError({ vendorMessage, status: 400 })).toBe('request-rejected');
  });

  it.each([
    ['The server took too long to respond.', 504, 'server-error'],
    ['Waiting for the model took too long', 408, 'timeout'],
    [
      'max_tokens is too large: 50000. This model supports at most 16384.',
      400,
      'unsupported-parameter',
    ],
  ] as const)('does not confuse "%s" with a context overflow', (vendorMessage, status, code) => {
    expect(classifyError({ vendorMessage, status })).toBe(code);
  });

  // Vendors use these types for any error, so that they have no rule.
  describe.each(['api_error', 'server_error', 'invalid_request_error'])(
    'with the type %s',
    (vendorType) => {
      it.each([
        [404, 'model-not-found'],
        [400, 'request-rejected'],
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
    [400, 'request-rejected'],
    [401, 'authentication-failed'],
    [402, 'quota-exhausted'],
    [403, 'permission-denied'],
    [404, 'model-not-found'],
    [405, 'request-rejected'],
    [407, 'request-rejected'],
    [408, 'timeout'],
    [409, 'request-rejected'],
    [410, 'model-not-found'],
    [413, 'context-length-exceeded'],
    [418, 'request-rejected'],
    [421, 'request-rejected'],
    [422, 'request-rejected'],
    [423, 'request-rejected'],
    [426, 'request-rejected'],
    [428, 'request-rejected'],
    [429, 'rate-limited'],
    [431, 'request-rejected'],
    [451, 'request-rejected'],
    [498, 'request-rejected'],
    [499, 'request-rejected'],
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
      'request-rejected',
    );
  });
});
