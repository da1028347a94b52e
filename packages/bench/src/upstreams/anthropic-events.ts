import { splitText } from './openai-script.ts';
import type { OpenAiScript } from './openai-script.ts';

export const anthropicModel = 'claude-sonnet-5';

const message = {
  id: 'msg_01Bench0123456789abcdefgh',
  type: 'message',
  role: 'assistant',
  model: anthropicModel,
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 9, output_tokens: 1 },
};

/** Renders the events of the Messages API: one block of text. */
export function renderAnthropicEvents(script: OpenAiScript): readonly string[] {
  return [
    renderEvent({ type: 'message_start', message }),
    renderEvent({
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'text', text: '' },
    }),
    ...splitText(script).map((text) =>
      renderEvent({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
    ),
    renderEvent({ type: 'content_block_stop', index: 0 }),
    renderEvent({
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 2000 },
    }),
    renderEvent({ type: 'message_stop' }),
  ];
}

interface MessageEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

function renderEvent(event: MessageEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
