import { registeredProviders } from '@understudy/core';
import type { DiscoveredProvider } from '@understudy/core/discovery';
import { discoverProviders, loadProviders } from '@understudy/core/discovery';

import type { PackageProblem } from './understudy-packages.ts';

/** What this package brings itself, whichever version a folder has. */
const ownPackages = ['@understudy/provider-fakegpt', '@understudy/provider-openai'];

/** The packages of a folder in which providers were found. */
export class InstalledProviders {
  /** Name and version, by the provider's id. */
  readonly #packages = new Map<string, string>();

  /** The package that a provider was found in; undefined where the command brings it. */
  find(id: string): string | undefined {
    return this.#packages.get(id);
  }

  /** Puts the providers on offer that are installed for a folder; tells those that can't be used. */
  async discover(folder: string): Promise<readonly PackageProblem[]> {
    const own = registeredProviders().flatMap(({ id }) => (this.#packages.has(id) ? [] : [id]));
    const { providers, problems } = await discoverProviders(folder);
    const others = providers.filter(({ packageName }) => !ownPackages.includes(packageName));
    const rivals = others.filter(({ id }) => own.includes(id));
    const guests = others.filter(({ id }) => !own.includes(id));
    for (const { id, packageName, packageVersion = '' } of guests) {
      this.#packages.set(id, `${packageName} ${packageVersion}`.trim());
    }
    const loaded = await loadProviders(guests);
    const broken = [...problems, ...loaded.problems].map(({ packageName, error }) => ({
      package: packageName,
      message: error.message,
    }));
    return [...broken, ...rivals.map(refuseRival)];
  }
}

function refuseRival({ id, packageName }: DiscoveredProvider): PackageProblem {
  const expected = `expected an id of its own, received "${id}", which this command brings itself`;
  return { package: packageName, message: `${packageName}: ${expected}` };
}
