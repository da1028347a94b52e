import { maxHeaderSize } from 'node:http';

import type { Phase } from '../chat/attempt.ts';
import type { ProviderErrorDetails } from '../errors/provider-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { withoutStack } from '../errors/without-stack.ts';
import type { HttpRequest } from '../ports/http.ts';
import { findUnsendable } from './header-values.ts';

type Target = Pick<HttpRequest, 'url' | 'proxy'> & Partial<Pick<HttpRequest, 'headers'>>;

/** The server's address, and the proxy's, without path, query or credentials. */
export function describeTarget({ url, proxy }: Target): string {
  return proxy ? `${url.origin} through the proxy ${proxy.origin}` : url.origin;
}

/** An error of the transport in our words; `phase` is undefined within a body. */
export function fromTransport(
  error: unknown,
  phase: Phase | undefined,
  target: Target,
): ProviderError {
  const cause = tellCause(error);
  return new ProviderError({ ...tell(error, cause, phase, target), phase, cause });
}

const refusedByUndici: ReadonlySet<string> = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
]);

function tell(
  error: unknown,
  cause: Error | undefined,
  phase: Phase | undefined,
  target: Target,
): Pick<ProviderErrorDetails, 'code' | 'message'> {
  const code = codeOf(error) ?? '';
  const place = describeTarget(target);
  if (error instanceof Error && error.name === 'HTTPParserError' && !isCutOff(error)) {
    const message = `expected HTTP from ${place}, and what came is none`;
    return { code: 'malformed-response', message };
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    const message = `expected headers of at most ${maxHeaderSize} bytes from ${place}, and more came`;
    return { code: 'response-too-large', message };
  }
  const proxyStatus = target.proxy ? readProxyStatus(error) : undefined;
  if (proxyStatus !== undefined) {
    const message = `${place} could not be reached: the proxy refused with status ${proxyStatus}`;
    return { code: 'connection-failed', message };
  }
  if (phase === 'connect' && refusedByUndici.has(code)) {
    return { code: 'invalid-request', message: tellRefused(place, target.headers) };
  }
  const what = phase === 'connect' ? 'could not be reached' : 'closed the connection too early';
  const why = cause ? ` (${cause.message})` : '';
  return { code: 'connection-failed', message: `${place} ${what}${why}` };
}

/** undici does not say which of the headers it refused. */
function tellRefused(place: string, headers: HttpRequest['headers'] = {}): string {
  const name = findUnsendable(headers);
  return name === undefined
    ? `the request to ${place} can't be sent: one of its headers is not allowed, or does not fit its body`
    : `the header ${JSON.stringify(name)} holds a character that can't be sent, such as a line break: remove it`;
}

/** A connection that ends where HTTP goes on; undici drops llhttp's code, and keeps its reason. */
function isCutOff({ message }: Error): boolean {
  return message.endsWith('(Invalid EOF state)');
}

/** undici tells the status of a proxy in its message only. */
function readProxyStatus(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const told = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(error.message);
  return told?.[1];
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : undefined;
}

/**
 * What may be kept of a transport's error: its name, and its code. Its message and its fields can
 * hold raw bytes of the answer.
 */
function tellCause(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const [first] = error instanceof AggregateError ? error.errors : [];
  const code = codeOf(error) ?? codeOf(first);
  const told = code === undefined ? error.name : `${error.name} ${code}`;
  return withoutStack(() => new Error(told));
}
