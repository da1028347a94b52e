export type Event = Readonly<Record<string, unknown>>;

export function body(...events: readonly Event[]): string {
  return events
    .map((event) => `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

export const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content: [] };
export const start = (changes: object = {}): Event => ({
  type: 'message_start',
  message: { ...message, usage: { input_tokens: 10, output_tokens: 1 }, ...changes },
});
export const open = (index: number, block: object): Event => ({
  type: 'content_block_start',
  index,
  content_block: block,
});
export const delta = (index: number, fields: object): Event => ({
  type: 'content_block_delta',
  index,
  delta: fields,
});
export const close = (index: number): Event => ({ type: 'content_block_stop', index });
export const stop = (
  reason = 'end_turn',
  usage: object = { output_tokens: 4 },
): readonly Event[] => [
  { type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage },
  { type: 'message_stop' },
];
export const text = (index: number, words = 'Teal.'): readonly Event[] => [
  open(index, { type: 'text', text: '' }),
  delta(index, { type: 'text_delta', text: words }),
  close(index),
];
export const thinking = (signature: unknown): readonly Event[] => [
  open(0, { type: 'thinking', thinking: '', signature: '' }),
  delta(0, { type: 'thinking_delta', thinking: 'Hm.' }),
  delta(0, { type: 'signature_delta', signature }),
  close(0),
];
export const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
export const done = { finish: 'stop', text: 'Teal.' } as const;
