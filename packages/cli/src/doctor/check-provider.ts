import type { CliPorts } from '../cli-ports.ts';
import { findMissingSetting, missingSettingError } from '../configuration/missing-setting.ts';
import type { Setup } from '../configuration/setup.ts';
import { describeFailure } from '../failure/describe-failure.ts';
import { longestWaitMs } from '../models/cap-timeouts.ts';
import type { ModelsResult } from '../models/fetch-models.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import { describeLifecycle } from '../providers/format-provider.ts';
import { count } from '../render/count.ts';
import { formatDuration } from '../render/format-quantity.ts';
import type { Check } from './check.ts';

export interface CheckServices {
  readonly setup: Setup;
  readonly ports: Pick<CliPorts, 'connect' | 'now'>;
  readonly signal: AbortSignal;
}

type Verdict = Omit<Check, 'name' | 'configured'>;

/** A provider that nobody has set up. */
export function skipProvider(listing: ProviderListing, { configuration }: Setup): Check {
  const missing = findMissingSetting(listing, configuration.settings);
  const why = missing ? `${missing.path} is not set` : 'no setting, chain or alias names it';
  return { name: listing.id, status: 'skipped', summary: `not set up: ${why}`, configured: false };
}

/** Whether a provider can be asked; the list of its models is the cheapest question there is. */
export async function checkProvider(
  listing: ProviderListing,
  result: ModelsResult,
  services: CheckServices,
): Promise<Check> {
  const verdict = await judge(listing, result, services);
  const check = { name: listing.id, ...verdict, configured: true };
  if (verdict.status !== 'ok') return check;
  const { setup } = services;
  const key = setup.sourceOf(listing.id, 'apiKey');
  const summary = [
    verdict.summary,
    ...(key === undefined ? [] : [`key from ${key}`]),
    ...(listing.lifecycle.state === 'active' ? [] : [describeLifecycle(listing.lifecycle)]),
  ].join('; ');
  return { ...check, summary };
}

async function judge(
  listing: ProviderListing,
  result: ModelsResult,
  services: CheckServices,
): Promise<Verdict> {
  switch (result.outcome) {
    case 'listed': {
      const { tookMs: latencyMs, models } = result;
      const summary = `${count(models.length, 'model')} listed in ${formatDuration(latencyMs)}`;
      return { status: 'ok', summary, latencyMs, checkedBy: 'models' };
    }
    case 'unlisted':
      return judgeByConnection(listing, services);
    case 'not-asked':
      return fail(missingSettingError(listing, result.missing), services, {});
    case 'failed':
      return fail(result.error, services, { latencyMs: result.tookMs, checkedBy: 'models' });
  }
}

/** Where its models can't be listed, a provider is not asked: an answer may cost something. */
async function judgeByConnection(
  { id }: ProviderListing,
  services: CheckServices,
): Promise<Verdict> {
  const { setup, ports, signal } = services;
  const { baseUrl, proxy } = setup.configuration.settings?.[id] ?? {};
  const address = proxy === undefined && typeof baseUrl === 'string' ? URL.parse(baseUrl) : null;
  if (!address) {
    const summary = 'not tried: it lists no models, and its address is not known';
    return { status: 'skipped', summary };
  }
  const start = ports.now();
  const measure = () => ({ latencyMs: ports.now() - start, checkedBy: 'connection' }) as const;
  try {
    await ports.connect(address, { signal, timeoutMs: longestWaitMs });
  } catch (error) {
    return fail(error, services, measure());
  }
  const measured = measure();
  const summary = `connected in ${formatDuration(measured.latencyMs)}; it lists no models, so no more was tried`;
  return { status: 'ok', summary, ...measured };
}

async function fail(
  error: unknown,
  { setup }: CheckServices,
  measured: Pick<Check, 'latencyMs' | 'checkedBy'>,
): Promise<Verdict> {
  const failure = await describeFailure(setup.locate(error));
  const { latencyMs } = measured;
  const time = latencyMs === undefined ? '' : ` after ${formatDuration(latencyMs)}`;
  return { status: 'failed', summary: `${failure.code}${time}`, failure, ...measured };
}
