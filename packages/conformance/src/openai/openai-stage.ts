import type { AnswerPart, Stage, StagedReply } from '../stage.ts';
import { encodePart } from './encode-part.ts';
import { refuse } from './openai-refusals.ts';

/** Where a compatible vendor differs from OpenAI. */
export interface OpenAiStageOptions {
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
 * How a vendor looks that speaks the OpenAI dialect: chat completions as an event stream, errors as
 * `{"error": {"message", "type", "code"}}`, models as `{"data": [{"id"}]}`.
 */
export function openAiStage(options: OpenAiStageOptions = {}): Stage {
  return {
    answer: (parts) => answer(parts, options),
    refuse: (refusal) => options.refuse?.(refusal) ?? refuse(refusal),
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
  return {
    headers: { 'content-type': 'application/json' },
    body: [JSON.stringify({ object: 'list', data })],
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
