import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const ollamaVendor: Vendor<'ollama'> = {
  id: 'ollama',
  label: 'Ollama',
  url: 'https://docs.ollama.com/api/openai-compatibility',
  baseUrl: 'http://127.0.0.1:11434/v1',
  credentialEnvVars: [],
};

/**
 * Creates a provider for Ollama on this machine. It needs no key. Model references have the form
 * `ollama/qwen3`.
 */
export const ollama: VendorFactory<'ollama', string> = defineVendor(ollamaVendor);
