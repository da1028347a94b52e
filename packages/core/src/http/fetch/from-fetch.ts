import type { Phase } from '../../chat/attempt.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { HttpRequest } from '../../ports/http.ts';
import { codeOf, describeTarget, fromTransport, isErrorLike } from '../from-transport.ts';

/**
 * Converts an error of `fetch` to a ProviderError. Node.js and Deno wrap the error of the connection in a TypeError;
 * Bun throws it.
 *
 * @param phase - `headers`, or undefined after the response headers
 */
export function fromFetch(
  error: unknown,
  phase: Extract<Phase, 'headers'> | undefined,
  request: HttpRequest,
): ProviderError {
  const transport = isErrorLike(error) && isErrorLike(error.cause) ? error.cause : error;
  const expired = timeoutPhases.get(codeOf(transport) ?? '');
  if (expired) return timeoutOfFetch(expired, request);
  if (isEncodingError(transport)) return invalidEncoding(phase);
  return fromTransport(transport, phase && (isNotSent(transport) ? 'connect' : phase), request);
}

/** The codes for timeouts of the global dispatcher of Node.js. */
const timeoutPhases: ReadonlyMap<string, Phase> = new Map([
  ['UND_ERR_CONNECT_TIMEOUT', 'connect'],
  ['UND_ERR_HEADERS_TIMEOUT', 'headers'],
  ['UND_ERR_BODY_TIMEOUT', 'idle'],
]);

function timeoutOfFetch(phase: Phase, request: HttpRequest): ProviderError {
  const message = `${describeTarget(request)} exceeded a timeout of the global fetch dispatcher`;
  return new ProviderError({ code: 'timeout', message, phase });
}

/** Whether the body could not be decoded. Deno has no codes for this. */
function isEncodingError(error: unknown): boolean {
  return /^(?:Z_|ERR__ERROR_|ZSTD_error_|(?:Zlib|Brotli|Zstd)\w*Error$)/.test(codeOf(error) ?? '');
}

function invalidEncoding(phase: Phase | undefined): ProviderError {
  const message = 'expected a body in its content encoding, received other data';
  return new ProviderError({ code: 'malformed-response', message, phase });
}

/** Codes of errors before the request was sent: DNS, TCP, TLS, and a request that undici rejects. */
const notSent =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|ENETUNREACH|EHOSTUNREACH|EPROTO|ConnectionRefused|FailedToOpenSocket|ERR_(?:SSL|TLS)_\w+|\w*CERT\w*|UNABLE_TO_\w+|UND_ERR_(?:INVALID_ARG|NOT_SUPPORTED|REQ_CONTENT_LENGTH_MISMATCH))$/;

/** Deno has no codes and reports the phase in the message only. */
function isNotSent(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return notSent.test(code);
  return isErrorLike(error) && error.message.includes(': client error (Connect)');
}
