import type { CommandContext } from '../command-context.ts';
import type { Setup } from '../configuration/setup.ts';
import type { Failure } from '../failure/failure.ts';
import { toFailure } from '../failure/to-failure.ts';
import { capTimeouts } from '../models/cap-timeouts.ts';
import type { ModelsResult } from '../models/fetch-models.ts';
import { fetchModels } from '../models/fetch-models.ts';
import { describeModelsResult, formatModels } from '../models/format-models.ts';
import { markModels } from '../models/mark-models.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import { formatJsonLine } from '../render/format-json-line.ts';
import { startSpinner } from '../render/start-spinner.ts';
import { withUnderstudy } from './with-understudy.ts';

export interface ModelsArguments {
  /** @defaultValue all providers */
  readonly provider?: string | undefined;
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Runs `understudy models`: prints the models that packages declare and vendors list. */
export async function models(input: ModelsArguments, context: CommandContext): Promise<number> {
  const { provider } = input;
  const { ports, signal } = context;
  await withUnderstudy(
    input,
    context,
    async (understudy, setup, packages) => {
      const all = packages.providers();
      const listings = all.filter(({ id }) => provider === undefined || id === provider);
      // Throws `provider-not-found` with similar names.
      if (provider !== undefined && listings.length === 0) await understudy.models(provider);
      const { settings } = setup.configuration;
      const services = { understudy, settings, ports, signal };
      // All calls start at once. The results are printed in the order of the providers.
      const calls = listings.map((listing) => ({
        listing,
        pending: fetchModels(listing, services),
      }));
      for (const { listing, pending } of calls) {
        const spinner = startSpinner(`Calling ${listing.label}`, ports, signal);
        const result = await pending;
        spinner.stop();
        signal.throwIfAborted();
        const failure = await findFailure(result, setup);
        await printModels({ listing, result, failure }, input, context);
      }
    },
    capTimeouts,
  );
  return 0;
}

interface ProviderModels {
  readonly listing: ProviderListing;
  readonly result: ModelsResult;
  /** Describes the error of a failed call. */
  readonly failure: Failure | undefined;
}

async function findFailure(result: ModelsResult, setup: Setup): Promise<Failure | undefined> {
  return result.outcome === 'failed' ? toFailure(setup.locate(result.error)) : undefined;
}

async function printModels(
  { listing, result, failure }: ProviderModels,
  { json }: ModelsArguments,
  { ports, screen }: CommandContext,
): Promise<void> {
  const marked = markModels(listing.models, result);
  if (json !== true) {
    const note = describeModelsResult(result, failure);
    screen.writeBlock(ports.stdout, formatModels(listing, marked, note, ports.stdout));
    return;
  }
  const latencyMs = 'latencyMs' in result ? Math.round(result.latencyMs) : undefined;
  const missing = result.outcome === 'not-requested' ? result.missing.path : undefined;
  const line = { provider: listing.id, live: result.outcome, latencyMs, missing, models: marked };
  await screen.writeJsonLine(formatJsonLine('models', { ...line, error: failure?.json }));
}
