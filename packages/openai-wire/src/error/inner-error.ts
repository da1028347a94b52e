import type { JsonObject } from '@understudy/core/provider';
import { readObject, readString } from '@understudy/provider-utils';

/** What LiteLLM and other proxies write before the body of the vendor behind them. */
const proxyPrefix = /^(?:litellm\.\w+:|error code: \d{3} -|error from provider)/i;

/** Returns the JSON of the vendor's error that a gateway puts into its own error. */
export function findInnerError(error: JsonObject, message: string): string | undefined {
  // OpenRouter puts the body of the vendor behind it into `metadata.raw`.
  const raw = readString(readObject(error, 'metadata'), 'raw');
  if (raw !== undefined) return raw;
  const start = message.indexOf('{');
  const isInner = start === 0 || (start > 0 && proxyPrefix.test(message));
  return isInner ? message.slice(start, message.lastIndexOf('}') + 1) : undefined;
}
