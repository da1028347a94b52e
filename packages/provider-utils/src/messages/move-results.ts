import type {
  Message,
  ProviderOptions,
  ToolMessage,
  ToolResultPart,
} from '@understudy/core/provider';

import { callsOf } from './calls-of.ts';

/**
 * Moves tool results directly after their calls, because vendors reject other messages between them. The options of a
 * message of results become those of its last result, because the results are sent in other messages.
 */
export function moveResults(messages: readonly Message[]): readonly Message[] {
  if (!messages.some(({ role }) => role === 'tool')) return messages;
  const moved: Message[] = [];
  /** By the id of a call without a result so far, the results that follow its message. */
  const open = new Map<string, ToolResultPart[]>();
  for (const message of messages) {
    if (message.role === 'tool') {
      const others = readResults(message).filter((result) => !addResult(open, result));
      if (others.length > 0) moved.push({ role: 'tool', content: others });
      continue;
    }
    moved.push(message);
    const calls = callsOf(message);
    const results: ToolResultPart[] = [];
    for (const { id } of calls) open.set(id, results);
    if (calls.length > 0) moved.push({ role: 'tool', content: results });
  }
  return moved.filter(({ role, content }) => role !== 'tool' || content.length > 0);
}

function readResults({ content, providerOptions }: ToolMessage): readonly ToolResultPart[] {
  const last = content.at(-1);
  if (!last || !providerOptions) return content;
  const options = mergeOptions(providerOptions, last.providerOptions ?? {});
  return [...content.slice(0, -1), { ...last, providerOptions: options }];
}

function mergeOptions(ofMessage: ProviderOptions, ofResult: ProviderOptions): ProviderOptions {
  const merged = Object.entries(ofMessage).map(
    ([provider, options]) => [provider, { ...options, ...ofResult[provider] }] as const,
  );
  return { ...ofResult, ...Object.fromEntries(merged) };
}

function addResult(open: Map<string, ToolResultPart[]>, result: ToolResultPart): boolean {
  const results = open.get(result.toolCallId);
  results?.push(result);
  return open.delete(result.toolCallId);
}
