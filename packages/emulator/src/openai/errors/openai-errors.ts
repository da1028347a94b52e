import type { OpenAiError } from './error-reply.ts';

const invalidRequest = 'invalid_request_error';

/** @param wait - the time in the message, as OpenAI writes it, for example `20s` or `500ms` */
export function createRateLimit(wait?: string): OpenAiError {
  const advice = wait === undefined ? '' : ` Please try again in ${wait}.`;
  return {
    message: `Rate limit reached in organization org-emulated on requests per min (RPM): Limit 3, Used 3, Requested 1.${advice} Visit https://platform.openai.com/account/rate-limits to learn more.`,
    type: 'requests',
    code: 'rate_limit_exceeded',
  };
}

export const exhaustedQuota: OpenAiError = {
  message:
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
  type: 'insufficient_quota',
  code: 'insufficient_quota',
};

/** The error for a wrong key, without the key. */
export const rejectedKey: OpenAiError = {
  message: 'Incorrect API key provided. You can find your API key at https://platform.openai.com.',
  type: invalidRequest,
  code: 'invalid_api_key',
};

export const missingScope: OpenAiError = {
  message:
    'You have insufficient permissions for this operation. Missing scopes: model.request. Check that you have the correct role in your organization and project.',
  type: invalidRequest,
  code: 'missing_scope',
};

export const tooLongContext: OpenAiError = {
  message:
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 10000 tokens. Please reduce the length of the messages.",
  type: invalidRequest,
  param: 'messages',
  code: 'context_length_exceeded',
};

/** The error of Azure OpenAI. */
export const filteredPrompt: OpenAiError = {
  message:
    "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.",
  type: null,
  param: 'prompt',
  code: 'content_filter',
};

export const tooLargeBody: OpenAiError = {
  message: 'The request body is larger than the maximum of 33554432 bytes.',
  type: invalidRequest,
  code: 'request_too_large',
};

export const timedOut: OpenAiError = { message: 'Request timed out.', type: 'timeout' };

export const serverError: OpenAiError = {
  message: 'The server had an error while processing your request. Sorry about that!',
  type: 'server_error',
};

export const overloadedEngine: OpenAiError = {
  message: 'The engine is currently overloaded, please try again later',
  type: 'server_error',
};

export const overloaded: OpenAiError = { message: 'Overloaded', type: 'overloaded_error' };

export function createModelNotFound(model: string): OpenAiError {
  return {
    message: `The model \`${model}\` does not exist or you do not have access to it.`,
    type: invalidRequest,
    code: 'model_not_found',
  };
}

export const conflict: OpenAiError = {
  message: 'The resource is in use.',
  type: invalidRequest,
};
