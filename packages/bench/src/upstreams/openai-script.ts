/** A response of the upstream, and how it is split when it is streamed. */
export interface OpenAiScript {
  readonly responseText: string;
  readonly charactersPerChunk: number;
  readonly eventsPerWrite: number;
  /** Minimum time between two writes, so that a fast client reads each write separately. @defaultValue 0 */
  readonly writeIntervalMs?: number | undefined;
  /** Whether every chunk has the field `usage`, which is null before the end, as OpenAI's do. @defaultValue false */
  readonly hasNullUsage?: boolean | undefined;
  /** The format of a stream. @defaultValue 'openai' */
  readonly format?: 'openai' | 'anthropic' | 'responses' | undefined;
}

export const openaiModel = 'gpt-4o-mini';

/** The model of clients that read slowly, in the provider `slow` of the gateway. */
export const slowModel = 'slow/gpt-4o-mini';

/** The fields that all responses have in common. */
export const openaiIdentity = {
  id: 'chatcmpl-Bench0123456789abcdefghij',
  created: 1_790_000_000,
  model: openaiModel,
} as const;
const usage = { prompt_tokens: 9, completion_tokens: 2000, total_tokens: 2009 };

/** Splits the text into the chunks of the stream. */
export function splitText({ responseText, charactersPerChunk }: OpenAiScript): readonly string[] {
  const chunks: string[] = [];
  for (let start = 0; start < responseText.length; start += charactersPerChunk) {
    chunks.push(responseText.slice(start, start + charactersPerChunk));
  }
  return chunks;
}

/** Renders the server-sent events: role, text, finish reason, usage and end marker. */
export function renderEvents(script: OpenAiScript): readonly string[] {
  const renderChunk = (delta: object, finishReason: 'stop' | null): string => {
    const choices = [{ index: 0, delta, logprobs: null, finish_reason: finishReason }];
    return renderEvent({ choices, ...(script.hasNullUsage && { usage: null }) });
  };
  return [
    renderChunk({ role: 'assistant', content: '' }, null),
    ...splitText(script).map((content) => renderChunk({ content }, null)),
    renderChunk({}, 'stop'),
    renderEvent({ choices: [], usage }),
    'data: [DONE]\n\n',
  ];
}

/** Renders the response as one JSON body. */
export function renderCompletion({ responseText }: OpenAiScript): string {
  const message = { role: 'assistant', content: responseText, refusal: null };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: 'stop' }];
  return JSON.stringify({ ...createHead('chat.completion'), choices, usage });
}

function renderEvent(fields: object): string {
  const chunk = { ...createHead('chat.completion.chunk'), ...fields };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

/** Returns the first fields of a response in OpenAI's order. */
function createHead(object: string): object {
  const { id, created, model } = openaiIdentity;
  return { id, object, created, model };
}
