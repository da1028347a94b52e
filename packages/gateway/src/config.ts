/**
 * The configuration of `understudy serve`: the section `gateway` of a file, secrets, and reloads.
 *
 * @packageDocumentation
 */
export { readGatewaySection } from './config/read-section.ts';
export type { SectionOverrides } from './config/read-section.ts';
export type { SectionTerms } from './config/section-terms.ts';
export { defaultAdminPort } from './config/defaults.ts';
export type { CompleteSection } from './config/complete-options.ts';
export type { GatewaySection } from './config/gateway-section.ts';
export { formatAddress, readAddress } from './config/read-address.ts';
export type { Address } from './config/read-address.ts';
export { resolveSecrets, revealSecrets } from './config/resolve-secrets.ts';
export type { ProviderSettings, SecretSettings, SecretSources } from './config/resolve-secrets.ts';
export { Secret } from './config/secret.ts';
export { ReloadableGateway } from './config/reloadable-gateway.ts';
export type { ReloadListener, ReloadResult, ReloadServices } from './config/reloadable-gateway.ts';
export { toSettings } from './config/loaded-config.ts';
export type { LoadedConfig } from './config/loaded-config.ts';
export { watchConfig } from './config/watch-config.ts';
export type { WatchOptions } from './config/watch-config.ts';
