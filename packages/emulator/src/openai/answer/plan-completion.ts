import type { Ids } from '../../scripts/ids.ts';
import { changeAnswer } from '../faults/change-answer.ts';
import type { OpenAiFault } from '../faults/openai-fault.ts';
import type { OpenAiSettings } from '../openai-settings.ts';
import type { ChatRequest } from '../request/chat-request.ts';
import { chooseContent } from './choose-content.ts';
import type { Completion, Content } from './completion.ts';
import { charactersPerToken, countUsage } from './count-tokens.ts';
import { limitContent, stopContent } from './limit-content.ts';

/** Decides the whole answer before the first byte of it is written. */
export function planCompletion(
  request: ChatRequest,
  fault: OpenAiFault | undefined,
  settings: OpenAiSettings,
  ids: Ids,
): Completion {
  const chosen = stopContent(chooseContent(request, settings.rules, ids), request.stop);
  const limited = limitContent(chosen, request.maxTokens * charactersPerToken);
  const finish = limited.cut ? 'length' : nameFinish(limited.content);
  const answered = changeAnswer(fault, { content: limited.content, finish }, request, ids);
  return {
    id: `chatcmpl-${ids.hex(32)}`,
    createdAtSeconds: Math.floor(settings.now() / 1000),
    model: request.model,
    ...answered,
    usage: countUsage(request.conversation.text, answered.content),
  };
}

function nameFinish({ toolCalls }: Content): string {
  return toolCalls.length > 0 ? 'tool_calls' : 'stop';
}
