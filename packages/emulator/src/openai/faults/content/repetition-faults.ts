import type { StreamSegments } from '../../../stream/stream-segment.ts';
import type { JsonRecord } from '../../request/read-parameter.ts';
import { createCompletionBody, createMessage } from '../../wire/completion-body.ts';
import { type CompletionScript, listContent } from '../../wire/completion-script.ts';
import { SentTexts, changeChoices, mapChunks } from '../map-chunks.ts';

/** Faults of a stream that sends its content more than once. They return all segments of the stream. */
export const repetitionFaults = {
  'message-at-end': {
    on: 'stream',
    description:
      'the last chunk is a `chat.completion` with the finish reason, the usage and a `message` that repeats the content',
    apply: (script: CompletionScript): StreamSegments => [
      ...listContent(script),
      script.encode(createCompletionBody(script.completion, script.encoding)),
      script.done,
    ],
  },
  'delta-at-end': {
    on: 'stream',
    description: 'the `delta` of the chunk with the finish reason repeats the content',
    apply: (script: CompletionScript): StreamSegments => {
      const { completion, encode, createChunk, usage, done } = script;
      const last = createChunk(createLastDelta(script), completion.finishReason);
      return [...listContent(script), encode(last), usage, done];
    },
  },
  'message-in-every-chunk': {
    on: 'stream',
    description: 'each chunk has, beside its `delta`, a `message` with the text so far',
    apply: (script: CompletionScript): StreamSegments => [
      ...mapChunks(script, [...listContent(script), script.finish], createMessageAdder()),
      script.usage,
      script.done,
    ],
  },
} as const;

/** Creates a delta with the complete content. The calls have an index, as in other deltas. */
function createLastDelta({ completion, encoding }: CompletionScript): JsonRecord {
  const message = createMessage(completion.content, encoding);
  const calls = message['tool_calls'];
  if (!Array.isArray(calls)) return message;
  return {
    ...message,
    tool_calls: calls.map((call: object, index) => ({ index, ...call })),
  };
}

function createMessageAdder(): (chunk: JsonRecord) => JsonRecord {
  const sent = new SentTexts();
  return (chunk) =>
    changeChoices(chunk, (choice) => {
      sent.add(choice['delta']);
      return { ...choice, message: { role: 'assistant', ...sent.texts } };
    });
}
