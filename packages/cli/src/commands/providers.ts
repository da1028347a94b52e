import type { ProviderListing } from '../framework/framework.ts';
import { formatProvider } from '../render/provider-sheet.ts';
import { paint } from '../render/style.ts';
import type { CommandContext } from './command-context.ts';

/** `understudy providers`: what is on offer and what it needs. */
export async function providers({ ports, screen }: CommandContext): Promise<number> {
  const { stdout } = ports;
  const listings = (await ports.framework()).providers();
  for (const listing of listings) screen.block(stdout, formatProvider(listing, stdout));
  const example = `Ask one with: understudy chat --model ${exampleModel(listings)} "Hi"`;
  screen.block(stdout, paint('dim', example, stdout));
  return 0;
}

function exampleModel([first]: readonly ProviderListing[]): string {
  return `${first?.id ?? 'provider'}/${first?.models[0]?.id ?? 'model'}`;
}
