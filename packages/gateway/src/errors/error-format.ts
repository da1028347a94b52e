import { encodeErrorBody as encodeAnthropicError } from '@understudy/anthropic-wire';
import type { JsonObject } from '@understudy/core';
import { encodeErrorBody as encodeOpenAiError } from '@understudy/openai-wire';

import { isMessagesPath, isOllamaPath } from '../http/api-path.ts';
import { isErrorCode } from './failure.ts';
import type { Failure } from './failure.ts';
import { rejectionRules } from './rejection-rules.ts';
import { statusOf } from './status-of.ts';

/** The form of an error in one API. */
export interface ErrorFormat {
  statusOf(failure: Failure): number;
  encode(failure: Failure, requestId: string): JsonObject;
}

/** A form whose bodies do not contain the id of the request. */
interface AnonymousErrorFormat extends ErrorFormat {
  encode(failure: Failure): JsonObject;
}

/** The form of errors of OpenAI's APIs. */
export const openAiErrors: AnonymousErrorFormat = {
  statusOf: ({ code }) => {
    const status = statusOf(code);
    // OpenAI sends 429 for an exhausted quota.
    return status === 402 ? 429 : status;
  },
  encode: ({ code, message, param }) => {
    if (isErrorCode(code)) return encodeOpenAiError({ code, message, param });
    const { type, code: openAiCode = code.replaceAll('-', '_') } = rejectionRules[code];
    return { error: { message, type, param: param ?? null, code: openAiCode } };
  },
};

/** The form of errors of Anthropic's API. */
export const anthropicErrors: ErrorFormat = {
  statusOf: ({ code }) => {
    const status = statusOf(code);
    // Anthropic sends 529 for an overload.
    return status === 503 ? 529 : status;
  },
  encode: ({ code, message, param }, requestId) => {
    if (isErrorCode(code)) return encodeAnthropicError({ code, message, param }, requestId);
    const { type, anthropicType = type } = rejectionRules[code];
    return { type: 'error', error: { type: anthropicType, message }, request_id: requestId };
  },
};

/** The form of errors of Ollama's API, whose paths are not served. Its clients show the text of `error`. */
const ollamaErrors: AnonymousErrorFormat = {
  statusOf: (failure) => openAiErrors.statusOf(failure),
  encode: ({ message }) => ({ error: message }),
};

/** Returns the form of the API that a path belongs to. */
export function errorFormatOf(path: string): ErrorFormat {
  if (isOllamaPath(path)) return ollamaErrors;
  return isMessagesPath(path) ? anthropicErrors : openAiErrors;
}

/** Returns the headers that report whether and when a client may send a request again. */
export function createRetryHeaders({
  retryAfterMs,
  mayRetry,
}: Failure): Readonly<Record<string, string>> {
  return {
    ...(retryAfterMs !== undefined && {
      'retry-after': String(Math.ceil(retryAfterMs / 1000)),
      'retry-after-ms': String(Math.ceil(retryAfterMs)),
    }),
    ...(!mayRetry && { 'x-should-retry': 'false' }),
  };
}
