import type { JsonObject } from '@understudy/core/provider';

import {
  type FieldReaders,
  createChoiceReader,
  optional,
  readBoolean,
  readFunction,
  validateOptions,
} from '../options/value-readers.ts';
import type { MockReply, ResponsePart, WireFormat } from '../wire-format.ts';
import { encodeCompleteResponse } from './encode-complete-response.ts';
import { encodePart } from './encode-part.ts';
import { encodeOpenAiError } from './openai-errors.ts';

/** How an OpenAI-compatible vendor differs from OpenAI. */
export interface OpenAiWireFormatOptions {
  /** Whether the vendor sends an event stream. If false, it sends one JSON object. @defaultValue true */
  readonly streams?: boolean | undefined;
  /** The field with the reasoning. @defaultValue 'reasoning_content' */
  readonly reasoningField?: 'reasoning' | 'reasoning_content' | undefined;
  /** Whether the stream ends with `data: [DONE]`. @defaultValue true */
  readonly endMarker?: boolean | undefined;
  /**
   * Encodes the vendor's errors. Returns undefined for errors that are the same as OpenAI's.
   * @defaultValue OpenAI's errors
   */
  readonly encodeError?: WireFormat['encodeError'] | undefined;
  /**
   * Encodes a part as chunks of the stream, such as the signature of reasoning. Returns undefined for parts that are
   * the same as OpenAI's. @defaultValue OpenAI's parts
   */
  readonly encodePart?: ((part: ResponsePart) => readonly JsonObject[] | undefined) | undefined;
  /** Replies to other requests, such as a login. @defaultValue none */
  readonly handleOther?: WireFormat['handleOther'] | undefined;
}

const optionReaders: FieldReaders<OpenAiWireFormatOptions> = {
  streams: optional(readBoolean),
  reasoningField: optional(createChoiceReader('reasoning', 'reasoning_content')),
  endMarker: optional(readBoolean),
  encodeError: optional(readFunction),
  encodePart: optional(readFunction),
  handleOther: optional(readFunction),
};

/**
 * Returns the wire format of an OpenAI-compatible vendor.
 *
 * Responses are chat completions, as an event stream or as one JSON object. Errors are
 * `{"error": {"message", "type", "code"}}`. Model lists are `{"data": [{"id"}]}`.
 *
 * @throws ConfigurationError `invalid-configuration` if an option is unknown or of the wrong type
 */
export function openAiWireFormat(options: OpenAiWireFormatOptions = {}): WireFormat {
  validateOptions(options, optionReaders);
  const { streams = true, handleOther } = options;
  const encodeError: WireFormat['encodeError'] = (error) =>
    options.encodeError?.(error) ?? encodeOpenAiError(error);
  return {
    encodeResponse: (parts) =>
      streams ? encodeStream(parts, options) : encodeJson(parts, options, encodeError),
    encodeError,
    encodeModelList,
    ...(handleOther && { handleOther }),
  };
}

function encodeModelList(ids: readonly string[]): MockReply {
  const data = ids.map((id) => ({
    id,
    object: 'model',
    created: 1_700_000_000,
    owned_by: 'vendor',
  }));
  return createJsonReply({ object: 'list', data });
}

function createJsonReply(body: JsonObject): MockReply {
  return {
    headers: { 'content-type': 'application/json', 'x-request-id': 'req-1' },
    body: [JSON.stringify(body)],
  };
}

function encodeStream(
  parts: readonly ResponsePart[],
  options: OpenAiWireFormatOptions,
): MockReply | undefined {
  const { reasoningField = 'reasoning_content', endMarker = true } = options;
  const calls = parts.filter(({ type }) => type === 'tool-call');
  // OpenAI sends the usage after the finish, in a chunk without choices.
  const inOrder = [
    ...parts.filter(({ type }) => type !== 'usage'),
    ...parts.filter(({ type }) => type === 'usage'),
  ];
  const start: ResponsePart = { type: 'text', text: '' };
  const encoded = [start, ...inOrder].map(
    (part) =>
      options.encodePart?.(part) ??
      encodePart(part, { reasoningField, index: calls.indexOf(part) }),
  );
  if (encoded.includes(undefined)) return undefined;
  const isComplete = parts.some(({ type }) => type === 'finish');
  const chunks = encoded.flatMap((part) => part ?? []);
  const events = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);
  return {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'req-1' },
    body: isComplete && endMarker ? [...events, 'data: [DONE]\n\n'] : events,
  };
}

function encodeJson(
  parts: readonly ResponsePart[],
  { reasoningField = 'reasoning_content' }: OpenAiWireFormatOptions,
  encodeError: WireFormat['encodeError'],
): MockReply | undefined {
  const error = parts.find((part) => part.type === 'error');
  if (!error) {
    const body = encodeCompleteResponse(parts, reasoningField);
    return body && createJsonReply(body);
  }
  // Some gateways send the error body with status 200.
  const reply = parts.length === 1 ? encodeError(error) : undefined;
  return reply && { ...reply, status: 200 };
}
