import type { Message, ToolCallPart, ToolResultPart } from '@understudy/core/provider';

import { callsOf } from './calls-of.ts';
import { moveResults } from './move-results.ts';
import { renameRepeatedCalls } from './rename-repeated-calls.ts';

/**
 * Returns the messages with one result for each call, directly behind it and with its name, and another id for each
 * call. Vendors reject other numbers and names of results, and ids that are used twice.
 */
export function matchResults(
  messages: readonly Message[],
  warn: (message: string) => void,
): readonly Message[] {
  const matched: Message[] = [];
  /** The calls without a result so far, by id. */
  let open = new Map<string, ToolCallPart>();
  const addMissing = (): void => {
    const content = [...open.values()].map(createResult);
    if (content.length === 0) return;
    warn('result added to a tool call without one: "No result."');
    const last = matched.at(-1);
    if (last?.role !== 'tool') matched.push({ role: 'tool', content });
    else matched[matched.length - 1] = { ...last, content: [...last.content, ...content] };
  };
  for (const message of moveResults(renameRepeatedCalls(messages))) {
    if (message.role === 'tool') {
      const content = message.content.flatMap((result) => {
        const call = open.get(result.toolCallId);
        open.delete(result.toolCallId);
        return call ? [{ ...result, name: call.name }] : [];
      });
      if (content.length < message.content.length) {
        warn('tool result omitted: no tool call before it has its id');
      }
      if (content.length > 0) matched.push({ ...message, content });
      continue;
    }
    addMissing();
    matched.push(message);
    open = new Map(callsOf(message).map((call) => [call.id, call]));
  }
  addMissing();
  return matched;
}

function createResult({ id, name }: ToolCallPart): ToolResultPart {
  return { type: 'tool-result', toolCallId: id, name, output: 'No result.', isError: true };
}
