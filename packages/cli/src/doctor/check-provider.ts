import { formatCount } from '@understudy/core/internal';

import type { CliPorts } from '../cli-ports.ts';
import { findMissingSetting, missingSettingError } from '../configuration/missing-setting.ts';
import type { Setup } from '../configuration/setup.ts';
import { toFailure } from '../failure/to-failure.ts';
import { maxCallMs } from '../models/cap-timeouts.ts';
import type { ModelsResult } from '../models/fetch-models.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import { describeLifecycle } from '../providers/format-provider.ts';
import { formatDuration } from '../render/format-quantity.ts';
import type { Check } from './check.ts';

export interface CheckServices {
  readonly setup: Setup;
  readonly ports: Pick<CliPorts, 'connect' | 'now'>;
  readonly signal: AbortSignal;
}

type ProviderCheck = Omit<Check, 'name' | 'configured'>;

/** Creates the check of a provider that is not configured. */
export function skipProvider(listing: ProviderListing, { configuration }: Setup): Check {
  const missing = findMissingSetting(listing, configuration.settings);
  const reason = missing ? `${missing.path} is not set` : 'no setting, chain or alias names it';
  const summary = `not configured: ${reason}`;
  return { name: listing.id, status: 'skipped', summary, configured: false };
}

/** Checks whether a provider is reachable, by its model list or by a connection. */
export async function checkProvider(
  listing: ProviderListing,
  result: ModelsResult,
  services: CheckServices,
): Promise<Check> {
  const providerCheck = await toCheck(listing, result, services);
  const check = { name: listing.id, ...providerCheck, configured: true };
  if (check.status === 'skipped') return check;
  const { setup } = services;
  const key = setup.sourceOf(listing.id, 'apiKey');
  const address = setup.sourceOf(listing.id, 'baseUrl');
  const summary = [
    check.summary,
    ...(key === undefined ? [] : [`key from ${key}`]),
    ...(address === undefined ? [] : [`address from ${address}`]),
    ...(listing.lifecycle.state === 'active' ? [] : [describeLifecycle(listing.lifecycle)]),
  ].join('; ');
  return { ...check, summary };
}

async function toCheck(
  listing: ProviderListing,
  result: ModelsResult,
  services: CheckServices,
): Promise<ProviderCheck> {
  switch (result.outcome) {
    case 'listed': {
      const { latencyMs, models } = result;
      const count = formatCount(models.length, 'model');
      const summary = `${count} listed in ${formatDuration(latencyMs)}`;
      return { status: 'ok', summary, latencyMs, checkedBy: 'models' };
    }
    case 'unlisted':
      return checkConnection(listing, services);
    case 'not-requested':
      return toFailedCheck(missingSettingError(listing, result.missing), services, {});
    case 'failed':
      return toFailedCheck(result.error, services, {
        latencyMs: result.latencyMs,
        checkedBy: 'models',
      });
  }
}

/** A provider without a model list gets no request, because a response may cost money. */
async function checkConnection(
  { id }: ProviderListing,
  services: CheckServices,
): Promise<ProviderCheck> {
  const { setup, ports, signal } = services;
  const { baseUrl, proxy } = setup.configuration.settings?.[id] ?? {};
  const url = proxy === undefined && typeof baseUrl === 'string' ? URL.parse(baseUrl) : null;
  if (!url) {
    const summary = 'not checked: the provider has no model list and no known address';
    return { status: 'skipped', summary };
  }
  const start = ports.now();
  const measure = () => ({ latencyMs: ports.now() - start, checkedBy: 'connection' }) as const;
  try {
    await ports.connect(url, { signal, timeoutMs: maxCallMs });
  } catch (error) {
    return toFailedCheck(error, services, measure());
  }
  const measured = measure();
  const summary = `connected in ${formatDuration(measured.latencyMs)}, no model list`;
  return { status: 'ok', summary, ...measured };
}

async function toFailedCheck(
  error: unknown,
  { setup }: CheckServices,
  measured: Pick<Check, 'latencyMs' | 'checkedBy'>,
): Promise<ProviderCheck> {
  const failure = await toFailure(setup.locate(error));
  const { latencyMs } = measured;
  const duration = latencyMs === undefined ? '' : ` after ${formatDuration(latencyMs)}`;
  return { status: 'failed', summary: `${failure.code}${duration}`, failure, ...measured };
}
