import type { Message, ToolResultPart } from '@understudy/core/provider';

/** Moves tool results directly behind their calls, because vendors reject other messages between them. */
export function moveResults(messages: readonly Message[]): readonly Message[] {
  if (!messages.some(({ role }) => role === 'tool')) return messages;
  const moved: Message[] = [];
  /** By the id of a call without a result so far, the results that follow its message. */
  const open = new Map<string, ToolResultPart[]>();
  for (const message of messages) {
    if (message.role === 'tool') {
      const others = message.content.filter((result) => !addResult(open, result));
      if (others.length > 0) moved.push({ ...message, content: others });
      continue;
    }
    moved.push(message);
    const ids = callIds(message);
    const results: ToolResultPart[] = [];
    for (const id of ids) open.set(id, results);
    if (ids.length > 0) moved.push({ role: 'tool', content: results });
  }
  return moved.filter(({ role, content }) => role !== 'tool' || content.length > 0);
}

function addResult(open: Map<string, ToolResultPart[]>, result: ToolResultPart): boolean {
  const results = open.get(result.toolCallId);
  results?.push(result);
  return open.delete(result.toolCallId);
}

function callIds({ role, content }: Message): readonly string[] {
  if (role !== 'assistant' || typeof content === 'string') return [];
  return content.flatMap((part) => (part.type === 'tool-call' ? [part.id] : []));
}
