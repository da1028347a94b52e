export { acme } from './acme-provider.ts';
export type { AcmeDefinition } from './acme-provider.ts';
export type { AcmeModel } from './acme-models.ts';
export type { AcmeOptions } from './acme-settings.ts';
