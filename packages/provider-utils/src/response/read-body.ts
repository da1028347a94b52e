import { formatBytes } from '@understudy/core/internal';
import { ProviderError } from '@understudy/core/provider';
import type { HttpResponse, ProviderCallContext, SizeLimits } from '@understudy/core/provider';

import type { JsonGrace } from './json-grace.ts';
import { stopReading } from './stop-reading.ts';
import { toText } from './to-text.ts';

/** A body as text, as far as it was received. */
export interface ReceivedText {
  readonly text: string;
  /** The error with which the body has ended. Undefined if it is complete. */
  readonly failure: { readonly error: unknown } | undefined;
}

/**
 * Returns a complete body as text. Reads the body to its end.
 *
 * @throws ProviderError `response-too-large` if it has more than `maxJsonBytes`
 */
export async function readText(
  response: HttpResponse,
  limits: Pick<SizeLimits, 'maxJsonBytes'>,
): Promise<string> {
  const { text, failure } = await readReceived(response, limits);
  if (failure) throw failure.error;
  return text;
}

/** A body, of which a part was read already. */
export interface PartialBody extends Pick<HttpResponse, 'status' | 'body'> {
  readonly first?: Uint8Array | undefined;
}

/**
 * Returns a body as text, also if it fails. Reads it to its end, or to the end of the grace.
 *
 * @throws ProviderError `response-too-large` if it has more than `maxJsonBytes`
 */
export async function readReceived(
  { status, body, first }: PartialBody,
  { maxJsonBytes }: Pick<SizeLimits, 'maxJsonBytes'>,
  grace?: JsonGrace,
): Promise<ReceivedText> {
  const source = body[Symbol.asyncIterator]();
  const chunks = first ? [first] : [];
  let length = first?.length ?? 0;
  let failure: ReceivedText['failure'];
  try {
    while (length <= maxJsonBytes) {
      const chunk = await (grace ? grace.read(source, chunks) : source.next());
      if (chunk.done === true) break;
      length += chunk.value.length;
      chunks.push(chunk.value);
    }
    if (length > maxJsonBytes) await source.return?.();
  } catch (error) {
    failure = { error };
  }
  if (length > maxJsonBytes) throw bodyTooLarge(status, maxJsonBytes);
  return { text: toText(chunks), failure };
}

/** The wait for the body of an error response. Its status and its headers are known already. */
const errorBodyMs = 1000;

/**
 * Returns the body of an error response as text, as far as it arrives: at most `maxErrorBytes`, within one second, and
 * up to the place where it is cut off or damaged. Then stops reading.
 *
 * @throws the reason of the signal if it aborts
 */
export async function readErrorBody(
  { body }: HttpResponse,
  { clock, limits, signal }: Pick<ProviderCallContext, 'clock' | 'limits' | 'signal'>,
): Promise<string> {
  const { promise: timeout, resolve } = Promise.withResolvers<undefined>();
  const stopTimer = clock.setTimer(() => resolve(undefined), errorBodyMs);
  const iterator = body[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    while (length < limits.maxErrorBytes) {
      const chunk = await Promise.race([iterator.next(), timeout]);
      if (chunk === undefined || chunk.done === true) break;
      chunks.push(chunk.value.subarray(0, limits.maxErrorBytes - length));
      length += chunk.value.length;
    }
  } catch {
    signal.throwIfAborted();
  } finally {
    stopTimer();
    void stopReading(iterator);
  }
  return toText(chunks);
}

/**
 * Returns a complete body as parsed JSON.
 *
 * @throws ProviderError `malformed-response` if the body is not JSON, `response-too-large` if it has more than
 * `maxJsonBytes`
 */
export async function readJson(
  response: HttpResponse,
  limits: Pick<SizeLimits, 'maxJsonBytes'>,
): Promise<unknown> {
  const text = await readText(response, limits);
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // The message of the parser quotes the body, so it is not kept as the cause.
    throw new ProviderError({
      code: 'malformed-response',
      message: `expected JSON, received ${describeBody(text)}`,
      status: response.status,
    });
  }
}

function describeBody(text: string): string {
  if (text === '') return 'an empty body';
  return text.trimStart().startsWith('<') ? 'HTML' : 'invalid JSON';
}

function bodyTooLarge(status: number, maxBytes: number): ProviderError {
  return new ProviderError({
    code: 'response-too-large',
    message: `expected a body of at most ${formatBytes(maxBytes)} (limits.maxJsonBytes), received more`,
    status,
  });
}
