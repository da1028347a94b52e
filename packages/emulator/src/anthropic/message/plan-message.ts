import { applyFault } from '../../faults/fault-table.ts';
import type { AnyFault } from '../../faults/fault.ts';
import { chooseContent } from '../../openai/completion/choose-content.ts';
import type { Content, ToolCall } from '../../openai/completion/completion.ts';
import { charactersPerToken, countUsage } from '../../openai/completion/count-tokens.ts';
import { limitContent, stopContent } from '../../openai/completion/limit-content.ts';
import { generateToolCalls } from '../../openai/completion/tool-calls.ts';
import type { Ids } from '../../scripts/ids.ts';
import type { AnthropicSettings } from '../anthropic-settings.ts';
import { messageFaults } from '../faults/message-faults.ts';
import type { MessagesRequest } from '../request/decode-messages-request.ts';
import type { MessageDraft } from './message-draft.ts';
import type { Message, MessageBlock, MessageUsage } from './message.ts';
import { signThinking } from './signature.ts';

/** Plans the complete response, with the effect of the fault on its content and encoding. */
export function planMessage(
  request: MessagesRequest,
  fault: AnyFault | undefined,
  settings: AnthropicSettings,
  ids: Ids,
): MessageDraft {
  const draft = createDraft(request, settings, ids);
  return applyFault(messageFaults, fault, draft) ?? draft;
}

function createDraft(
  request: MessagesRequest,
  settings: AnthropicSettings,
  ids: Ids,
): MessageDraft {
  const chosen = chooseContent(request, settings.rules, ids);
  const stopped = stopContent(chosen, request.stop);
  const { content, exceeded } = limitContent(stopped, request.maxTokens * charactersPerToken);
  const blocks = createBlocks(content, request);
  const isStopped = stopped.text !== chosen.text;
  const message: Message = {
    id: `msg_${ids.hex(24)}`,
    model: request.model,
    blocks,
    stopReason: exceeded ? 'max_tokens' : chooseReason(content, isStopped),
    stopSequence: isStopped
      ? (request.stop.find((stop) => chosen.text.startsWith(stop, stopped.text.length)) ?? null)
      : null,
    explanation: content.refusal === '' ? undefined : content.refusal,
    usage: countMessageUsage(request, content),
  };
  return {
    message,
    encoding: {
      charactersPerChunk: settings.stream.charactersPerChunk,
      toolInput: 'deltas',
      isInterleaved: false,
      hasBlockStops: true,
      usage: 'both',
      silentPings: 0,
    },
    generateBlocks: () => [
      { type: 'text', text: 'I will call two tools.' },
      ...generateToolCalls(request, ids).map(createCall),
    ],
  };
}

function chooseReason({ toolCalls, refusal }: Content, isStopped: boolean): string {
  if (refusal !== '') return 'refusal';
  if (toolCalls.length > 0) return 'tool_use';
  return isStopped ? 'stop_sequence' : 'end_turn';
}

/** A refusal has no content, only an explanation. */
function createBlocks(content: Content, { thinking }: MessagesRequest): readonly MessageBlock[] {
  const { reasoning, text, toolCalls } = content;
  const shown = thinking.showsText ? reasoning : '';
  return [
    ...(reasoning === ''
      ? []
      : [{ type: 'thinking', text: shown, signature: signThinking(reasoning) } as const]),
    ...(text === '' ? [] : [{ type: 'text', text } as const]),
    ...toolCalls.map(createCall),
  ];
}

function createCall({ id = '', name, argumentsText }: ToolCall): MessageBlock {
  return { type: 'tool_use', id: id.replace(/^call_/u, 'toolu_'), name, argumentsText };
}

function countMessageUsage(request: MessagesRequest, content: Content): MessageUsage {
  const { promptTokens, completionTokens, reasoningTokens } = countUsage(
    request.conversation.text,
    content,
  );
  return {
    inputTokens: request.usesCache ? 0 : promptTokens,
    outputTokens: completionTokens,
    thinkingTokens: reasoningTokens,
    cacheWriteTokens: request.usesCache ? promptTokens : 0,
  };
}
