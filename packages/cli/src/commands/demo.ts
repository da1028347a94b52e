import type { Understudy } from '@understudy/core';

import type { CommandContext } from '../command-context.ts';
import { demoModel } from '../default-model.ts';
import { showChat } from '../render/chat/show-chat.ts';
import { paint } from '../render/paint.ts';
import { printable } from '../render/printable.ts';
import { wrapWords } from '../render/wrap/wrap-words.ts';

export interface DemoArguments {
  readonly prompt: readonly string[];
  /** Whether the first target fails, so that the chain falls back to the second. */
  readonly fail?: boolean | undefined;
}

const defaultPrompt = 'Hello! How are you?';

/** Runs `understudy demo`: sends one prompt to an emulated server, without a network or a key. */
export async function demo(input: DemoArguments, context: CommandContext): Promise<number> {
  // The warning that FakeGpt is deprecated is about its public server, and the demo uses an emulator.
  const releaseWarnings = context.ports.warnings.capture();
  try {
    await (input.fail === true ? runFallback(input, context) : runSingle(input, context));
  } finally {
    await releaseWarnings();
  }
  return 0;
}

async function runSingle({ prompt }: DemoArguments, context: CommandContext): Promise<void> {
  const packages = await context.ports.packages();
  await using server = await packages.startDemoServer('openai');
  await using understudy = packages.createDemoChain('demo', { openai: server.url });
  const heading = `Using ${demoModel}, emulated at ${server.url}`;
  const chat = { prompt, heading, model: 'demo', label: demoModel };
  await sendPrompt(understudy, chat, context);
}

async function runFallback({ prompt }: DemoArguments, context: CommandContext): Promise<void> {
  const packages = await context.ports.packages();
  await using failing = await packages.startDemoServer('openai', { failing: true });
  await using healthy = await packages.startDemoServer('fakegpt');
  const urls = { openai: failing.url, fakegpt: healthy.url };
  await using understudy = packages.createDemoChain('demo', urls);
  const heading = [
    `openai   always fails, emulated at ${failing.url}`,
    `fakegpt  responds, emulated at ${healthy.url}`,
  ].join('\n');
  const chat = { prompt, heading, model: 'demo', label: 'openai, fakegpt' };
  await sendPrompt(understudy, chat, context);
}

interface DemoChat {
  readonly prompt: readonly string[];
  /** Printed before the prompt. */
  readonly heading: string;
  readonly model: string;
  /** The name of the model in the spinner. */
  readonly label: string;
}

async function sendPrompt(
  understudy: Understudy,
  { prompt, heading, model, label }: DemoChat,
  context: CommandContext,
): Promise<void> {
  const { ports, screen, signal } = context;
  const { stdout } = ports;
  const words = prompt.join(' ').trim();
  const content = words === '' ? defaultPrompt : words;
  screen.writeBlock(stdout, paint('dim', wrapWords(heading, stdout), stdout));
  screen.writeBlock(stdout, paint('bold', `> ${printable(content)}`, stdout));
  const chat = understudy.chat({ model, messages: [{ role: 'user', content }] }, { signal });
  await showChat(chat, label, stdout, context);
}
