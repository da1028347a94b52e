import { applyFault } from '../../faults/fault-table.ts';
import type { AnyFault } from '../../faults/fault.ts';
import type { Ids } from '../../scripts/ids.ts';
import { reasoningFaults } from '../faults/content/reasoning-faults.ts';
import { toolCallFaults } from '../faults/content/tool-call-faults.ts';
import { responseFaults } from '../faults/response-faults.ts';
import type { OpenAiSettings } from '../openai-settings.ts';
import type { ChatRequest } from '../request/chat-request.ts';
import type { EncodingOptions } from '../wire/encoding-options.ts';
import { chooseContent } from './choose-content.ts';
import type { Completion } from './completion.ts';
import { charactersPerToken, countUsage } from './count-tokens.ts';
import { limitContent, stopContent } from './limit-content.ts';
import type { ResponseDraft } from './response-draft.ts';
import { generateToolCalls } from './tool-calls.ts';

/** A completion, and the format in which it is sent. */
export interface PlannedResponse {
  readonly completion: Completion;
  readonly stream: boolean;
  /** Replaces the content type of the response. */
  readonly contentType: string | undefined;
  readonly includeUsage: boolean;
  readonly encoding: EncodingOptions;
}

/** Plans the complete response, with the effect of the fault on its content and format. */
export function planResponse(
  request: ChatRequest,
  fault: AnyFault | undefined,
  settings: OpenAiSettings,
  ids: Ids,
): PlannedResponse {
  const draft = createDraft(request, settings, ids);
  const { content, finishReason, stream, contentType, includeUsage, encoding, hideReasoning } =
    applyFault(responseFaults, fault, draft) ??
    applyFault(reasoningFaults, fault, draft) ??
    applyFault(toolCallFaults, fault, draft) ??
    draft;
  const completion = {
    id: `chatcmpl-${ids.hex(32)}`,
    createdAtSeconds: Math.floor(settings.now() / 1000),
    model: request.model,
    content: hideReasoning ? { ...content, reasoning: '' } : content,
    finishReason,
    usage: countUsage(request.conversation.text, content),
  };
  return { completion, stream, contentType, includeUsage, encoding };
}

function createDraft(request: ChatRequest, settings: OpenAiSettings, ids: Ids): ResponseDraft {
  const chosen = stopContent(chooseContent(request, settings.rules, ids), request.stop);
  const { content, exceeded } = limitContent(chosen, request.maxTokens * charactersPerToken);
  const { charactersPerChunk, reasoningField } = settings.stream;
  const finishReason = content.toolCalls.length > 0 ? 'tool_calls' : 'stop';
  return {
    content,
    finishReason: exceeded ? 'length' : finishReason,
    stream: request.stream,
    contentType: undefined,
    includeUsage: request.includeUsage || !request.stream,
    encoding: {
      charactersPerChunk,
      reasoningField,
      contentAsParts: false,
      reasoningAsPart: false,
      splitPairs: false,
      toolCalls: 'chunks',
      toolArguments: 'text',
    },
    hideReasoning: false,
    generateReasoning: () => `The user wrote: ${request.conversation.lastUserMessage}`,
    generateToolCalls: () => generateToolCalls(request, ids),
  };
}
