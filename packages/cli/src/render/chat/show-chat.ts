import type { ChatResponse, ChatStream } from '@understudy/core';

import type { CapturedWarning, Output } from '../../cli-ports.ts';
import type { CommandContext } from '../../command-context.ts';
import { showWarnings } from '../show-warnings.ts';
import { startSpinner } from '../start-spinner.ts';
import { formatAttempts } from './format-attempts.ts';

/**
 * Streams a response to stdout, then prints its attempts, also if the chat failed.
 *
 * @param label - the model in the text of the spinner
 * @param output - where the attempts are printed
 * @throws the error of the chat
 */
export async function showChat(
  chat: ChatStream,
  label: string,
  output: Output,
  context: CommandContext,
): Promise<void> {
  try {
    await showResponse(chat, label, context);
  } finally {
    showAttempts(chat, output, context);
  }
}

/**
 * Streams a response to stdout, then prints its warnings on stderr.
 *
 * @throws the error of the chat
 */
export async function showResponse(
  chat: ChatStream,
  label: string,
  { ports, screen, signal }: CommandContext,
): Promise<ChatResponse> {
  screen.beginResponse();
  const spinner = startSpinner(`Waiting for ${label}`, ports, signal);
  try {
    for await (const text of chat.textStream) {
      spinner.stop();
      await screen.stream(text);
    }
    const response = await chat.response();
    showWarnings(warningsOf(response), screen, ports.stderr);
    return response;
  } finally {
    spinner.stop();
    screen.endResponse();
  }
}

/** Prints the attempts of a chat. Prints nothing if there was no attempt. */
export function showAttempts(
  { attempts }: ChatStream,
  output: Output,
  { screen }: CommandContext,
): void {
  if (attempts.length > 0) screen.writeBlock(output, formatAttempts(attempts, output));
}

function warningsOf({ warnings, finishReason }: ChatResponse): readonly CapturedWarning[] {
  const limit =
    finishReason === 'length' ? ['the response is incomplete: the model reached its limit'] : [];
  return [...warnings, ...limit].map((message) => ({ message, code: undefined }));
}
