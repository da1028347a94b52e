import type { CommandContext } from '../command-context.ts';
import type { Setup } from '../configuration/setup.ts';
import { describeFailure } from '../failure/describe-failure.ts';
import type { Failure } from '../failure/failure.ts';
import { capTimeouts } from '../models/cap-timeouts.ts';
import type { ModelsResult } from '../models/fetch-models.ts';
import { fetchModels } from '../models/fetch-models.ts';
import { describeModelsResult, formatModels } from '../models/format-models.ts';
import type { MarkedModel } from '../models/mark-models.ts';
import { markModels } from '../models/mark-models.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import { formatJsonLine } from '../render/json-line.ts';
import { startSpinner } from '../render/spinner.ts';
import { withUnderstudy } from './with-understudy.ts';

export interface ModelsArguments {
  /** Whose; of everybody where it is not given. */
  readonly provider?: string | undefined;
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
}

/** `understudy models`: what packages declare, beside what vendors offer right now. */
export async function models(input: ModelsArguments, context: CommandContext): Promise<number> {
  const { provider } = input;
  const { ports, signal } = context;
  await withUnderstudy(
    input,
    context,
    async (understudy, setup, packages) => {
      const all = packages.providers();
      const listings = all.filter(({ id }) => provider === undefined || id === provider);
      // Refuses a name that nobody has, and tells the nearest ones.
      if (provider !== undefined && listings.length === 0) await understudy.models(provider);
      const { settings } = setup.configuration;
      const services = { understudy, settings, ports, signal };
      // All are asked at once, and told in order.
      const asked = listings.map((listing) => ({
        listing,
        answer: fetchModels(listing, services),
      }));
      for (const { listing, answer } of asked) {
        const spinner = startSpinner(`Asking ${listing.label}`, ports, signal);
        const result = await answer;
        spinner.stop();
        signal.throwIfAborted();
        await show({ listing, result, failure: await findFailure(result, setup) }, input, context);
      }
    },
    capTimeouts,
  );
  return 0;
}

interface Surveyed {
  readonly listing: ProviderListing;
  readonly result: ModelsResult;
  /** Why the vendor could not be asked. */
  readonly failure: Failure | undefined;
}

async function findFailure(result: ModelsResult, setup: Setup): Promise<Failure | undefined> {
  return result.outcome === 'failed' ? describeFailure(setup.locate(result.error)) : undefined;
}

async function show(
  { listing, result, failure }: Surveyed,
  { json }: ModelsArguments,
  { ports, screen }: CommandContext,
): Promise<void> {
  const marked: readonly MarkedModel[] = markModels(listing.models, result);
  if (json !== true) {
    const note = describeModelsResult(result, failure);
    screen.block(ports.stdout, formatModels(listing, marked, note, ports.stdout));
    return;
  }
  const latencyMs = 'tookMs' in result ? Math.round(result.tookMs) : undefined;
  const missing = result.outcome === 'not-asked' ? result.missing.path : undefined;
  const line = { provider: listing.id, live: result.outcome, latencyMs, missing, models: marked };
  await screen.line(formatJsonLine('models', { ...line, error: failure?.json }));
}
