import { registeredProviders } from '@understudy/core';
import type { DiscoveredProvider } from '@understudy/core/discovery';
import { discoverProviders, loadProviders } from '@understudy/core/discovery';

import type { PackageProblem } from './understudy-packages.ts';

/** The packages that this package depends on. An installed version of them is ignored. */
const includedPackages = [
  '@understudy/provider-anthropic',
  '@understudy/provider-fakegpt',
  '@understudy/provider-google',
  '@understudy/provider-ollama',
  '@understudy/provider-openai',
];

/** The providers that are installed for a folder. */
export class InstalledProviders {
  /** Package name and version by provider id. */
  readonly #packages = new Map<string, string>();

  /** Returns the package of a provider; undefined if the command includes the provider. */
  packageOf(id: string): string | undefined {
    return this.#packages.get(id);
  }

  /** Registers the providers of a folder and returns the packages that are skipped. */
  async discover(folder: string): Promise<readonly PackageProblem[]> {
    const includedIds = registeredProviders()
      .map(({ id }) => id)
      .filter((id) => !this.#packages.has(id));
    const { providers, problems } = await discoverProviders(folder);
    const found = providers.filter(({ packageName }) => !includedPackages.includes(packageName));
    const conflicting = found.filter(({ id }) => includedIds.includes(id));
    const loadable = found.filter(({ id }) => !includedIds.includes(id));
    for (const { id, packageName, packageVersion = '' } of loadable) {
      this.#packages.set(id, `${packageName} ${packageVersion}`.trim());
    }
    const loaded = await loadProviders(loadable);
    const broken = [...problems, ...loaded.problems].map(({ packageName, error }) => ({
      package: packageName,
      message: error.message,
    }));
    return [...broken, ...conflicting.map(conflictingId)];
  }
}

function conflictingId({ id, packageName }: DiscoveredProvider): PackageProblem {
  const mismatch = `expected a unique provider id, received "${id}", which the command includes`;
  return { package: packageName, message: `${packageName}: ${mismatch}` };
}
