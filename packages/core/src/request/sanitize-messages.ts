import type { AssistantMessage, Message, ToolMessage } from '../chat/message.ts';

type AssistantPart = Exclude<AssistantMessage['content'], string>[number];

/**
 * The conversation as another provider may see it: reasoning that another vendor signed is left out,
 * and ids of tool calls that another vendor minted are minted anew, in calls and results alike.
 */
export function sanitizeMessages(
  messages: readonly Message[],
  provider: string,
): readonly Message[] {
  if (!messages.some((message) => isForeign(message, provider))) return messages;
  const minted = remapToolCallIds(messages, provider);
  return messages
    .map((message) => portMessage(message, provider, minted))
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

/** New ids for the calls of others, by their old ones; none that a call bears already. */
function remapToolCallIds(
  messages: readonly Message[],
  provider: string,
): ReadonlyMap<string, string> {
  const calls = messages.flatMap(partsOf).filter((part) => part.type === 'tool-call');
  const taken = new Set(calls.map(({ id }) => id));
  const minted = new Map<string, string>();
  let count = 0;
  for (const call of calls) {
    if (!isForeignPart(call, provider)) continue;
    do count += 1;
    while (taken.has(`call_${count}`));
    minted.set(call.id, `call_${count}`);
  }
  return minted;
}

function portMessage(
  message: Message,
  provider: string,
  minted: ReadonlyMap<string, string>,
): Message {
  if (message.role === 'tool') return portToolMessage(message, minted);
  if (message.role !== 'assistant' || typeof message.content === 'string') return message;
  const content = message.content.flatMap((part): readonly AssistantPart[] => {
    if (!isForeignPart(part, provider)) return [part];
    if (part.type !== 'tool-call') return [];
    const { origin: _origin, signature: _signature, ...call } = part;
    return [{ ...call, id: minted.get(part.id) ?? part.id }];
  });
  return { ...message, content };
}

function portToolMessage(message: ToolMessage, minted: ReadonlyMap<string, string>): ToolMessage {
  const content = message.content.map((part) => ({
    ...part,
    toolCallId: minted.get(part.toolCallId) ?? part.toolCallId,
  }));
  return { ...message, content };
}
