import { registerProvider } from '@understudy/core/provider';

import { createDefinition, vendorMetadata } from './define-vendor.ts';
import { settingsOf } from './settings/openai-settings.ts';
import type { Vendor } from './vendor.ts';

/** Registers a vendor for `providers: 'registered'`. Call it in the `./register` entry of a package. */
export function registerVendor(vendor: Vendor): void {
  registerProvider({
    ...vendorMetadata(vendor),
    id: vendor.id,
    models: vendor.models ?? [],
    settings: settingsOf(vendor),
    factory: (settings) => createDefinition(vendor, settings),
  });
}
