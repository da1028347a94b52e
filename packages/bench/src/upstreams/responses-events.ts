import { splitText } from './openai-script.ts';
import type { OpenAiScript } from './openai-script.ts';

export const responsesModel = 'gpt-6-astra';

const id = 'resp_Bench0123456789abcdefghijklmnopqrstuvwxyz012345';
const response = { id, object: 'response', created_at: 1_790_000_000, model: responsesModel };
const item_id = 'msg_Bench0123456789abcdefghijklmnopqrstuvwxyz0123456';
const message = { id: item_id, type: 'message', role: 'assistant' };
const usage = {
  input_tokens: 9,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 2000,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 2009,
};

/** Renders the events of OpenAI Responses: one message with one part of text. Deltas are padded, as OpenAI's are. */
export function renderResponsesEvents(script: OpenAiScript): readonly string[] {
  const { responseText: text } = script;
  const position = { output_index: 0, content_index: 0 };
  const part = { type: 'output_text', annotations: [], logprobs: [], text };
  const item = { ...message, status: 'completed', content: [part] };
  const started = { ...response, status: 'in_progress', output: [], usage: null };
  const events = [
    { type: 'response.created', response: started },
    { type: 'response.in_progress', response: started },
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { ...message, status: 'in_progress', content: [] },
    },
    {
      type: 'response.content_part.added',
      item_id,
      ...position,
      part: { ...part, text: '' },
    },
    ...splitText(script).map((delta, index) => ({
      type: 'response.output_text.delta',
      item_id,
      ...position,
      delta,
      logprobs: [],
      obfuscation: 'x'.repeat(1 + (index % 16)),
    })),
    { type: 'response.output_text.done', item_id, ...position, text, logprobs: [] },
    { type: 'response.content_part.done', item_id, ...position, part },
    { type: 'response.output_item.done', output_index: 0, item },
    {
      type: 'response.completed',
      response: { ...response, status: 'completed', output: [item], usage },
    },
  ];
  return events.map(({ type, ...fields }, sequence_number) => {
    const data = JSON.stringify({ type, sequence_number, ...fields });
    return `event: ${type}\ndata: ${data}\n\n`;
  });
}
