import type { AssistantMessage, Message, ToolMessage } from '../chat/message.ts';

type AssistantPart = Exclude<AssistantMessage['content'], string>[number];

/**
 * Returns the conversation for one provider: without reasoning that another provider signed, and with new ids for
 * the tool calls of other providers, in calls and results.
 */
export function sanitizeMessages(
  messages: readonly Message[],
  provider: string,
): readonly Message[] {
  if (!messages.some((message) => isForeign(message, provider))) return messages;
  const newIds = remapToolCallIds(messages, provider);
  return messages
    .map((message) => sanitizeMessage(message, provider, newIds))
    .filter(({ content }) => content.length > 0);
}

function partsOf(message: Message): readonly AssistantPart[] {
  return message.role === 'assistant' && typeof message.content !== 'string' ? message.content : [];
}

function isForeignPart(part: AssistantPart, provider: string): boolean {
  return 'origin' in part && part.origin !== undefined && part.origin !== provider;
}

function isForeign(message: Message, provider: string): boolean {
  return partsOf(message).some((part) => isForeignPart(part, provider));
}

/** Returns the new ids for the calls of other providers, by old id. A new id is not used by any call. */
function remapToolCallIds(
  messages: readonly Message[],
  provider: string,
): ReadonlyMap<string, string> {
  const calls = messages.flatMap(partsOf).filter((part) => part.type === 'tool-call');
  const taken = new Set(calls.map(({ id }) => id));
  const newIds = new Map<string, string>();
  let count = 0;
  for (const call of calls) {
    if (!isForeignPart(call, provider)) continue;
    do count += 1;
    while (taken.has(`call_${count}`));
    newIds.set(call.id, `call_${count}`);
  }
  return newIds;
}

function sanitizeMessage(
  message: Message,
  provider: string,
  newIds: ReadonlyMap<string, string>,
): Message {
  if (message.role === 'tool') return sanitizeToolMessage(message, newIds);
  if (message.role !== 'assistant' || typeof message.content === 'string') return message;
  const content = message.content.flatMap((part): readonly AssistantPart[] => {
    if (!isForeignPart(part, provider)) return [part];
    if (part.type !== 'tool-call') return [];
    const { origin: _origin, signature: _signature, ...call } = part;
    return [{ ...call, id: newIds.get(part.id) ?? part.id }];
  });
  return { ...message, content };
}

function sanitizeToolMessage(
  message: ToolMessage,
  newIds: ReadonlyMap<string, string>,
): ToolMessage {
  const content = message.content.map((part) => ({
    ...part,
    toolCallId: newIds.get(part.toolCallId) ?? part.toolCallId,
  }));
  return { ...message, content };
}
