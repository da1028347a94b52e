import { isSpanContextValid, trace } from '@opentelemetry/api';
import type { Context, SpanContext } from '@opentelemetry/api';

/** The headers of a request, as in `http.IncomingMessage`. */
export type InboundHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Version, trace id, span id and flags. Later versions can add fields (W3C Trace Context, 3.2). */
const traceparent = /^(?!ff)([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;

/** Returns the value of `traceparent` for a span (W3C Trace Context, 3.2). */
export function encodeTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** Adds the span of a `traceparent` header to a context, if the header is valid. */
export function addRemoteSpan(context: Context, headers: InboundHeaders): Context {
  const header = headers['traceparent'];
  const match = typeof header === 'string' ? traceparent.exec(header.trim()) : null;
  const [, version, traceId = '', spanId = '', flags = '', more] = match ?? [];
  if (version === '00' && more !== undefined) return context;
  const span = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(span) ? trace.setSpanContext(context, span) : context;
}
