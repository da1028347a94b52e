import type { ChatRequest, Message } from '@understudy/core';

import { describeFailure } from '../failure/describe-failure.ts';
import type { ProviderSettings } from '../framework/framework.ts';
import { formatFailure } from '../render/show-failure.ts';
import type { CommandContext } from './command-context.ts';
import { readQuestion } from './read-question.ts';
import { showChat } from './show-chat.ts';
import { showEvents } from './show-events.ts';

export interface ChatArguments {
  readonly question: readonly string[];
  readonly model: string;
  readonly baseUrl?: string | undefined;
  readonly system?: string | undefined;
  readonly json?: boolean | undefined;
}

/** `understudy chat`: the answer on stdout, its attempts on stderr; with `--json` its events on stdout. */
export async function chat(input: ChatArguments, context: CommandContext): Promise<number> {
  return input.json === true ? chatInJson(input, context) : chatInText(input, context);
}

async function chatInText(input: ChatArguments, context: CommandContext): Promise<number> {
  const request = await createRequest(input, context);
  const framework = await context.ports.framework();
  await using understudy = framework.createUnderstudy(settingsOf(input, context));
  const answer = understudy.chat(request, { signal: context.signal });
  await showChat(answer, request.model, context.ports.stderr, context);
  return 0;
}

async function chatInJson(input: ChatArguments, context: CommandContext): Promise<number> {
  const { ports, screen, signal } = context;
  try {
    const request = await createRequest(input, context);
    const framework = await context.ports.framework();
    await using understudy = framework.createUnderstudy(settingsOf(input, context));
    await showEvents(understudy.chat(request, { signal }), screen);
    return 0;
  } catch (error) {
    if (!ports.stdout.writable) throw error;
    const failure = await describeFailure(signal.aborted ? signal.reason : error);
    ports.stdout.write(`${formatFailure(failure)}\n`);
    return failure.exitCode;
  }
}

async function createRequest(
  { question, model, system }: ChatArguments,
  context: CommandContext,
): Promise<ChatRequest> {
  const asked: Message = { role: 'user', content: await readQuestion(question, context) };
  const messages: readonly Message[] =
    system === undefined ? [asked] : [{ role: 'system', content: system }, asked];
  return { model, messages };
}

function settingsOf({ baseUrl }: ChatArguments, { ports }: CommandContext): ProviderSettings {
  const address = baseUrl ?? ports.env.UNDERSTUDY_FAKEGPT_BASE_URL;
  return address === undefined || address === '' ? {} : { fakegpt: { baseUrl: address } };
}
