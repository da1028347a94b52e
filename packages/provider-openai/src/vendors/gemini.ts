import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const geminiVendor: Vendor<'gemini'> = {
  id: 'gemini',
  label: 'Gemini',
  url: 'https://ai.google.dev/gemini-api/docs/openai',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
  credentialEnvVars: ['GEMINI_API_KEY'],
  quirks: {
    // For calls of other models. It is documented under "FAQs" of the third page.
    placeholderSignature: 'skip_thought_signature_validator',
    maxStopSequences: 5,
    unsupportedFields: ['seed', 'presence_penalty', 'frequency_penalty', 'metadata'],
  },
  sources: [
    'https://ai.google.dev/gemini-api/docs/openai',
    // "Unknown name "frequency_penalty"", "Unknown name "seed""
    'https://github.com/Vali-98/ChatterUI/issues/227',
    // "Gemini returns 400 if the request contains any field it doesn't support"
    'https://github.com/IBM/AI-SDK-Db2-IBMi/pull/32',
    'https://ai.google.dev/gemini-api/docs/thought-signatures',
  ],
};

/** Creates a provider for Gemini's OpenAI-compatible API. Model references have the form `gemini/gemini-3-pro`. */
export const gemini: VendorFactory<'gemini', string> = /* @__PURE__ */ defineVendor(geminiVendor);
