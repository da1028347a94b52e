import { call, message } from '../bad-input/responses-events.ts';
import type { Event } from '../bad-input/responses-events.ts';

export const output = [{ type: 'output_text', text: 'Teal.' }];
export const teal = { ...message, content: output };
export const fullCall = { ...call, arguments: '{"wall":2}' };
export const calls = { finish: 'tool-calls', calls: [{ argumentsText: '{"wall":2}' }] } as const;
export const reasoning = { type: 'reasoning', id: 'rs_1', summary: [] };
export const thought = (type: string): Event => ({
  type,
  output_index: 0,
  content_index: 0,
  delta: 'Hm.',
});
export const part = (type: string): Event => ({
  type,
  output_index: 0,
  content_index: 0,
  part: output[0],
  text: 'Teal.',
});
