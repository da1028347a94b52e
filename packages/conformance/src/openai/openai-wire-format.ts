import type { JsonObject } from '@understudy/core/provider';

import type { ResponsePart, WireFormat, MockReply } from '../wire-format.ts';
import { encodePart } from './encode-part.ts';
import { encodeWhole } from './encode-whole.ts';
import { refuse } from './openai-errors.ts';

/** Where a compatible vendor differs from OpenAI. */
export interface OpenAiWireFormatOptions {
  /** Whether an answer comes as an event stream, or as one JSON. @defaultValue true */
  readonly streams?: boolean | undefined;
  /** The field in which thoughts come. @defaultValue 'reasoning_content' */
  readonly reasoningField?: 'reasoning' | 'reasoning_content' | undefined;
  /** Whether the stream ends with `data: [DONE]`. @defaultValue true */
  readonly endMarker?: boolean | undefined;
  /** Takes the place of OpenAI's own refusals; `undefined` leaves the refusal to them. */
  readonly refuse?: WireFormat['encodeError'] | undefined;
  /** For a vendor that wants more than the one request, such as a token. */
  readonly prelude?: WireFormat['handleOther'] | undefined;
}

/**
 * How a vendor looks that speaks the OpenAI dialect: chat completions as an event stream or as one JSON,
 * errors as `{"error": {"message", "type", "code"}}`, models as `{"data": [{"id"}]}`.
 */
export function openAiWireFormat(options: OpenAiWireFormatOptions = {}): WireFormat {
  const { streams = true } = options;
  const refuseAs: WireFormat['encodeError'] = (refusal) =>
    options.refuse?.(refusal) ?? refuse(refusal);
  return {
    encodeResponse: (parts) =>
      streams ? answer(parts, options) : answerWhole(parts, options, refuseAs),
    encodeError: refuseAs,
    encodeModelList: listModels,
    ...(options.prelude && { handleOther: options.prelude }),
  };
}

function listModels(ids: readonly string[]): MockReply {
  const data = ids.map((id) => ({
    id,
    object: 'model',
    created: 1_700_000_000,
    owned_by: 'vendor',
  }));
  return toReply({ object: 'list', data });
}

function toReply(body: JsonObject): MockReply {
  return {
    headers: { 'content-type': 'application/json', 'x-request-id': 'req-1' },
    body: [JSON.stringify(body)],
  };
}

function answer(
  parts: readonly ResponsePart[],
  { reasoningField = 'reasoning_content', endMarker = true }: OpenAiWireFormatOptions,
): MockReply {
  const calls = parts.filter(({ type }) => type === 'tool-call');
  // The count of tokens comes after the finish, in a chunk of its own without choices.
  const inOrder = [
    ...parts.filter(({ type }) => type !== 'usage'),
    ...parts.filter(({ type }) => type === 'usage'),
  ];
  const chunks = inOrder.flatMap((part) =>
    encodePart(part, { reasoningField, index: calls.indexOf(part) }),
  );
  const whole = parts.some(({ type }) => type === 'finish');
  const opening = encodePart({ type: 'text', text: '' }, { reasoningField, index: 0 });
  const frames = [...opening, ...chunks].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);
  return {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'req-1' },
    body: whole && endMarker ? [...frames, 'data: [DONE]\n\n'] : frames,
  };
}

function answerWhole(
  parts: readonly ResponsePart[],
  { reasoningField = 'reasoning_content' }: OpenAiWireFormatOptions,
  refuseAs: WireFormat['encodeError'],
): MockReply | undefined {
  const error = parts.find((part) => part.type === 'error');
  if (!error) {
    const answered = encodeWhole(parts, reasoningField);
    return answered && toReply(answered);
  }
  // Vendors in front of others tell an error under a 200, where an answer would stand.
  const refusal = parts.length === 1 ? refuseAs(error) : undefined;
  return refusal && { ...refusal, status: 200 };
}
