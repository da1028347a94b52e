import type { ChatRequest, ChatStream, Message } from '@understudy/core';

import { assertKeys } from '../configuration/assert-keys.ts';
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
  await withChat(input, context, (answer, label) =>
    showChat(answer, label, context.ports.stderr, context),
  );
}

async function chatInJson(input: ChatArguments, context: CommandContext): Promise<void> {
  await withChat(input, context, (answer) => showEvents(answer, context.screen));
}

/** A chat that is not begun yet; whoever lacks a key for it is told before. */
function withChat(
  input: ChatArguments,
  context: CommandContext,
  show: (answer: ChatStream, label: string) => Promise<void>,
): Promise<void> {
  return withUnderstudy(input, context, async (understudy, setup, framework) => {
    const { model, label, configuration } = setup;
    const request = await createRequest(input, model, context);
    assertKeys(understudy.explain(request), configuration.settings, framework.providers());
    await show(understudy.chat(request, { signal: context.signal }), label);
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
