import { ProviderError } from '@understudy/core/provider';

/** Codes of Node.js and undici, for example `ECONNREFUSED` and `UND_ERR_SOCKET`. */
const networkCode = /^(?:E[A-Z]{3,}|EAI_[A-Z]+|UND_ERR_[A-Z_]+|\w*CERT\w*)$/;
const timeoutCode = /TIMEOUT$|^ETIMEDOUT$|^TimeoutError$/;

/** How many causes of an error are examined. */
const maxDepth = 5;

/** Returns the error of a connection that failed, or undefined for another error. */
export function findNetworkError(error: unknown): ProviderError | undefined {
  const code = findCode(error);
  if (code === undefined) return undefined;
  const isTimeout = timeoutCode.test(code);
  return new ProviderError({
    code: isTimeout ? 'timeout' : 'connection-failed',
    message: isTimeout
      ? `the HTTP client of the AI SDK timed out (${code})`
      : `the connection failed (${code})`,
    cause: new Error(code),
  });
}

function findCode(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < maxDepth && current instanceof Error; depth += 1) {
    // The reason of `AbortSignal.timeout()`, whose code is a number.
    if (current.name === 'TimeoutError') return current.name;
    const code: unknown = Reflect.get(current, 'code');
    if (typeof code === 'string' && networkCode.test(code)) return code;
    current = current.cause;
  }
  return undefined;
}
