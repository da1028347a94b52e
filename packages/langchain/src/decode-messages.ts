import type { BaseMessage } from '@langchain/core/messages';
import { AIMessage, ToolMessage } from '@langchain/core/messages';
import type {
  AssistantMessage,
  AssistantPart,
  Message,
  ToolMessage as ToolResults,
} from '@understudy/core';

import { decodeContent, decodeSystem, unsupported } from './decode-content.ts';
import { callsOf, encodeCall, readParts } from './message-parts.ts';

/**
 * Returns the conversation.
 *
 * @throws ConfigurationError `invalid-request` for a role or a content block that a chat does not have
 */
export function decodeMessages(messages: readonly BaseMessage[]): readonly Message[] {
  const toolNames = new Map<string, string>();
  return messages.map((message, index) => {
    const path = `messages[${index}]`;
    if (ToolMessage.isInstance(message)) return decodeToolMessage(message, toolNames, path);
    if (!AIMessage.isInstance(message)) return decodeMessage(message, path);
    for (const { id = '', name = '' } of callsOf(message)) toolNames.set(id, name);
    return decodeAiMessage(message);
  });
}

function decodeMessage(message: BaseMessage, path: string): Message {
  switch (message.type) {
    case 'system':
    case 'developer':
      return { role: 'system', content: decodeSystem(message) };
    case 'human':
      return { role: 'user', content: decodeContent(message, path) };
    default:
      throw unsupported(path, `a message of the type "${message.type}"`);
  }
}

/** The name of the tool is optional in LangChain. Some vendors need it. */
function decodeToolMessage(
  message: ToolMessage,
  toolNames: ReadonlyMap<string, string>,
  path: string,
): ToolResults {
  const { tool_call_id: toolCallId, text: output, status } = message;
  const name = message.name ?? toolNames.get(toolCallId) ?? '';
  const content = decodeContent(message, path);
  const parts = typeof content === 'string' ? [] : content;
  // Vendors that accept only text receive the output.
  const needsParts = parts.some(({ type, providerOptions }) => type !== 'text' || providerOptions);
  return {
    role: 'tool',
    content: [
      {
        type: 'tool-result',
        toolCallId,
        name,
        output,
        ...(needsParts && { parts }),
        ...(status === 'error' && { isError: true }),
      },
    ],
  };
}

/** A response of a chat has all its parts, with their signatures. */
function decodeAiMessage(message: AIMessage): AssistantMessage {
  const parts = readParts(message);
  if (parts) return { role: 'assistant', content: parts };
  const calls = (message.tool_calls ?? []).map(encodeCall);
  const text: readonly AssistantPart[] =
    message.text === '' ? [] : [{ type: 'text', text: message.text }];
  return { role: 'assistant', content: [...text, ...calls, ...decodeInvalidCalls(message)] };
}

/** The model must see its mistake, which the result of the call describes. */
function decodeInvalidCalls({
  invalid_tool_calls: calls = [],
}: AIMessage): readonly AssistantPart[] {
  return calls.flatMap(({ id, name, args = '' }) =>
    id === undefined || name === undefined
      ? []
      : [{ type: 'tool-call', id, name, argumentsText: args }],
  );
}
