import type { Understudy } from '@understudy/core';

import type { CommandContext } from '../command-context.ts';
import { defaultModel } from '../default-model.ts';
import { showChat } from '../render/chat/show-chat.ts';
import { printable } from '../render/printable.ts';
import { paint } from '../render/style.ts';

export interface DemoArguments {
  readonly question: readonly string[];
  /** Whether the first to be asked fails, and another steps in. */
  readonly fail?: boolean | undefined;
}

const greeting = 'Привет, как дела?';

/** `understudy demo`: one question to an upstream of its own, without a network or a key. */
export async function demo(input: DemoArguments, context: CommandContext): Promise<number> {
  await (input.fail === true ? askTwo(input, context) : askOne(input, context));
  return 0;
}

async function askOne(input: DemoArguments, context: CommandContext): Promise<void> {
  const packages = await context.ports.packages();
  await using upstream = await packages.startDemoServer();
  await using understudy = packages.createUnderstudy({
    settings: { fakegpt: { baseUrl: upstream.url } },
  });
  const scene = `Asking ${defaultModel}, emulated at ${upstream.url}`;
  await ask(understudy, { ...input, model: defaultModel, scene, awaited: defaultModel }, context);
}

async function askTwo(input: DemoArguments, context: CommandContext): Promise<void> {
  const packages = await context.ports.packages();
  await using failing = await packages.startDemoServer({ failing: true });
  await using healthy = await packages.startDemoServer();
  const sites = { lead: failing.url, understudy: healthy.url };
  await using understudy = packages.createDemoChain('demo', sites);
  const scene = [
    `lead        is asked first and fails, emulated at ${failing.url}`,
    `understudy  is there to step in, emulated at ${healthy.url}`,
  ].join('\n');
  await ask(
    understudy,
    { ...input, model: 'demo', scene, awaited: 'lead, else understudy' },
    context,
  );
}

interface Scene extends DemoArguments {
  readonly model: string;
  readonly scene: string;
  /** Who is waited for. */
  readonly awaited: string;
}

async function ask(
  understudy: Understudy,
  { question, model, scene, awaited }: Scene,
  context: CommandContext,
): Promise<void> {
  const { ports, screen, signal } = context;
  const { stdout } = ports;
  const words = question.join(' ').trim();
  const content = words === '' ? greeting : words;
  screen.block(stdout, paint('dim', scene, stdout));
  screen.block(stdout, paint('bold', `> ${printable(content)}`, stdout));
  const answer = understudy.chat({ model, messages: [{ role: 'user', content }] }, { signal });
  await showChat(answer, awaited, stdout, context);
}
