import type { AssistantMessage, AssistantPart, Message } from '@understudy/core/provider';

/**
 * Joins assistant messages that follow each other if the first one has tool calls, because vendors require the results
 * directly after the calls.
 */
export function joinCallMessages(messages: readonly Message[]): readonly Message[] {
  const joined: Message[] = [];
  /** The content of the last message, if it has calls. */
  let parts: AssistantPart[] | undefined;
  for (const message of messages) {
    if (parts && message.role === 'assistant') {
      for (const part of partsOf(message)) parts.push(part);
      continue;
    }
    parts = undefined;
    if (hasCalls(message)) {
      parts = [...partsOf(message)];
      joined.push({ ...message, content: parts });
    } else joined.push(message);
  }
  return joined;
}

function hasCalls(message: Message): message is AssistantMessage {
  return message.role === 'assistant' && partsOf(message).some(({ type }) => type === 'tool-call');
}

function partsOf({ content }: AssistantMessage): readonly AssistantPart[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
