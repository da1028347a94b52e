import type { ResponseRule } from '../../responses/emulated-response.ts';
import { findResponse } from '../../responses/find-response.ts';
import { respond } from '../../responses/respond.ts';
import type { Ids } from '../../scripts/ids.ts';
import { generateJson } from '../json/generate-json.ts';
import type { ChatRequest, ResponseFormat } from '../request/chat-request.ts';
import { type Content, silence } from './completion.ts';
import { createToolCalls } from './create-tool-calls.ts';

/** What is said to a request, before limits and faults. */
export function chooseContent(
  request: ChatRequest,
  rules: readonly ResponseRule[],
  ids: Ids,
): Content {
  const { asked, toolResults } = request.conversation;
  const answer = findResponse(rules, asked);
  const reasoning = answer?.reasoning ?? '';
  const toolCalls =
    toolResults.length > 0 ? [] : createToolCalls(request, answer?.toolCalls ?? [], ids);
  if (toolCalls.length > 0) return { ...silence, reasoning, text: answer?.text ?? '', toolCalls };
  if (answer?.refusal !== undefined) return { ...silence, reasoning, refusal: answer.refusal };
  return { ...silence, reasoning, text: answer?.text ?? improvise(request) };
}

/** What no rule knows. */
function improvise({ conversation, format }: ChatRequest): string {
  const { asked, toolResults } = conversation;
  const said = toolResults.length > 0 ? describeResults(toolResults) : respond(asked.trim());
  return format.kind === 'json' ? JSON.stringify(fitFormat(said, format)) : said;
}

function fitFormat(
  said: string,
  { schema }: Extract<ResponseFormat, { readonly kind: 'json' }>,
): unknown {
  return schema === undefined ? { answer: said } : generateJson(schema);
}

function describeResults(results: readonly string[]): string {
  return `The ${results.length === 1 ? 'tool' : 'tools'} said: ${results.join('; ')}.`;
}
