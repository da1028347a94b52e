import type { GatewaySettings } from '../gateway-options.ts';
import type { CompleteSection } from './complete-options.ts';

/** A configuration that is valid. */
export interface LoadedConfig<Runtime> {
  readonly section: CompleteSection;
  /** What the runtime is created from. A runtime is kept while this value is deeply equal. */
  readonly runtime: Runtime;
  /** The chains and aliases, which `GET /v1/models` lists if the section has no `models`. */
  readonly names: readonly string[];
  /**
   * The ids of the providers that can be used, whose models `GET /v1/models` lists if the section has no
   * `listedProviders`. @defaultValue all
   */
  readonly providers?: readonly string[] | undefined;
}

/** Returns the settings of a gateway that serves a configuration. */
export function toSettings({
  section,
  names,
  providers,
}: Pick<LoadedConfig<unknown>, 'section' | 'names' | 'providers'>): GatewaySettings {
  const { keys, hosts, cors, models = names, listedProviders = providers, expose } = section;
  const { heartbeatMs, slowReaderMs, earlyHeadMs } = section;
  const times = { heartbeatMs, slowReaderMs, earlyHeadMs };
  return { keys, hosts, cors, models, listedProviders, expose, ...times };
}
