import type { JsonObject } from '@understudy/core';

import type { Failure } from './failure.ts';
import { statusTable } from './status-table.ts';

/** The form of an error in one API. */
export interface ErrorFormat {
  statusOf(failure: Failure): number;
  encode(failure: Failure, requestId: string): JsonObject;
}

/** The form of errors of OpenAI's APIs. */
export const openAiErrors: ErrorFormat = {
  statusOf: ({ code }) => statusTable[code].openai.status,
  encode: ({ code, message, param = null }) => {
    const { type, code: openAiCode = code.replaceAll('-', '_') } = statusTable[code].openai;
    return { error: { message, type, param, code: openAiCode } };
  },
};

/** The form of errors of Anthropic's API. Clients recognize a request that is too long by its message. */
export const anthropicErrors: ErrorFormat = {
  statusOf: ({ code }) => statusTable[code].anthropic.status,
  encode: ({ code, message }, requestId) => {
    const text = code === 'context-length-exceeded' ? `prompt is too long: ${message}` : message;
    const error = { type: statusTable[code].anthropic.type, message: text };
    return { type: 'error', error, request_id: requestId };
  },
};

/** The form of errors of Ollama's API, whose paths are not served. Its clients show the text of `error`. */
const ollamaErrors: ErrorFormat = {
  statusOf: (failure) => openAiErrors.statusOf(failure),
  encode: ({ message }) => ({ error: message }),
};

/** Returns the form of the API that a path belongs to. */
export function errorFormatOf(path: string): ErrorFormat {
  if (isOllamaPath(path)) return ollamaErrors;
  return path.startsWith('/v1/messages') ? anthropicErrors : openAiErrors;
}

/** Whether a path belongs to the API of Ollama. */
export function isOllamaPath(path: string): boolean {
  return path.startsWith('/api/');
}

/** The headers that say whether and when a client may send a request again. */
export function retryHeaders({
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
