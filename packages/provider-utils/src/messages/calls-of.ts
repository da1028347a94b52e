import type { Message, ToolCallPart } from '@understudy/core/provider';

/** Returns the tool calls in a message. Only messages of the assistant have some. */
export function callsOf({ role, content }: Message): readonly ToolCallPart[] {
  if (role !== 'assistant' || typeof content === 'string') return [];
  return content.filter((part) => part.type === 'tool-call');
}
