import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const openrouterVendor: Vendor<'openrouter'> = {
  id: 'openrouter',
  label: 'OpenRouter',
  url: 'https://openrouter.ai/docs',
  baseUrl: 'https://openrouter.ai/api/v1',
  credentialEnvVars: ['OPENROUTER_API_KEY'],
  quirks: { reasoningField: 'reasoning', fileUrls: true, topK: true, metadata: 'always' },
  capabilities: { files: true },
  sources: [
    'https://openrouter.ai/docs/api-reference/overview',
    'https://openrouter.ai/docs/use-cases/reasoning-tokens',
  ],
};

/** Creates an OpenRouter provider. Model references have the form `openrouter/anthropic/claude-sonnet-5`. */
export const openrouter: VendorFactory<'openrouter', string> =
  /* @__PURE__ */ defineVendor(openrouterVendor);

export const groqVendor: Vendor<'groq'> = {
  id: 'groq',
  label: 'Groq',
  url: 'https://console.groq.com/docs',
  baseUrl: 'https://api.groq.com/openai/v1',
  credentialEnvVars: ['GROQ_API_KEY'],
  quirks: { unsupportedFields: ['metadata'] },
  sources: ['https://console.groq.com/docs/openai'],
};

/** Creates a Groq provider. Model references have the form `groq/openai/gpt-oss-120b`. */
export const groq: VendorFactory<'groq', string> = /* @__PURE__ */ defineVendor(groqVendor);

export const togetherVendor: Vendor<'together'> = {
  id: 'together',
  label: 'Together',
  url: 'https://docs.together.ai',
  baseUrl: 'https://api.together.xyz/v1',
  credentialEnvVars: ['TOGETHER_API_KEY'],
  // Its models with other efforts map these.
  quirks: { thinkingSwitch: 'reasoning', reasoningEfforts: ['low', 'medium', 'high'], topK: true },
  sources: [
    'https://docs.together.ai/docs/inference/chat/parameters',
    'https://docs.together.ai/docs/inference/chat/reasoning',
  ],
};

/** Creates a Together provider. Model references have the form `together/openai/gpt-oss-120b`. */
export const together: VendorFactory<'together', string> =
  /* @__PURE__ */ defineVendor(togetherVendor);

export const fireworksVendor: Vendor<'fireworks'> = {
  id: 'fireworks',
  label: 'Fireworks',
  url: 'https://docs.fireworks.ai',
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  credentialEnvVars: ['FIREWORKS_API_KEY'],
  quirks: {
    reasoningField: 'reasoning_content',
    reasoningEfforts: ['none', 'low', 'medium', 'high', 'xhigh', 'max'],
    topK: true,
    metadata: 'always',
  },
  sources: [
    'https://docs.fireworks.ai/tools-sdks/openai-compatibility',
    'https://docs.fireworks.ai/api-reference/post-chatcompletions',
    // "you must include the reasoning_content from previous assistant turns"
    'https://docs.fireworks.ai/guides/reasoning',
  ],
};

/** Creates a Fireworks provider. Model references have the form
 * `fireworks/accounts/fireworks/models/gpt-oss-120b`. */
export const fireworks: VendorFactory<'fireworks', string> =
  /* @__PURE__ */ defineVendor(fireworksVendor);

export const cerebrasVendor: Vendor<'cerebras'> = {
  id: 'cerebras',
  label: 'Cerebras',
  url: 'https://inference-docs.cerebras.ai',
  baseUrl: 'https://api.cerebras.ai/v1',
  credentialEnvVars: ['CEREBRAS_API_KEY'],
  quirks: {
    maxTokensField: 'max_completion_tokens',
    reasoningField: 'reasoning',
    reasoningEfforts: ['none', 'low', 'medium', 'high'],
    maxTemperature: 1.5,
  },
  capabilities: { images: false },
  sources: [
    'https://inference-docs.cerebras.ai/resources/openai',
    'https://inference-docs.cerebras.ai/api-reference/chat-completions',
    // "Cerebras expects assistant reasoning history in the `reasoning` field"
    'https://github.com/vercel/ai/blob/main/packages/cerebras/src/cerebras-provider.ts',
    // "Input should be 'none', 'low', 'medium' or 'high'"; penalties are accepted
    'https://github.com/mnfst/modelparams.dev/pull/115',
  ],
};

/** Creates a Cerebras provider. Model references have the form `cerebras/gpt-oss-120b`. */
export const cerebras: VendorFactory<'cerebras', string> =
  /* @__PURE__ */ defineVendor(cerebrasVendor);

export const nvidiaVendor: Vendor<'nvidia'> = {
  id: 'nvidia',
  label: 'NVIDIA',
  url: 'https://docs.api.nvidia.com/nim',
  baseUrl: 'https://integrate.api.nvidia.com/v1',
  credentialEnvVars: ['NVIDIA_API_KEY'],
  quirks: {
    streamUsage: false,
    maxTemperature: 1,
    unsupportedFields: ['presence_penalty', 'frequency_penalty'],
  },
  sources: [
    'https://docs.api.nvidia.com/nim/reference/llm-apis',
    // "Extra inputs are not permitted"
    'https://github.com/Kilo-Org/kilocode/issues/9652',
    // stream_options: "silently hangs"
    'https://github.com/HKUDS/DeepTutor/pull/420',
  ],
};

/** Creates a provider for the models of the NVIDIA API catalog. Model references have the form
 * `nvidia/meta/llama-3.3-70b-instruct`. */
export const nvidia: VendorFactory<'nvidia', string> = /* @__PURE__ */ defineVendor(nvidiaVendor);

export const dashscopeVendor: Vendor<'dashscope'> = {
  id: 'dashscope',
  label: 'DashScope',
  url: 'https://www.alibabacloud.com/help/en/model-studio',
  baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
  credentialEnvVars: ['DASHSCOPE_API_KEY'],
  quirks: { thinkingSwitch: 'enable_thinking', toolChoice: 'without-thinking', topK: true },
  sources: [
    'https://www.alibabacloud.com/help/en/model-studio/qwen-api-via-openai-chat-completions',
    'https://www.alibabacloud.com/help/en/model-studio/deep-thinking',
    // "tool_choice parameter does not support being set to required or object in thinking mode"
    'https://github.com/can1357/oh-my-pi/issues/886',
  ],
};

/** Creates a provider for Qwen models on Alibaba Cloud. For accounts in China, set `baseUrl` to
 * `https://dashscope.aliyuncs.com/compatible-mode/v1`. */
export const dashscope: VendorFactory<'dashscope', string> =
  /* @__PURE__ */ defineVendor(dashscopeVendor);

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

/**
 * Creates a GitHub Copilot provider. GitHub does not document this API for other programs. `apiKey` is a token of an
 * account with a Copilot plan. `editor-version` is required and names Understudy. Set the `copilot-integration-id` of
 * your own integration, if GitHub requires one, with `headers`.
 */
export const githubCopilot: VendorFactory<'github-copilot', string> =
  /* @__PURE__ */ defineVendor(githubCopilotVendor);
