import type { AdminOptions } from '../admin-options.ts';
import type { GatewayOptions, GatewaySettings } from '../gateway-options.ts';
import type { GatewaySection } from './gateway-section.ts';

/** Options to which a schema has applied the defaults. Only those named `Optional` can be undefined. */
type WithDefaults<Options, Optional extends keyof Options> = {
  readonly [Name in Exclude<keyof Options, Optional>]-?: Exclude<Options[Name], undefined>;
} & Pick<Options, Optional>;

type OptionalSetting = 'earlyHeadMs' | 'listedProviders';
type OptionalOption = OptionalSetting | 'onRequest' | 'onStream';

/** The settings that `update()` replaces, with their defaults. */
export type CompleteSettings = WithDefaults<GatewaySettings, OptionalSetting>;

/** The options of `createGateway()` with their defaults. */
export type CompleteOptions = WithDefaults<GatewayOptions, OptionalOption>;

/** The options of `createAdmin()` with their defaults. */
export type CompleteAdminOptions = WithDefaults<
  AdminOptions,
  OptionalOption | 'describeConfiguration' | 'reload' | 'faults' | 'metrics'
>;

/**
 * A section with the defaults of its settings. The default of `models` and `listedProviders` depends on the other
 * sections.
 */
export type CompleteSection = WithDefaults<GatewaySection, OptionalSetting | 'models' | 'admin'>;
