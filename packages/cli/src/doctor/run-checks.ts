import type { ExplainedTarget, Understudy } from '@understudy/core';

import type { CliPorts } from '../cli-ports.ts';
import { findMissingSetting } from '../configuration/missing-setting.ts';
import type { Setup } from '../configuration/setup.ts';
import { fetchModels } from '../models/fetch-models.ts';
import { explainModel } from '../packages/explain-model.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import { checkProvider, skipProvider } from './check-provider.ts';
import { checkTarget } from './check-target.ts';
import type { CheckGroup } from './check.ts';
import type { DoctorContext } from './doctor-context.ts';

/** Asks everybody who is set up, all at once: the providers, then what chains and aliases name. */
export function runChecks(
  listings: readonly ProviderListing[],
  { understudy, setup }: DoctorContext,
  ports: CliPorts,
  signal: AbortSignal,
): readonly CheckGroup[] {
  const { settings = {} } = setup.configuration;
  const targets = findTargets(understudy, setup);
  const services = { understudy, settings, ports, signal };
  const examined = listings.map((listing) => {
    const isNamed = targets.some(({ provider }) => provider === listing.id);
    const isSet = Object.keys(settings[listing.id] ?? {}).length > 0;
    // Who installs a provider that needs no setting has done all that is to do.
    const isReady =
      listing.package !== undefined && findMissingSetting(listing, settings) === undefined;
    const isMeant = isNamed || isSet || isReady;
    return { listing, result: isMeant ? fetchModels(listing, services) : undefined };
  });
  return [
    {
      title: 'Providers',
      checks: examined.map(({ listing, result }) => ({
        name: listing.id,
        result:
          result?.then((found) => checkProvider(listing, found, { setup, ports, signal })) ??
          Promise.resolve(skipProvider(listing, setup)),
      })),
    },
    {
      title: 'Targets',
      checks: targets.map((target) => ({
        name: `${target.provider}/${target.model}`,
        result: Promise.resolve(
          examined.find(({ listing }) => listing.id === target.provider)?.result,
        ).then((result) => checkTarget(target, result)),
      })),
    },
  ];
}

type Target = Pick<ExplainedTarget, 'provider' | 'model'>;

/** What chains and aliases name, each once. */
function findTargets(understudy: Understudy, { configuration }: Setup): readonly Target[] {
  const { chains = {}, aliases = {} } = configuration;
  const named = [...Object.keys(chains), ...Object.keys(aliases)].flatMap(
    (model) => explainModel(understudy, model).targets,
  );
  return [
    ...new Map(named.map((target) => [`${target.provider}/${target.model}`, target])).values(),
  ];
}
