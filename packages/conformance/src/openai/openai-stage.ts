import type { JsonObject } from '@understudy/core/provider';

import type { AnswerPart, Stage, StagedReply } from '../stage.ts';
import { encodePart } from './encode-part.ts';
import { encodeWhole } from './encode-whole.ts';
import { refuse } from './openai-refusals.ts';

/** Where a compatible vendor differs from OpenAI. */
export interface OpenAiStageOptions {
  /** Whether an answer comes as an event stream, or as one JSON. @defaultValue true */
  readonly streams?: boolean | undefined;
  /** The field in which thoughts come. @defaultValue 'reasoning_content' */
  readonly reasoningField?: 'reasoning' | 'reasoning_content' | undefined;
  /** Whether the stream ends with `data: [DONE]`. @defaultValue true */
  readonly endMarker?: boolean | undefined;
  /** Takes the place of OpenAI's own refusals; `undefined` leaves the refusal to them. */
  readonly refuse?: Stage['refuse'] | undefined;
  /** For a vendor that wants more than the one request, such as a token. */
  readonly prelude?: Stage['prelude'] | undefined;
}

/**
 * How a vendor looks that speaks the OpenAI dialect: chat completions as an event stream or as one JSON,
 * errors as `{"error": {"message", "type", "code"}}`, models as `{"data": [{"id"}]}`.
 */
export function openAiStage(options: OpenAiStageOptions = {}): Stage {
  const { streams = true } = options;
  const refuseAs: Stage['refuse'] = (refusal) => options.refuse?.(refusal) ?? refuse(refusal);
  return {
    answer: (parts) => (streams ? answer(parts, options) : answerWhole(parts, options, refuseAs)),
    refuse: refuseAs,
    models: listModels,
    ...(options.prelude && { prelude: options.prelude }),
  };
}

function listModels(ids: readonly string[]): StagedReply {
  const data = ids.map((id) => ({
    id,
    object: 'model',
    created: 1_700_000_000,
    owned_by: 'vendor',
  }));
  return toReply({ object: 'list', data });
}

function toReply(body: JsonObject): StagedReply {
  return {
    headers: { 'content-type': 'application/json', 'x-request-id': 'req-1' },
    body: [JSON.stringify(body)],
  };
}

function answer(
  parts: readonly AnswerPart[],
  { reasoningField = 'reasoning_content', endMarker = true }: OpenAiStageOptions,
): StagedReply {
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
  parts: readonly AnswerPart[],
  { reasoningField = 'reasoning_content' }: OpenAiStageOptions,
  refuseAs: Stage['refuse'],
): StagedReply | undefined {
  const error = parts.find((part) => part.type === 'error');
  if (!error) {
    const answered = encodeWhole(parts, reasoningField);
    return answered && toReply(answered);
  }
  // Vendors in front of others tell an error under a 200, where an answer would stand.
  const refusal = parts.length === 1 ? refuseAs(error) : undefined;
  return refusal && { ...refusal, status: 200 };
}
