import type { ChatEvent, ChatRequest, ChatStream, Message } from '@understudy/core';

import type { CommandContext } from '../command-context.ts';
import { assertKeys } from '../configuration/assert-keys.ts';
import type { TargetArguments } from '../configuration/setup.ts';
import { stripCredentials } from '../failure/strip-credentials.ts';
import { InteractiveChat } from '../interactive-chat/interactive-chat.ts';
import { showChat } from '../render/chat/show-chat.ts';
import type { Screen } from '../render/screen.ts';
import { readPrompt } from './read-prompt.ts';
import { withUnderstudy } from './with-understudy.ts';

export interface ChatArguments extends TargetArguments {
  readonly prompt: readonly string[];
  readonly system?: string | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Runs `understudy chat`. Prints the response on stdout and the attempts on stderr, or with `--json`
 * the events on stdout. Without a prompt, on a terminal, it starts an interactive chat.
 */
export async function chat(input: ChatArguments, context: CommandContext): Promise<number> {
  const { screen, ports } = context;
  if (input.json === true) {
    await sendPrompt(input, context, (stream) => printEvents(stream, screen));
  } else if (isInteractive(input, context)) {
    await startInteractiveChat(input, context);
  } else {
    await sendPrompt(input, context, (stream, label) =>
      showChat(stream, label, ports.stderr, context),
    );
  }
  return 0;
}

function isInteractive({ prompt }: ChatArguments, { ports }: CommandContext): boolean {
  return prompt.length === 0 && ports.stdout.isTTY === true && ports.stdin().isTTY === true;
}

function startInteractiveChat(input: ChatArguments, context: CommandContext): Promise<void> {
  return withUnderstudy(input, context, async (understudy, setup, packages) => {
    const services = { understudy, setup, listings: packages.providers() };
    await new InteractiveChat(services, systemMessages(input.system), context).run();
  });
}

/** Checks the keys before it creates the chat. */
function sendPrompt(
  input: ChatArguments,
  context: CommandContext,
  show: (stream: ChatStream, label: string) => Promise<void>,
): Promise<void> {
  return withUnderstudy(input, context, async (understudy, setup, packages) => {
    const { model, label, configuration } = setup;
    const content = await readPrompt(input.prompt, context);
    if (setup.isDefaultModel && input.json !== true) {
      context.screen.writeLine(context.ports.stderr, `Using ${label}.`);
    }
    const messages = [...systemMessages(input.system), { role: 'user', content } as const];
    const request: ChatRequest = { model, messages };
    assertKeys(understudy.explain(request), configuration.settings, packages.providers());
    await show(understudy.chat(request, { signal: context.signal }), label);
  });
}

function systemMessages(system: string | undefined): readonly Message[] {
  return system === undefined ? [] : [{ role: 'system', content: system }];
}

async function printEvents(stream: ChatStream, screen: Screen): Promise<void> {
  for await (const event of stream) await screen.writeJsonLine(formatEvent(event));
}

/** Removes credentials from error messages only. The response is printed unchanged. */
function formatEvent(event: ChatEvent): string {
  const line = JSON.stringify(event);
  return event.type === 'attempt-end' ? stripCredentials(line) : line;
}
