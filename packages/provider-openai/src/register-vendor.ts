import { registerProvider } from '@understudy/core/provider';

import { createDefinition, vendorMetadata } from './define-vendor.ts';
import { settingsOf } from './openai-settings.ts';
import type { Vendor } from './vendor.ts';

/** Puts a vendor on offer to the process, for the `./register` entry of its package. */
export function registerVendor(vendor: Vendor): void {
  registerProvider({
    ...vendorMetadata(vendor),
    id: vendor.id,
    models: vendor.models ?? [],
    settings: settingsOf(vendor),
    factory: (settings) => createDefinition(vendor, settings),
  });
}
