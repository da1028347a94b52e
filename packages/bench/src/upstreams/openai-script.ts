/** One answer of the upstream, and how it is cut up when it is streamed. */
export interface OpenAiScript {
  readonly answer: string;
  readonly charactersPerChunk: number;
  readonly eventsPerWrite: number;
  /** No sooner, so that a reader who keeps up reads each write by itself. @defaultValue 0, as fast as it is read */
  readonly writeEveryMs?: number | undefined;
}

export const openaiModel = 'gpt-4o-mini';

const shared = {
  id: 'chatcmpl-Bench0123456789abcdefghij',
  created: 1_790_000_000,
  model: openaiModel,
} as const;
const usage = { prompt_tokens: 9, completion_tokens: 2000, total_tokens: 2009 };

/** The pieces of text, in order; what a chunk of the answer is counted by. */
export function cutAnswer({ answer, charactersPerChunk }: OpenAiScript): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < answer.length; start += charactersPerChunk) {
    pieces.push(answer.slice(start, start + charactersPerChunk));
  }
  return pieces;
}

/** All server-sent events: the role, the text, the reason of the end, the usage, the end marker. */
export function renderEvents(script: OpenAiScript): readonly string[] {
  return [
    renderChunk({ role: 'assistant', content: '' }, null),
    ...cutAnswer(script).map((content) => renderChunk({ content }, null)),
    renderChunk({}, 'stop'),
    renderEvent({ ...shared, object: 'chat.completion.chunk', choices: [], usage }),
    'data: [DONE]\n\n',
  ];
}

/** The same answer as one JSON. */
export function renderCompletion({ answer }: OpenAiScript): string {
  const message = { role: 'assistant', content: answer, refusal: null };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: 'stop' }];
  return JSON.stringify({ ...shared, object: 'chat.completion', choices, usage });
}

function renderChunk(delta: object, finishReason: 'stop' | null): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finishReason }];
  return renderEvent({ ...shared, object: 'chat.completion.chunk', choices });
}

function renderEvent(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
