import { applyFault } from '../../faults/fault-table.ts';
import type { AnyFault } from '../../faults/fault.ts';
import { chooseContent } from '../../openai/completion/choose-content.ts';
import type { Content, ToolCall } from '../../openai/completion/completion.ts';
import { charactersPerToken, countUsage } from '../../openai/completion/count-tokens.ts';
import { limitContent } from '../../openai/completion/limit-content.ts';
import { generateToolCalls } from '../../openai/completion/tool-calls.ts';
import type { Ids } from '../../scripts/ids.ts';
import { outputFaults } from '../faults/output-faults.ts';
import type { ResponsesRequest } from '../request/responses-request.ts';
import type { ResponsesSettings } from '../responses-settings.ts';
import { encryptReasoning } from './encrypted-content.ts';
import type { OutputItem } from './output-item.ts';
import type { ResponseDraft } from './response-draft.ts';

/** Plans the complete response, with the effect of the fault on its content and encoding. */
export function planResponse(
  request: ResponsesRequest,
  fault: AnyFault | undefined,
  settings: ResponsesSettings,
  ids: Ids,
): ResponseDraft {
  const draft = createDraft(request, settings, ids);
  return applyFault(outputFaults, fault, draft) ?? draft;
}

function createDraft(
  request: ResponsesRequest,
  settings: ResponsesSettings,
  ids: Ids,
): ResponseDraft {
  const chosen = chooseContent(request, settings.rules, ids);
  const { content, exceeded } = limitContent(chosen, request.maxTokens * charactersPerToken);
  const usage = countUsage(request.conversation.text, content);
  return {
    response: {
      id: `resp_${ids.hex(48)}`,
      createdAtSeconds: Math.floor(settings.now() / 1000),
      model: request.model,
      items: createItems(content, request, ids, exceeded),
      status: exceeded ? 'incomplete' : 'completed',
      incompleteReason: exceeded ? 'max_output_tokens' : null,
      error: undefined,
      usage: {
        inputTokens: usage.promptTokens,
        outputTokens: usage.completionTokens,
        reasoningTokens: usage.reasoningTokens,
      },
      echo: createEcho(request),
    },
    encoding: {
      charactersPerChunk: settings.stream.charactersPerChunk,
      itemEvents: 'all',
      isInterleaved: false,
      hasRotatedIds: false,
      hasObfuscation: false,
      usage: 'complete',
      keepAlives: 0,
    },
    generateItems: () => [
      createMessage('I will call two tools.', '', ids),
      ...generateToolCalls(request, ids).map((call) => createCall(call, ids, false)),
    ],
    generateReasoning: () => createReasoning('The user wrote.', false, request, ids),
  };
}

function createItems(
  { reasoning, text, refusal, toolCalls }: Content,
  request: ResponsesRequest,
  ids: Ids,
  exceeded: boolean,
): readonly OutputItem[] {
  const last = toolCalls.length - 1;
  return [
    ...(reasoning === '' ? [] : [createReasoning(reasoning, request.hasSummary, request, ids)]),
    ...(text + refusal === '' ? [] : [createMessage(text, refusal, ids)]),
    ...toolCalls.map((call, index) => createCall(call, ids, exceeded && index === last)),
  ];
}

function createMessage(text: string, refusal: string, ids: Ids): OutputItem {
  return { type: 'message', id: `msg_${ids.hex(48)}`, text, refusal, phase: undefined };
}

/** The paragraphs of the reasoning are the parts of its summary. */
function createReasoning(
  text: string,
  hasSummary: boolean,
  { model, hasEncryptedContent }: ResponsesRequest,
  ids: Ids,
): OutputItem {
  return {
    type: 'reasoning',
    id: `rs_${ids.hex(48)}`,
    summary: hasSummary ? text.split('\n\n') : [],
    encrypted: hasEncryptedContent ? encryptReasoning(text, model) : undefined,
  };
}

function createCall({ id, name, argumentsText }: ToolCall, ids: Ids, isCut: boolean): OutputItem {
  return {
    type: 'function_call',
    id: `fc_${ids.hex(48)}`,
    callId: id ?? '',
    name,
    argumentsText,
    status: isCut ? 'incomplete' : 'completed',
  };
}

function createEcho(request: ResponsesRequest): PlannedEcho {
  const { effort, hasSummary, isStored, maxTokens, parallelToolCalls, previousId } = request;
  return {
    instructions: null,
    max_output_tokens: maxTokens === Infinity ? null : maxTokens,
    metadata: {},
    parallel_tool_calls: parallelToolCalls,
    previous_response_id: previousId ?? null,
    reasoning: { effort: effort ?? null, summary: hasSummary ? 'auto' : null },
    service_tier: 'default',
    store: isStored,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    ...request.echo,
    text: { format: { type: 'text' }, ...Object(request.echo['text']) },
  };
}

type PlannedEcho = ResponseDraft['response']['echo'];
