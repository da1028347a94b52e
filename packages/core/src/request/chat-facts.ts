import type { ContentPart } from '../chat/message.ts';
import type { ChatFacts } from '../ports/telemetry.ts';
import type { RequestContent } from './read-request.ts';

/** Returns what telemetry reports about a request. */
export function toChatFacts(content: RequestContent, stream: boolean): ChatFacts {
  const { messages, tools = [], responseFormat } = content;
  const parts = messages.flatMap((message): readonly ContentPart[] =>
    typeof message.content === 'string' ? [] : message.content,
  );
  const count = (type: ContentPart['type']): number =>
    parts.filter((part) => part.type === type).length;
  const { temperature, topP, topK, maxOutputTokens, seed } = content;
  const { presencePenalty, frequencyPenalty, reasoningEffort } = content;
  return {
    messages: messages.length,
    tools: tools.length,
    images: count('image'),
    files: count('file'),
    stream,
    json: responseFormat?.type === 'json',
    temperature,
    topP,
    topK,
    maxOutputTokens,
    seed,
    presencePenalty,
    frequencyPenalty,
    reasoningEffort,
  };
}
