import { defaultModel } from '../default-model.ts';
import { printable } from '../render/printable.ts';
import { paint } from '../render/style.ts';
import type { CommandContext } from './command-context.ts';
import { showChat } from './show-chat.ts';

export interface DemoArguments {
  readonly question: readonly string[];
}

const greeting = 'Привет, как дела?';

/** `understudy demo`: one question to an upstream of its own, without a network or a key. */
export async function demo({ question }: DemoArguments, context: CommandContext): Promise<number> {
  const { ports, screen, signal } = context;
  const { stdout } = ports;
  const words = question.join(' ').trim();
  const content = words === '' ? greeting : words;
  const framework = await ports.framework();
  await using upstream = await framework.startUpstream();
  await using understudy = framework.createUnderstudy({ fakegpt: { baseUrl: upstream.url } });
  screen.block(stdout, paint('dim', `Asking ${defaultModel}, emulated at ${upstream.url}`, stdout));
  screen.block(stdout, paint('bold', `> ${printable(content)}`, stdout));
  const answer = understudy.chat(
    { model: defaultModel, messages: [{ role: 'user', content }] },
    { signal },
  );
  await showChat(answer, defaultModel, stdout, context);
  return 0;
}
