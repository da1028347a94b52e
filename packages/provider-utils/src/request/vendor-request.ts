import type { ErrorDecoder } from '@understudy/core/internal';
import type {
  HttpHeaders,
  HttpRequest,
  JsonValue,
  ProviderCallContext,
  ProviderContext,
} from '@understudy/core/provider';

import type { JsonLine } from '../stream/read-json-lines.ts';
import type { SseMessage } from '../stream/read-sse.ts';
import type { BodyFormat } from './body-format.ts';

/** What `sendRequest` uses of a provider's context. */
export interface RequestContext extends Pick<
  ProviderCallContext,
  'http' | 'clock' | 'signal' | 'limits'
> {
  /** Headers of the caller. They are added to those of the request and do not replace them. */
  readonly headers?: ProviderCallContext['headers'] | undefined;
  /**
   * Returns how long to wait for the end of a JSON body that is complete, in milliseconds.
   *
   * @defaultValue 1 s
   */
  readonly usageGraceMs?: ProviderContext['usageGraceMs'] | undefined;
}

/** A request to a vendor, and what is known about its response. */
export interface VendorRequest<Format extends BodyFormat = BodyFormat>
  extends Pick<HttpRequest, 'method' | 'url' | 'body' | 'proxy'>, ErrorDecoder {
  /**
   * With names in lower case. They replace the defaults: `accept` for the expected formats, `accept-encoding:
   * identity`, and `content-type: application/json` if there is a body.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The format of the response, or the formats that are accepted. The first one is part of error messages. */
  readonly expect: Format | readonly Format[];
  /**
   * Whether the framing of an event stream of JSON can be wrong, see `SseOptions.lenient`. A body that starts like JSON
   * and is not one JSON document is then read as an event stream, if that is expected too.
   *
   * @defaultValue false
   */
  readonly lenient?: boolean | undefined;
  /**
   * Returns whether a JSON document is one event of many. A body whose first line is one is then read as an event
   * stream without waiting for its end. Only with `lenient`, and if an event stream is expected.
   */
  readonly isStreamed?: ((json: JsonValue) => boolean) | undefined;
}

/** The fields that all responses have. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** The vendor's id of the HTTP request. */
  readonly requestId: string | undefined;
}

/** The fields of a response that is read as a stream. */
export interface StreamedHead extends ResponseHead {
  /**
   * Ends the iteration of `messages`, also a pending read. The connection is closed, or reused after a short remainder.
   */
  close(): Promise<void>;
}

/** A response with server-sent events. */
export interface EventStreamResponse extends StreamedHead {
  readonly format: 'event-stream';
  /** The complete events of each chunk of the body. Iterate it once; stopping the iteration closes the body. */
  readonly messages: AsyncIterable<readonly SseMessage[]>;
}

/** A response with one JSON document per line. */
export interface JsonLinesResponse extends StreamedHead {
  readonly format: 'json-lines';
  /** The complete lines of each chunk of the body. Iterate it once; stopping the iteration closes the body. */
  readonly messages: AsyncIterable<readonly JsonLine[]>;
}

/** A response with one JSON document. */
export interface JsonResponse extends ResponseHead {
  readonly format: 'json';
  readonly json: JsonValue;
}

/** The responses by format. */
export interface VendorResponses {
  readonly 'event-stream': EventStreamResponse;
  readonly 'json-lines': JsonLinesResponse;
  readonly json: JsonResponse;
}
