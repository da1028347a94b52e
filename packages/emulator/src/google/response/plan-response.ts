import { applyFault } from '../../faults/fault-table.ts';
import type { AnyFault } from '../../faults/fault.ts';
import { chooseContent } from '../../openai/completion/choose-content.ts';
import type { Content, ToolCall } from '../../openai/completion/completion.ts';
import {
  charactersPerToken,
  countTokens,
  countUsage,
} from '../../openai/completion/count-tokens.ts';
import { limitContent, stopContent } from '../../openai/completion/limit-content.ts';
import { generateToolCalls } from '../../openai/completion/tool-calls.ts';
import type { Ids } from '../../scripts/ids.ts';
import { responseFaults } from '../faults/response-faults.ts';
import { toolFaults } from '../faults/tool-faults.ts';
import type { GoogleSettings } from '../google-settings.ts';
import type { GenerateRequest } from '../request/decode-generate-request.ts';
import { continueResponse } from './continue-response.ts';
import type { GeminiResponse, ResponseDraft, ResponsePart } from './response.ts';
import { sign } from './signature.ts';

/** Plans the complete response, with the effect of the fault on its content and encoding. */
export function planResponse(
  request: GenerateRequest,
  fault: AnyFault | undefined,
  settings: GoogleSettings,
  ids: Ids,
): ResponseDraft {
  const draft = createDraft(request, settings, ids);
  const { continuation } = request;
  if (continuation) return continueResponse(draft, continuation);
  return applyFault({ ...responseFaults, ...toolFaults }, fault, draft) ?? draft;
}

function createDraft(request: GenerateRequest, settings: GoogleSettings, ids: Ids): ResponseDraft {
  const chosen = chooseContent(request, settings.rules, ids);
  const stopped = stopContent(chosen, request.stop);
  const { content, exceeded } = limitContent(stopped, request.maxTokens * charactersPerToken);
  const response: GeminiResponse = {
    id: ids.hex(22),
    model: request.model,
    parts: createParts(content, request),
    finishReason: chooseReason(content, exceeded),
    finishMessage: content.refusal === '' ? undefined : content.refusal,
    blockReason: undefined,
    continuationToken: undefined,
    groundingMetadata: undefined,
    usage: countResponse(request, content),
  };
  return {
    response,
    encoding: {
      charactersPerChunk: settings.stream.charactersPerChunk,
      usage: 'all',
      calls: 'separate',
      hasArguments: true,
      finishesEachChunk: false,
      hasSecondCandidate: false,
      silentChunks: 0,
      omitsContent: false,
    },
    generateCalls: () => createCalls(generateToolCalls(request, ids), request),
  };
}

function chooseReason({ refusal }: Content, exceeded: boolean): string {
  if (exceeded) return 'MAX_TOKENS';
  return refusal === '' ? 'STOP' : 'SAFETY';
}

/** From Gemini 3 on, the first call is signed, or an empty text at the end. */
function createParts(content: Content, request: GenerateRequest): readonly ResponsePart[] {
  const { reasoning, text, toolCalls } = content;
  const parts: readonly ResponsePart[] = [
    ...(reasoning !== '' && request.showsThoughts ? [createText(reasoning, true)] : []),
    ...(text === '' ? [] : [createText(text, false)]),
    ...createCalls(toolCalls, request),
  ];
  const isSigned = request.rules.signedCalls && toolCalls.length === 0 && text !== '';
  return isSigned ? [...parts, { ...createText('', false), signature: sign(text) }] : parts;
}

function createText(text: string, isThought: boolean): ResponsePart & { readonly type: 'text' } {
  return { type: 'text', text, isThought };
}

function createCalls(
  calls: readonly ToolCall[],
  { rules }: GenerateRequest,
): readonly ResponsePart[] {
  return calls.map(({ id, name, argumentsText }, index) => ({
    type: 'call',
    id: id?.replace(/^call_/u, ''),
    name,
    argumentsText,
    ...(index === 0 && rules.signedCalls && { signature: sign(name + argumentsText) }),
  }));
}

function countResponse(request: GenerateRequest, content: Content): GeminiResponse['usage'] {
  const { completionTokens, reasoningTokens } = countUsage('', content);
  return {
    promptTokens: countTokens(request.conversation.text),
    candidatesTokens: completionTokens - reasoningTokens,
    thoughtsTokens: reasoningTokens,
  };
}
