import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const vllmVendor: Vendor<'vllm'> = {
  id: 'vllm',
  label: 'vLLM',
  url: 'https://docs.vllm.ai',
  baseUrl: 'http://127.0.0.1:8000/v1',
  credentialEnvVars: ['VLLM_API_KEY'],
};

/** A vLLM server on this machine; its key is what `--api-key` says, if anything. */
export const vllm: VendorFactory<'vllm', string> = defineVendor(vllmVendor);
