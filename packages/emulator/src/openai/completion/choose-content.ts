import type { ResponseRule } from '../../responses/emulated-response.ts';
import { findResponse } from '../../responses/find-response.ts';
import { respond } from '../../responses/respond.ts';
import { readResponse } from '../../responses/rule-readers.ts';
import type { Ids } from '../../scripts/ids.ts';
import { generateJson } from '../json/generate-json.ts';
import type { ChatRequest, ResponseFormat } from '../request/chat-request.ts';
import { type Content, emptyContent } from './completion.ts';
import { createToolCalls } from './tool-calls.ts';

/** Returns the content of the response to a request, before limits and faults. */
export function chooseContent(
  request: ChatRequest,
  rules: readonly ResponseRule[],
  ids: Ids,
): Content {
  const { lastUserMessage, toolResults } = request.conversation;
  const response = findResponse(rules, lastUserMessage, readResponse);
  const content = { ...emptyContent, reasoning: response?.reasoning ?? '' };
  const toolCalls =
    toolResults.length > 0 ? [] : createToolCalls(request, response?.toolCalls ?? [], ids);
  if (toolCalls.length > 0) return { ...content, text: response?.text ?? '', toolCalls };
  if (response?.refusal !== undefined) return { ...content, refusal: response.refusal };
  return { ...content, text: response?.text ?? createDefaultText(request) };
}

function createDefaultText({ conversation, format }: ChatRequest): string {
  const { lastUserMessage, toolResults } = conversation;
  if (format.kind === 'enum') return format.values[0] ?? '';
  const text =
    toolResults.length > 0 ? describeToolResults(toolResults) : respond(lastUserMessage.trim());
  return format.kind === 'json' ? JSON.stringify(createJsonValue(text, format)) : text;
}

function createJsonValue(
  text: string,
  { schema }: Extract<ResponseFormat, { readonly kind: 'json' }>,
): unknown {
  return schema === undefined ? { answer: text } : generateJson(schema);
}

function describeToolResults(results: readonly string[]): string {
  return `The ${results.length === 1 ? 'tool' : 'tools'} said: ${results.join('; ')}.`;
}
