import type { CommandContext } from '../command-context.ts';
import { loadResolvedFile } from '../configuration/load-resolved-file.ts';
import { findMissingSetting } from '../configuration/missing-setting.ts';
import { createSetup } from '../configuration/setup.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import { findCredentials } from '../providers/credentials.ts';
import { formatProvider } from '../providers/format-provider.ts';
import { formatJsonLine } from '../render/format-json-line.ts';
import { paint } from '../render/paint.ts';
import { loadPackages } from './load-packages.ts';

export interface ProvidersArguments {
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Runs `understudy providers`: prints the providers and where their API keys were found. */
export async function providers(
  input: ProvidersArguments,
  context: CommandContext,
): Promise<number> {
  const { ports, screen } = context;
  const { stdout } = ports;
  const file = await loadResolvedFile(input.config, ports);
  const listings = (await loadPackages(context)).providers();
  const setup = createSetup({}, { listings, env: ports.env, file });
  for (const listing of listings) {
    const credentials = findCredentials(listing, setup);
    if (input.json === true) {
      const missing = findMissingSetting(listing, setup.configuration.settings)?.path;
      await screen.writeJsonLine(formatJsonLine('provider', { ...listing, credentials, missing }));
    } else {
      screen.writeBlock(stdout, formatProvider(listing, credentials, stdout));
    }
  }
  if (input.json === true) return 0;
  const example = `Example: understudy chat --model ${exampleModel(listings)} "Hi"`;
  screen.writeBlock(stdout, paint('dim', example, stdout));
  return 0;
}

function exampleModel([first]: readonly ProviderListing[]): string {
  return `${first?.id ?? 'provider'}/${first?.models[0]?.id ?? 'model'}`;
}
