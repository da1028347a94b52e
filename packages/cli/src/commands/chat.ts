import type { ChatRequest, Message } from '@understudy/core';

import type { TargetArguments } from '../configuration/setup.ts';
import { answerInJson } from './answer-in-json.ts';
import type { CommandContext } from './command-context.ts';
import { readQuestion } from './read-question.ts';
import { showChat } from './show-chat.ts';
import { showEvents } from './show-events.ts';
import { withUnderstudy } from './with-understudy.ts';

export interface ChatArguments extends TargetArguments {
  readonly question: readonly string[];
  readonly system?: string | undefined;
  readonly json?: boolean | undefined;
}

/** `understudy chat`: the answer on stdout, its attempts on stderr; with `--json` its events on stdout. */
export async function chat(input: ChatArguments, context: CommandContext): Promise<number> {
  if (input.json === true) return answerInJson(context, () => chatInJson(input, context));
  await chatInText(input, context);
  return 0;
}

async function chatInText(input: ChatArguments, context: CommandContext): Promise<void> {
  await withUnderstudy(input, context, async (understudy, { model, label }) => {
    const request = await createRequest(input, model, context);
    const answer = understudy.chat(request, { signal: context.signal });
    await showChat(answer, label, context.ports.stderr, context);
  });
}

async function chatInJson(input: ChatArguments, context: CommandContext): Promise<void> {
  await withUnderstudy(input, context, async (understudy, { model }) => {
    const request = await createRequest(input, model, context);
    await showEvents(understudy.chat(request, { signal: context.signal }), context.screen);
  });
}

async function createRequest(
  { question, system }: ChatArguments,
  model: string,
  context: CommandContext,
): Promise<ChatRequest> {
  const asked: Message = { role: 'user', content: await readQuestion(question, context) };
  const messages: readonly Message[] =
    system === undefined ? [asked] : [{ role: 'system', content: system }, asked];
  return { model, messages };
}
