import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';

/** What the vendor says went wrong. */
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

/** An error of the one who asked. */
export function createInvalidRequestReply(
  status: number,
  message: string,
  details: { readonly param?: string | null; readonly code?: string | null } = {},
): Reply {
  return createErrorReply(status, { message, type: 'invalid_request_error', ...details });
}
