import { APICallError, NoSuchModelError } from '@ai-sdk/provider';
import { errorRule, isChainError, isConfigurationError, isUnderstudyError } from '@understudy/core';
import type { Attempt, ConfigurationError, UnderstudyError } from '@understudy/core';
import { readNumber } from '@understudy/core/internal';

/** The chat that failed. */
export interface FailedChat {
  /** The name of the chain or model. */
  readonly model: string;
  readonly attempts: readonly Attempt[];
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Returns the error that a call of a model throws. The AI SDK does not retry it, because the chain has done so.
 *
 * The reason of an abort is returned as it is.
 */
export function encodeError(error: unknown, chat: FailedChat): unknown {
  if (!isUnderstudyError(error) || isAbort(error, chat.signal)) return error;
  if (isUnknownModel(error)) return createNoSuchModelError(chat.model, error);
  const last = isChainError(error) ? (error.errors.at(-1) ?? error) : error;
  const retryAfterMs = readNumber(error, 'retryAfterMs');
  return new APICallError({
    message: error.message,
    url: `understudy:${encodeURIComponent(chat.model)}`,
    requestBodyValues: {},
    statusCode: readNumber(last, 'status') ?? errorRule(last.code).httpStatus,
    ...(retryAfterMs !== undefined && { responseHeaders: { 'retry-after-ms': `${retryAfterMs}` } }),
    isRetryable: false,
    data: { ...error.toJSON(), attempts: chat.attempts },
    cause: last,
  });
}

/** Returns whether an error is the reason of the caller's signal. */
export function isAbort(error: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && error === signal.reason;
}

/** Returns whether a model reference names nothing. A vendor's own error about a model has another class. */
export function isUnknownModel(error: unknown): error is ConfigurationError {
  return (
    isConfigurationError(error) &&
    (error.code === 'model-not-found' || error.code === 'provider-not-found')
  );
}

/** Returns the error of the AI SDK for a model reference that names nothing. */
export function createNoSuchModelError(modelId: string, error: UnderstudyError): NoSuchModelError {
  return new NoSuchModelError({
    modelId,
    modelType: 'languageModel',
    message: `${error.message.replace(/(?<![.?!])$/, '.')} ${error.hint}`,
  });
}
