import type { ChatRequest, ChatStream } from '@understudy/core';

import type { CommandContext } from '../command-context.ts';
import { assertKeys } from '../configuration/assert-keys.ts';
import type { TargetArguments } from '../configuration/setup.ts';
import { showChat } from '../render/chat/show-chat.ts';
import { converse } from './converse.ts';
import { openingMessages } from './opening-messages.ts';
import { readPrompt } from './read-prompt.ts';
import { showEvents } from './show-events.ts';
import { withUnderstudy } from './with-understudy.ts';

export interface ChatArguments extends TargetArguments {
  readonly question: readonly string[];
  readonly system?: string | undefined;
  readonly json?: boolean | undefined;
}

/**
 * `understudy chat`: the answer on stdout, its attempts on stderr; with `--json` its events on stdout.
 * Without a question, on a terminal, it is a conversation.
 */
export async function chat(input: ChatArguments, context: CommandContext): Promise<number> {
  const { screen, ports } = context;
  if (input.json === true) await ask(input, context, (answer) => showEvents(answer, screen));
  else if (isConversation(input, context)) await converse(input, context);
  else {
    await ask(input, context, (answer, label) => showChat(answer, label, ports.stderr, context));
  }
  return 0;
}

function isConversation({ question }: ChatArguments, { ports }: CommandContext): boolean {
  return question.length === 0 && ports.stdout.isTTY === true && ports.stdin().isTTY === true;
}

/** One question, not begun yet when it is shown; whoever lacks a key for it is told before. */
function ask(
  input: ChatArguments,
  context: CommandContext,
  show: (answer: ChatStream, label: string) => Promise<void>,
): Promise<void> {
  return withUnderstudy(input, context, async (understudy, setup, packages) => {
    const { model, label, configuration } = setup;
    const content = await readPrompt(input.question, context);
    const messages = [...openingMessages(input.system), { role: 'user', content } as const];
    const request: ChatRequest = { model, messages };
    assertKeys(understudy.explain(request), configuration.settings, packages.providers());
    await show(understudy.chat(request, { signal: context.signal }), label);
  });
}
