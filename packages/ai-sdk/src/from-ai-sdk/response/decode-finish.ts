import { readString } from '@understudy/core/internal';
import { ProviderError } from '@understudy/core/provider';
import type { FinishReason } from '@understudy/core/provider';

/** Why the model stopped, or the error of a response that is not complete. */
export type DecodedFinish =
  | { readonly reason: FinishReason; readonly rawReason: string | undefined }
  | { readonly error: ProviderError };

/**
 * Decodes the reason of a finish: an object since `v3`, a text in `v2`.
 *
 * Models of the AI SDK end a stream that was cut with a finish, too: with `interrupted`, with `other` without the
 * vendor's own reason, or with `unknown` in `v2`.
 */
export function decodeFinish(finishReason: unknown): DecodedFinish {
  const isText = typeof finishReason === 'string';
  const unified = isText ? finishReason : readString(finishReason, 'unified');
  const rawReason = readString(finishReason, 'raw');
  switch (unified) {
    case 'stop':
    case 'length':
    case 'tool-calls':
    case 'content-filter':
      return { reason: unified, rawReason };
    case 'error':
      return { error: new ProviderError({ code: 'server-error', message: failedMessage }) };
    case 'interrupted':
    case 'unknown':
    case undefined:
      return { error: truncatedError() };
    default:
      return rawReason === undefined && !isText
        ? { error: truncatedError() }
        : { reason: 'other', rawReason };
  }
}

const failedMessage = 'the model of the AI SDK reported that the response failed';

/** The error of a stream that ended without a word of the vendor. */
export function truncatedError(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'stream ended without a finish reason',
  });
}
