export type Event = Readonly<Record<string, unknown>>;

export function body(...events: readonly Event[]): string {
  return events
    .map((event) => `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

export const response = { id: 'resp_1', object: 'response', created_at: 1, model: 'm', output: [] };
export const created = (changes: object = {}): Event => ({
  type: 'response.created',
  response: { ...response, status: 'in_progress', ...changes },
});
export const added = (index: number, item: object): Event => ({
  type: 'response.output_item.added',
  output_index: index,
  item,
});
export const ended = (index: number, item: object): Event => ({
  type: 'response.output_item.done',
  output_index: index,
  item,
});
export const delta = (index: number, words: string): Event => ({
  type: 'response.output_text.delta',
  output_index: index,
  content_index: 0,
  delta: words,
});
export const message = { type: 'message', id: 'msg_1', role: 'assistant', content: [] };
export const text = (index: number): readonly Event[] => [
  added(index, message),
  delta(index, 'Te'),
  delta(index, 'al.'),
  ended(index, { ...message, content: [{ type: 'output_text', text: 'Teal.' }] }),
];
export const counts = { input_tokens: 7, output_tokens: 2, total_tokens: 9 };
export const completed = (changes: object = {}): Event => ({
  type: 'response.completed',
  response: { ...response, status: 'completed', usage: counts, ...changes },
});
export const reasoning = (encrypted: unknown): Event =>
  ended(0, { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: encrypted });
export const call = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'paint' };
export const argumentsDelta = (index: number, piece: string): Event => ({
  type: 'response.function_call_arguments.delta',
  output_index: index,
  delta: piece,
});
export const error = {
  type: 'error',
  code: 'server_is_overloaded',
  message: 'Overloaded',
  param: null,
};
export const done = { finish: 'stop', text: 'Teal.' } as const;
