import type { Phase } from '../chat/attempt.ts';
import type { ProviderErrorDetails } from '../errors/provider-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { withoutStack } from '../errors/without-stack.ts';
import { readArray } from '../json/read-json-value.ts';
import type { HttpRequest } from '../ports/http.ts';
import { formatBytes } from '../text/format-bytes.ts';
import { maskCredentials } from '../text/mask-credentials.ts';
import { findInvalidHeader } from './header-syntax.ts';

type Target = Pick<HttpRequest, 'url' | 'proxy'> & Partial<Pick<HttpRequest, 'headers'>>;

/** Returns the origins of the server and of the proxy, without path, query and credentials. */
export function describeTarget({ url, proxy }: Target): string {
  return proxy ? `${url.origin} through the proxy ${proxy.origin}` : url.origin;
}

/**
 * Converts an error of undici, Node.js or another runtime to a ProviderError.
 *
 * @param phase - undefined after the response headers
 * @param reusedSocket - whether a reused connection was closed before any byte of the response
 */
export function fromTransport(
  error: unknown,
  phase: Phase | undefined,
  target: Target,
  reusedSocket = false,
): ProviderError {
  const cause = createSafeCause(error);
  return new ProviderError({ ...describeError(error, phase, target), phase, reusedSocket, cause });
}

/**
 * Returns the error of an app's own dispatcher that threw instead of reporting to its handler, which is a bug. The
 * message of an error of undici can contain the body of the request.
 */
export function dispatcherError(error: unknown): ProviderError {
  const isOfUndici = codeOf(error)?.startsWith('UND_') === true;
  return new ProviderError({
    code: 'internal',
    message: 'the option dispatcher threw an error (see cause)',
    phase: 'connect',
    cause: isOfUndici ? createSafeCause(error) : error,
  });
}

/** Codes with which undici rejects the request itself. */
const invalidRequestCodes: ReadonlySet<string> = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
]);

function describeError(
  error: unknown,
  phase: Phase | undefined,
  target: Target,
): Pick<ProviderErrorDetails, 'code' | 'message'> {
  const code = codeOf(error) ?? '';
  if (code.startsWith('UND_MOCK_ERR_')) {
    return { code: 'internal', message: 'the mock agent has no reply for the request (see cause)' };
  }
  const server = describeTarget(target);
  if (isErrorLike(error) && isMalformed(error, code)) {
    const message = `expected an HTTP response from ${server}, received other data`;
    return { code: 'malformed-response', message };
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    // Not imported, because this module is also loaded where there is no `node:http`.
    const limit = formatBytes(process.getBuiltinModule('node:http').maxHeaderSize);
    const message = `expected at most ${limit} of headers from ${server}, received more`;
    return { code: 'response-too-large', message };
  }
  const proxyStatus = target.proxy ? readProxyStatus(error) : undefined;
  if (proxyStatus !== undefined) {
    const message = `${server} could not be reached: the proxy returned HTTP ${proxyStatus}`;
    return { code: 'connection-failed', message };
  }
  if (phase === 'connect' && invalidRequestCodes.has(code)) {
    return { code: 'invalid-request', message: describeInvalidRequest(server, target.headers) };
  }
  const problem = phase === 'connect' ? 'could not be reached' : 'closed the connection too early';
  const firstCode = firstCodeOf(error);
  const reason = firstCode === undefined ? '' : ` (${firstCode})`;
  return { code: 'connection-failed', message: `${server} ${problem}${reason}` };
}

/** undici does not report which header it rejected. */
function describeInvalidRequest(server: string, headers: HttpRequest['headers'] = {}): string {
  const name = findInvalidHeader(headers);
  return name === undefined
    ? `cannot send the request to ${server}: a header is not allowed or does not match the body`
    : describeInvalidHeader(name);
}

/** Describes a header that `findInvalidHeader` returned. */
export function describeInvalidHeader(name: string): string {
  return `cannot send the header ${JSON.stringify(maskCredentials(name))}: it contains a character that is not allowed, such as a line break`;
}

/** Codes of Bun for data that is not HTTP. */
const malformedCodes: ReadonlySet<string> = new Set([
  'Malformed_HTTP_Response',
  'InvalidHTTPResponse',
]);

/** Whether the data was not HTTP. Deno reports this in the message only, for example `invalid HTTP version parsed`. */
function isMalformed({ name, message }: Error, code: string): boolean {
  // The connection ended inside the response. undici drops the code of llhttp and keeps its reason.
  if (name === 'HTTPParserError') return !message.endsWith('(Invalid EOF state)');
  return malformedCodes.has(code) || /: invalid HTTP [\w-]+ parsed$/.test(message);
}

/** undici reports the status of a proxy in the message only. */
function readProxyStatus(error: unknown): string | undefined {
  if (!isErrorLike(error)) return undefined;
  const match = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(error.message);
  return match?.[1];
}

/** Returns the `code` of an error if it is a string. */
export function codeOf(error: unknown): string | undefined {
  if (!isErrorLike(error)) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : undefined;
}

/** Returns the code of an error, or that of the first error in an AggregateError. */
function firstCodeOf(error: unknown): string | undefined {
  return codeOf(error) ?? codeOf(readArray(error, 'errors')?.[0]);
}

/** Not `instanceof`, because the global `fetch` throws errors of another realm in the sandboxes of jest. */
export function isErrorLike(value: unknown): value is Error {
  if (typeof value !== 'object' || value === null) return false;
  return ['name', 'message'].every((name) => typeof Reflect.get(value, name) === 'string');
}

/**
 * Returns an error with the name and the code of the original only, because the message and the fields of an error of
 * undici can contain bytes of the response.
 */
function createSafeCause(error: unknown): Error | undefined {
  if (!isErrorLike(error)) return undefined;
  const code = firstCodeOf(error);
  const message = code === undefined ? error.name : `${error.name} ${code}`;
  return withoutStack(() => new Error(message));
}
