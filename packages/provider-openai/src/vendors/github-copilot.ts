import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const githubCopilotVendor: Vendor<'github-copilot'> = {
  id: 'github-copilot',
  label: 'GitHub Copilot',
  url: 'https://docs.github.com/copilot',
  baseUrl: 'https://api.githubcopilot.com',
  credentialEnvVars: ['COPILOT_GITHUB_TOKEN'],
  headers: { 'editor-version': 'understudy/1.0' },
  sources: [
    // "missing Editor-Version header for IDE auth"
    'https://github.com/alvinunreal/tmuxai/pull/144',
    // "Expected a string with maximum length 40"
    'https://github.com/BerriAI/litellm/issues/17343',
  ],
};

/** Creates a GitHub Copilot provider. GitHub does not document this API for other programs. `apiKey` is a token of an account
 * with a Copilot plan. `editor-version` is required and names Understudy. Set the `copilot-integration-id` of your own
 * integration, if GitHub requires one, with `headers`. */
export const githubCopilot: VendorFactory<'github-copilot', string> =
  /* @__PURE__ */ defineVendor(githubCopilotVendor);
