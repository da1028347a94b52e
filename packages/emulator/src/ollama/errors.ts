import { createJsonReply } from '../server/create-reply.ts';
import type { Reply } from '../server/reply.ts';

/** An invalid request. The response has the status and the message. */
export class RequestError extends Error {
  readonly status: number;

  constructor(message: string, status: number = 400) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
  }
}

/** Creates an error response. Ollama's errors have a message only. */
export function createErrorReply(
  status: number,
  message: string,
  fields: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return createJsonReply(status, { error: message, ...fields }, { headers });
}

/** Returns the message of Go's JSON decoder for a value of the wrong type. */
export function invalidType(value: unknown, field: string, goType: string): RequestError {
  return new RequestError(
    `json: cannot unmarshal ${describeType(value)} into Go struct field ChatRequest.${field} of type ${goType}`,
  );
}

function describeType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

export const messages = {
  modelNotFound: (model: string): string => `model '${model}' not found`,
  unsupported: (model: string, feature: string): string =>
    `${JSON.stringify(model)} does not support ${feature}`,
  tooLong: (tokens: number, available: number): string =>
    `request (${tokens} tokens) exceeds the available context size (${available} tokens), try increasing it`,
  busy: 'server busy, please try again.  maximum pending requests exceeded',
  outOfMemory: 'model requires more system memory (18.2 GiB) than is available (7.5 GiB)',
  runnerStopped:
    'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details',
  unauthorized: 'unauthorized',
} as const;
