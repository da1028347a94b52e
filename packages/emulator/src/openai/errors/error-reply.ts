import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';

/** The `error` object of OpenAI's error responses. */
export interface OpenAiError {
  readonly message: string;
  readonly type: string | null;
  readonly param?: string | null;
  readonly code?: string | null;
}

export interface ErrorBody {
  readonly error: Required<OpenAiError>;
}

export function createErrorBody({ message, type, param, code }: OpenAiError): ErrorBody {
  return { error: { message, type, param: param ?? null, code: code ?? null } };
}

export function createErrorReply(
  status: number,
  error: OpenAiError,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return createJsonReply(status, createErrorBody(error), { headers });
}

/** Creates an error response of the type `invalid_request_error`. */
export function createInvalidRequestReply(
  status: number,
  message: string,
  details: { readonly param?: string | null; readonly code?: string | null } = {},
): Reply {
  return createErrorReply(status, { message, type: 'invalid_request_error', ...details });
}

/** @param shownKey - the key as quoted in the message */
export function createInvalidKeyReply(shownKey: string): Reply {
  const message = `Incorrect API key provided: ${shownKey}. You can find your API key at https://platform.openai.com/account/api-keys.`;
  return createInvalidRequestReply(401, message, { code: 'invalid_api_key' });
}

/** Returns the first three and the last four characters of a key. Masks a short key completely. */
export function maskKey(key: string): string {
  return key.length < 12 ? '*'.repeat(key.length) : `${key.slice(0, 3)}***${key.slice(-4)}`;
}
