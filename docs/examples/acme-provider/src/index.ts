export { acme } from './acme-provider.ts';
export type { AcmeDefinition, AcmeModel } from './acme-provider.ts';
export type { AcmeOptions } from './acme-settings.ts';
