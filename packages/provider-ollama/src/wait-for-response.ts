import type { ProviderCallContext, ProgressEvent } from '@understudy/core/provider';
import { isJsonObject, readArray, readString, sendRequest } from '@understudy/provider-utils';

import type { Endpoint } from './endpoint.ts';

/** How long to wait for the headers before the server is asked what it does, and between two questions. */
const intervalMs = 5000;

const loading: readonly ProgressEvent[] = [{ type: 'progress', activity: 'loading' }];

/**
 * Yields `progress` while the headers of a response do not arrive and the server reports that the model is loaded or
 * being loaded. Returns the response.
 *
 * Ollama sends nothing before the first token: neither while it loads the model nor while it reads the prompt.
 * `GET /api/ps` lists a model from the start of its loading on.
 */
export async function* waitForResponse<Response>(
  pending: Promise<Response>,
  model: string,
  endpoint: Endpoint,
  context: ProviderCallContext,
): AsyncGenerator<readonly ProgressEvent[], Response, undefined> {
  const asking = new AbortController();
  try {
    for (;;) {
      const settled = await settleWithin(pending, context);
      if (settled) return settled.response;
      const signal = AbortSignal.any([context.signal, asking.signal]);
      const isRunning = await Promise.race([
        isModelRunning(model, endpoint, { ...context, signal }),
        pending.then(() => undefined),
      ]);
      if (isRunning === true) yield loading;
      // An older server, or another one: it does not report what it does.
      if (isRunning === false) return await pending;
    }
  } finally {
    asking.abort();
  }
}

/** Resolves with the response, or with undefined after the interval. Rejects with the error of the response. */
async function settleWithin<Response>(
  pending: Promise<Response>,
  { clock }: ProviderCallContext,
): Promise<{ readonly response: Response } | undefined> {
  const { promise: expired, resolve } = Promise.withResolvers<undefined>();
  const stopTimer = clock.setTimer(() => resolve(undefined), intervalMs);
  try {
    return await Promise.race([pending.then((response) => ({ response })), expired]);
  } finally {
    stopTimer();
  }
}

/** Returns undefined if the server lists other models, and false if it has no such list. */
async function isModelRunning(
  model: string,
  endpoint: Endpoint,
  context: ProviderCallContext,
): Promise<boolean | undefined> {
  try {
    const { json } = await sendRequest(context, {
      ...endpoint.fields,
      method: 'GET',
      url: endpoint.running,
      expect: 'json',
      operation: 'request for the loaded models',
    });
    const models = isJsonObject(json) ? readArray(json, 'models') : undefined;
    if (!models) return false;
    return models.some((entry) => isSameModel(entry, model)) ? true : undefined;
  } catch {
    return false;
  }
}

/** A name without a tag is that of the tag `latest`. */
function isSameModel(entry: unknown, model: string): boolean {
  const names = [readString(entry, 'model'), readString(entry, 'name')];
  return names.includes(model) || names.includes(`${model}:latest`);
}
