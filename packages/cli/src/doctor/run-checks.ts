import type { ExplainedTarget, Understudy } from '@understudy/core';

import type { CliPorts } from '../cli-ports.ts';
import { findMissingSetting } from '../configuration/missing-setting.ts';
import type { Setup } from '../configuration/setup.ts';
import { fetchModels } from '../models/fetch-models.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import { checkProvider, skipProvider } from './check-provider.ts';
import { checkTarget } from './check-target.ts';
import type { CheckGroup } from './check.ts';
import type { DoctorContext } from './doctor-context.ts';

/**
 * Starts the checks of all configured providers at once, and of the targets that chains and aliases
 * name.
 */
export function runChecks(
  listings: readonly ProviderListing[],
  { understudy, setup }: DoctorContext,
  ports: CliPorts,
  signal: AbortSignal,
): readonly CheckGroup[] {
  const { settings = {} } = setup.configuration;
  const targets = findTargets(understudy, setup);
  const services = { understudy, settings, ports, signal };
  const providers = listings.map((listing) => {
    const isNamed = targets.some(({ provider }) => provider === listing.id);
    const hasSettings = Object.keys(settings[listing.id] ?? {}).length > 0;
    // Installing a provider that needs no setting configures it.
    const isReady =
      listing.package !== undefined && findMissingSetting(listing, settings) === undefined;
    const isConfigured = isNamed || hasSettings || isReady;
    return { listing, pending: isConfigured ? fetchModels(listing, services) : undefined };
  });
  return [
    {
      title: 'Providers',
      checks: providers.map(({ listing, pending }) => ({
        name: listing.id,
        result:
          pending?.then((result) => checkProvider(listing, result, { setup, ports, signal })) ??
          Promise.resolve(skipProvider(listing, setup)),
      })),
    },
    {
      title: 'Targets',
      checks: targets.map((target) => ({
        name: `${target.provider}/${target.model}`,
        result: Promise.resolve(
          providers.find(({ listing }) => listing.id === target.provider)?.pending,
        ).then((result) => checkTarget(target, result)),
      })),
    },
  ];
}

type Target = Pick<ExplainedTarget, 'provider' | 'model'>;

/** Returns the targets of all chains and aliases without duplicates. */
function findTargets(understudy: Understudy, { configuration }: Setup): readonly Target[] {
  const { chains = {}, aliases = {} } = configuration;
  const targets = [...Object.keys(chains), ...Object.keys(aliases)].flatMap(
    (model) => understudy.explain({ model }).targets,
  );
  return [
    ...new Map(targets.map((target) => [`${target.provider}/${target.model}`, target])).values(),
  ];
}
