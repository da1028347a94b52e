import { applyFault } from '../../faults/fault-table.ts';
import type { AnyFault } from '../../faults/fault.ts';
import { chooseContent } from '../../openai/completion/choose-content.ts';
import { emptyContent } from '../../openai/completion/completion.ts';
import {
  charactersPerToken,
  countTokens,
  countUsage,
} from '../../openai/completion/count-tokens.ts';
import { limitContent, stopContent } from '../../openai/completion/limit-content.ts';
import { generateToolCalls } from '../../openai/completion/tool-calls.ts';
import type { Ids } from '../../scripts/ids.ts';
import { RequestError, messages } from '../errors.ts';
import { responseFaults } from '../faults/response-faults.ts';
import type { ResolvedModel } from '../ollama-model.ts';
import type { OllamaSettings } from '../ollama-settings.ts';
import type { OllamaRequest } from '../request/ollama-request.ts';
import type { PlannedResponse, ResponseDraft } from './planned-response.ts';

/** What a response depends on besides the request. */
export interface PlanContext {
  readonly model: ResolvedModel;
  readonly settings: OllamaSettings;
  readonly ids: Ids;
  /** Time to load the model before this response. */
  readonly loadMs: number;
}

/** Plans the complete response, with the effect of the fault on its content and format. */
export function planResponse(
  request: OllamaRequest,
  fault: AnyFault | undefined,
  context: PlanContext,
): PlannedResponse {
  const draft: ResponseDraft = {
    ...(request.hasMessages
      ? createResponse(request, context)
      : createLoadResponse(request, context)),
    generateToolCalls: () => generateToolCalls(request, context.ids),
  };
  return applyFault(responseFaults, fault, draft) ?? draft;
}

function createResponse(request: OllamaRequest, context: PlanContext): PlannedResponse {
  const { settings, ids } = context;
  const chosen = chooseContent(request, settings.rules, ids);
  const reasoning = isThinking(request, context.model) ? chosen.reasoning : '';
  const stopped = stopContent({ ...chosen, reasoning }, request.stop);
  const { content, exceeded } = limitContent(stopped, request.maxTokens * charactersPerToken);
  const { completionTokens } = countUsage('', content);
  return {
    ...createBase(request, context),
    content,
    doneReason: exceeded ? 'length' : 'stop',
    counts: { promptTokens: countPrompt(request, context), outputTokens: completionTokens },
  };
}

/** A request without messages only loads the model, or unloads it. */
function createLoadResponse(request: OllamaRequest, context: PlanContext): PlannedResponse {
  return {
    ...createBase(request, context),
    content: emptyContent,
    doneReason: request.unload ? 'unload' : 'load',
    counts: undefined,
  };
}

function createBase(
  { model, stream }: OllamaRequest,
  { settings, loadMs }: PlanContext,
): Omit<PlannedResponse, 'content' | 'doneReason' | 'counts'> {
  const createdAt = new Date(settings.now()).toISOString();
  const { charactersPerChunk } = settings.stream;
  return { model, stream, createdAt, charactersPerChunk, style: 'plain', loadMs };
}

/** A model that can think does so unless the request turns it off. The family `gptoss` ignores that. */
function isThinking({ think }: OllamaRequest, { capabilities, family }: ResolvedModel): boolean {
  return capabilities.includes('thinking') && (think !== false || family === 'gptoss');
}

/** Returns the number of tokens that are read. A longer prompt is cut, or rejected with `truncate: false`. */
function countPrompt(request: OllamaRequest, { model, settings }: PlanContext): number {
  const tokens = countTokens(request.conversation.text);
  const window = Math.min(request.contextTokens ?? settings.contextTokens, model.contextTokens);
  if (tokens > window && !request.truncate) {
    throw new RequestError(messages.tooLong(tokens, window));
  }
  return Math.min(tokens, window);
}
